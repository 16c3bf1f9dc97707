#pragma once

#include "intake/ipp/service.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace platen::intake::ipp {

inline constexpr std::string_view profile_folder = "/profiles/";

// GET /profiles/SHA-256.icc, as printer-icc-profiles names it. However many clients are given a
// profile at one time, it is in memory once. From any thread.
class ProfileFiles {
public:
  explicit ProfileFiles(const Services& services) : services_(services) {}
  http::Response get(std::string_view path);

private:
  Result<std::shared_ptr<const std::string>> content(const std::string& sha256);

  const Services& services_;
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<const std::string>> given_;
};

} // namespace platen::intake::ipp
