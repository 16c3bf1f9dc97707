#pragma once

#include "discovery/browser.h"

#include <string>
#include <vector>

namespace platen::discovery {

// A printer as its DNS-SD records tell it: readable text of bounded length alone, addresses that a
// device URI can have.
struct PrinterRecord {
  std::string name;              // of the instance; what people see
  std::string address;           // numeric
  std::vector<std::string> uris; // "ipps://192.0.2.7/ipp/print", "socket://192.0.2.7:9100", ...
  std::string make_and_model;    // ty, else product
  std::string maker, model;      // usb_MFG, usb_MDL
  std::string uuid, location;    // UUID, note
  bool is_platen = false;        // a queue of a platen server, not a device
  bool own_machine = false;
};

// The types that printers announce themselves under.
std::span<const std::string_view> printer_types();

// Services of one name at one address are one printer. One without a port or with an address that
// is none is passed over.
std::vector<PrinterRecord> printers_of(const std::vector<Announced>& services);

} // namespace platen::discovery
