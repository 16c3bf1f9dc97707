#pragma once

#include "base/bytes.h"
#include "base/cancel.h"
#include "update/update_limits.h"

#include <filesystem>
#include <memory>
#include <string>

namespace platen::update {

inline constexpr const char* index_name = "index.json";
inline constexpr const char* signatures_name = "index.json.sig";

// Where a repository's files are had from. What it gives is anybody's until it was verified.
class Source {
public:
  virtual ~Source() = default;
  // A file by its name in the index. Errc::limit: it is larger.
  virtual Result<Buffer> get(const std::string& name, std::uint64_t most_bytes) = 0;
};

struct SourceOptions {
  std::filesystem::path trust; // PEM certificates that servers are believed by; empty: the system's
  std::chrono::seconds patience = limits::patience; // for one file
  const Cancel* cancel = nullptr;
};

// "https://HOST/PATH", "file:///PATH", or the path of a folder or of a packed file.
// Errc::invalid: neither of these. Plain http is refused: who listens would know what is installed
// here.
Result<std::unique_ptr<Source>> open_source(const std::string& where, const SourceOptions& options);
// A packed repository (pack.h) that is in memory.
Result<std::unique_ptr<Source>> open_pack(Buffer bytes);
// Whether `where` may be configured.
Result<void> check_source(const std::string& where);

} // namespace platen::update
