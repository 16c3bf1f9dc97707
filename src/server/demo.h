#pragma once

#include "base/result.h"
#include "job/store.h"
#include "model/model.h"
#include "server/log.h"
#include "virtual/fault.h"

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace platen::server {

// The three virtual devices, each on a loopback port of its own, drawing under FOLDER/NAME/, and a
// printer for each in the store: "pro-1000", "ir1020", "ir1024". A printer that is there already
// keeps its jobs and settings and gets the device's new address.
// `faults` gives the script of a device by the name of its printer.
// The imageRUNNERs scan: what lies in FOLDER/NAME/stack and FOLDER/NAME/glass.png (or .jpg), where
// these are there when it starts, else platen's test letter.
class Demo {
public:
  struct Scanner {
    std::string name, model, uri; // "ir1020", "canon-ir1020", "bjnp://127.0.0.1:40123"
  };
  virtual ~Demo() = default; // stops the devices
  virtual std::vector<Scanner> scanners() const = 0;
};
Result<std::unique_ptr<Demo>> start_demo(job::Store& store, std::span<const model::Model> models,
                                         const std::filesystem::path& folder, Log& log,
                                         std::map<std::string, twin::FaultScript> faults);

} // namespace platen::server
