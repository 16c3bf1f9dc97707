// What a stranger in a server's place says of itself, and a platen.toml of which no text may be
// told.
#include "doctor/bundle.h"
#include "doctor/finding.h"
#include "doctor/look.h"

#include <string>

namespace {

// A text without its quotes: what stands between two is "..." after redaction.
bool has_text(const std::string& toml) {
  for (std::size_t at = toml.find('"'); at != std::string::npos; at = toml.find('"', at + 1)) {
    if (toml.compare(at, 5, "\"...\"") != 0) return true;
    at += 4;
  }
  return toml.find('\'') != std::string::npos || toml.find('#') != std::string::npos;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace platen::doctor;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (const auto finding = finding_from_json(json)) {
    const auto again = finding_from_json(to_json(*finding));
    EXPECTS(again && to_json(*again) == to_json(*finding));
  }
  EXPECTS(!has_text(redacted_toml(text)));
  const std::string clean = redacted(text, {{"secret", "word"}});
  EXPECTS(clean.find("secret") == std::string::npos);
  date_field(text);
  return 0;
}
