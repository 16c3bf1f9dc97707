#pragma once

#include "http/exchange.h"
#include "model/model.h"

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>

namespace platen::intake::ipp {

// GET /icons/MODEL-SIZE.png (printer-icons) and /icons/MODEL.strings (printer-strings-uri). Each
// is made when it is first asked for. From any thread.
class ModelFiles {
public:
  explicit ModelFiles(std::span<const model::Model> models) : models_(models) {}
  static bool serves(std::string_view path);
  http::Response get(std::string_view path);

private:
  std::string make(std::string_view name) const; // empty: there is no such file
  std::span<const model::Model> models_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const std::string>, std::less<>> made_;
};

} // namespace platen::intake::ipp
