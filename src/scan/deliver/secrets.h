#pragma once

#include "base/result.h"

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace platen::scan {

// Passwords, tokens and private keys of destinations, by the destinations' names, in one file that
// its owner alone may read (mode 0600). They have to be given to others, so that they cannot be
// kept as hashes. They are in no message and no log. One object for a file; from any thread one at
// a time.
class Secrets {
public:
  explicit Secrets(std::filesystem::path file) : file_(std::move(file)) {}

  // Nothing: it has none. Errc::denied: others may read the file, or it is somebody else's;
  // malformed; io.
  Result<std::optional<std::string>> find(const std::string& name) const;
  Result<std::set<std::string>> names() const; // of those that have one
  // On disk when it returns; an empty secret takes it away. Errc::invalid: more than 64 KiB, a zero
  // byte, or no UTF-8; limit: too many; as find().
  Result<void> put(const std::string& name, const std::string& secret);

private:
  std::filesystem::path file_;
};

} // namespace platen::scan
