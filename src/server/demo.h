#pragma once

#include "base/result.h"
#include "job/store.h"
#include "model/model.h"
#include "server/log.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace platen::server {

// The three virtual devices, each on a loopback port of its own, drawing under FOLDER/NAME/, and a
// printer for each in the store: "pro-1000", "ir1020", "ir1024". A printer that is there already
// keeps its jobs and settings and gets the device's new address.
class Demo {
public:
  virtual ~Demo() = default; // stops the devices
};
Result<std::unique_ptr<Demo>> start_demo(job::Store& store, std::span<const model::Model> models,
                                         const std::filesystem::path& folder, Log& log);

} // namespace platen::server
