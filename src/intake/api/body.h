#pragma once

#include "intake/api/ipp_desk.h"
#include "model/ticket.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace platen::intake::api {

// The JSON object that came with a request, each of its members asked for once. Errors name the
// member.
class Body {
public:
  // An empty body is {}. Errc::malformed: it is no object, or nested too deeply.
  static Result<Body> of(const Call& call);

  bool has(const char* name) const { return json_.contains(name); }
  Result<std::optional<std::string>> text(const char* name);
  Result<std::string> needed_text(const char* name); // there, and not empty
  Result<std::optional<std::int32_t>> number(const char* name);
  Result<std::optional<bool>> boolean(const char* name);
  Result<std::vector<std::string>> texts(const char* name); // none: it is not there
  // {NAME: VALUE, ...}: texts, and what can be said without quotes in JSON: 2, true.
  Result<model::Options> options(const char* name);
  // Takes those out that are null, and names them: they go back to what they are by themselves.
  Result<std::vector<std::string>> take_nulls(const char* name);
  Result<Json> object(const char* name); // {} where it is not there
  // There is nothing that nobody asked for.
  Result<void> end() const;

private:
  explicit Body(Json json) : json_(std::move(json)) {}
  const Json* find(const char* name); // null as well as missing: not there
  Json json_;
  std::set<std::string> asked_;
};

// Deeper than any body of ours: parsing and writing go down as deep as the text.
bool is_too_deep(std::string_view json);

} // namespace platen::intake::api
