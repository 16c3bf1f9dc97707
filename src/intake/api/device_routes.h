#pragma once

#include "intake/api/ipp_desk.h"
#include "intake/api/route.h"
#include "model/catalogue.h"

#include <functional>

namespace platen::intake::api {

// A printer that answers, and what would be made of it.
struct FoundPrinter {
  std::string device_uri, make_and_model;
  std::string model; // that fits; empty: none does
  std::string why;   // how it was found
};

// What adding a printer needs to know; all of it outlives the routes.
struct DeviceServices {
  model::Catalogue models;
  // Of one host, or (empty) of those around; takes seconds.
  std::function<Result<std::vector<FoundPrinter>>(const std::string& host)> find_printers;
};

// `services` outlives them; null for the table alone.
Routes device_routes(const DeviceServices* services);

} // namespace platen::intake::api
