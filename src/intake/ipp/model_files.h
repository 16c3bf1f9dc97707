#pragma once

#include "intake/ipp/models_now.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace platen::intake::ipp {

// GET /icons/MODEL-SIZE.png (printer-icons) and /icons/MODEL.strings (printer-strings-uri), of the
// models with what was added to them. Each is made when it is first asked for. From any thread.
class ModelFiles {
public:
  explicit ModelFiles(const Services& services) : services_(services) {}
  static bool serves(std::string_view path);
  http::Response get(std::string_view path);

private:
  std::string make(std::string_view name) const; // empty: there is no such file
  const Services& services_;
  std::mutex mutex_;
  std::shared_ptr<const Models> models_; // those of the files that are made
  std::map<std::string, std::shared_ptr<const std::string>, std::less<>> made_;
};

} // namespace platen::intake::ipp
