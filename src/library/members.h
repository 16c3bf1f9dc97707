#pragma once

#include "library/entry_json.h"

#include <set>
#include <string>
#include <vector>

namespace platen::library {

Failure wrong(const std::string& where, const std::string& why); // Errc::malformed

// The members of one object of JSON that somebody else wrote, each asked for once; what is left is
// unknown.
class Members {
public:
  Members(const Json& json, std::string where) : json_(json), where_(std::move(where)) {}

  Result<void> begin() const; // it is an object
  const Json* find(const char* name);
  Result<const Json*> need(const char* name);
  Result<std::string> text(const char* name, bool needed = false);
  Result<std::vector<std::string>> texts(const char* name);
  Result<bool> boolean(const char* name, bool otherwise);
  Result<double> number(const char* name);
  Result<void> end() const; // nothing is left
  const std::string& where() const { return where_; }

private:
  const Json& json_;
  const std::string where_;
  std::set<std::string, std::less<>> asked_;
};

} // namespace platen::library
