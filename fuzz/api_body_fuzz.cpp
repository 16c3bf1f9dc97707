#include "base/utf8.h"
#include "intake/api/body.h"
#include "intake/api/claimed_format.h"

#include <cstdint>
#include <cstdlib>

// What anybody may send to the REST interface before anything is known of it: the JSON of a body, a
// text of the query, the name of a file.
namespace {

using namespace platen;
using namespace platen::intake::api;

void expect(bool holds) {
  if (!holds) std::abort();
}

int depth_of(const Json& json) {
  int depth = 0;
  if (json.is_structured())
    for (const Json& inner : json)
      depth = std::max(depth, depth_of(inner));
  return json.is_structured() ? depth + 1 : 0;
}

void read_body(const std::string& text) {
  Call call;
  call.body = text;
  auto body = Body::of(call);
  if (!body) return;
  // What came through is no deeper than it was said to be.
  const Json json = text.empty() ? Json::object() : Json::parse(text, nullptr, false);
  expect(json.is_object() && depth_of(json) <= 8);
  for (const char* const name : {"a", "options", "title"}) {
    if (const auto value = body->text(name); value && *value)
      expect((*value)->find('\0') == std::string::npos);
    static_cast<void>(body->number(name));
    static_cast<void>(body->boolean(name));
    static_cast<void>(body->texts(name));
    if (const auto options = body->options(name); options)
      for (const auto& [option, value] : *options)
        expect(!option.empty() && (option + value).find('\0') == std::string::npos);
  }
  static_cast<void>(body->end());
}

void read_query(const std::string& text) {
  Call call;
  call.query = text;
  for (const char* const name : {"a", "name", "text"}) {
    const std::string decoded = call.text(name);
    expect(decoded.size() <= call.asked(name).size());
  }
}

void read_name(const std::string& text) {
  const std::string name = clean_file_name(text);
  expect(name.size() <= 255 && name.find_first_of("/\\") == std::string::npos);
  expect(valid_utf8_prefix(name) == name.size());
  for (std::size_t at = 0; at < name.size(); at += utf8_character(name.substr(at)))
    expect(!is_utf8_control(std::string_view(name).substr(at, utf8_character(name.substr(at)))));
  static_cast<void>(check_claims(name, text, "application/pdf"));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read_body(text);
  read_query(text);
  read_name(text);
  return 0;
}
