#pragma once

#include "setup/server.h"

#include <vector>

namespace platen::setup {

// A way to a device.
struct Way {
  std::string uri, transport; // "socket", "lpd", "ipp", "ipps", "usb"
};

// A device that was found, as `GET printer-devices` has it.
struct Device {
  std::string uri; // the best of its ways
  std::vector<Way> ways;
  std::string make_and_model, dns_sd_name, location, device_id;
  std::string model; // the one that fits, or the nearest; empty: none
  std::string fit;   // "exact", "nearest" or "none"
  std::string why;
  std::vector<std::string> identity, lost, unknown;
  std::string language, language_evidence; // empty: not known
  std::string printer;                     // the queue that it is already

  std::string title() const; // what it is called, else where it is
  std::string transport() const;
  std::string host() const; // of its URI, without brackets; empty: it has none
};

// What is missing is unknown. Errc::malformed: it is no list.
Result<std::vector<Device>> read_devices(const Json& list);

// "socket" of "socket://..."
std::string scheme_of(const std::string& uri);

// A device in a few lines: what it is, what would be made of it, what is not known. `number`: its
// place in the list; 0: alone.
std::string describe(const Device& device, std::size_t number);

} // namespace platen::setup
