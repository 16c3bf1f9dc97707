#pragma once

#include "base/bytes.h"

#include <filesystem>
#include <optional>
#include <string>

namespace platen::server {

// The ICC profiles of scanners, each a file under the scanner's name. From any thread.
class ScanProfiles {
public:
  explicit ScanProfiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
  // Empty: it has none. An error: one that cannot be read, or is damaged.
  Result<Buffer> find(const std::string& scanner) const;
  // Nothing: it shall have none. Errc::invalid: no profile of RGB or gray; Errc::io.
  Result<void> put(const std::string& scanner, const std::optional<Buffer>& profile) const;

private:
  std::filesystem::path file_of(const std::string& scanner) const;
  std::filesystem::path folder_;
};

} // namespace platen::server
