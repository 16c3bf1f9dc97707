#pragma once

#include "base/bytes.h"

#include <map>
#include <optional>
#include <string>

namespace platen::twin::chmp {

struct Request {
  std::string method, path;
  std::map<std::string, std::string> fields; // names in lower case
  std::string body;
  const std::string* field(const std::string& name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? nullptr : &found->second;
  }
};

// The next request of a connection; nothing at its end. Bodies have a Content-Length.
// Errc::malformed, Errc::limit.
class HttpReader {
public:
  explicit HttpReader(ByteSource& in) : in_(in) {}
  Result<std::optional<Request>> next();

private:
  Result<bool> fill(); // false at the end

  ByteSource& in_;
  std::string received_;
};

} // namespace platen::twin::chmp
