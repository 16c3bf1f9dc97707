#pragma once

#include "intake/api/ipp_desk.h"
#include "intake/api/route.h"
#include "model/catalogue.h"

#include <functional>
#include <map>
#include <optional>
#include <span>

namespace platen::intake::api {

// A way to a device, and who told of it: "dns-sd", "snmp", "bjnp", "chmp", "usb", "address".
struct FoundUri {
  std::string uri, transport;
  std::vector<std::string> found_by;
};

// A device that answers, and what would be made of it. Empty texts: not known.
struct FoundPrinter {
  std::vector<FoundUri> uris; // the best first; never empty
  std::string make_and_model, device_id;
  std::vector<std::string> identity;
  std::string dns_sd_name, location;
  std::string model;             // that fits; empty: none does
  std::string fit = "none";      // "exact", "nearest", "none"
  std::string why;               // how it was found, and why this model
  std::vector<std::string> lost; // of nearest
  std::string language, language_evidence = "silent";
  std::vector<std::string> unknown;
  std::string printer; // the queue that it is already
};

struct FoundPrinters {
  std::vector<FoundPrinter> devices;
  std::vector<std::string> notes; // what could not be asked
};

// Which file of a model counts.
struct ModelFile {
  std::int64_t version = 0;
  std::vector<std::int64_t> versions; // that can be chosen, ascending
  bool from_repository = false;       // else it came with the program
  bool pinned = false;
};

// What adding a printer needs to know; all of it outlives the routes.
struct DeviceServices {
  model::Catalogue models;
  std::function<std::map<std::string, ModelFile>()> model_files; // by id
  // Of one host, or (empty) of those around; takes seconds.
  std::function<Result<FoundPrinters>(const std::string& host)> find_printers;
};

// `services` outlives them; null for the table alone.
Routes device_routes(const DeviceServices* services);

} // namespace platen::intake::api
