#include "intake/ipp/checks.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <set>
#include <string_view>

namespace platen::intake::ipp {

using platen::ipp::Message;

namespace {

constexpr std::array<Version, 5> versions{{{1, 0}, {1, 1}, {2, 0}, {2, 1}, {2, 2}}};

Version version_of(const Message& message) {
  Version version;
  version.major = ippGetVersion(message.get(), &version.minor);
  return version;
}

Refusal bad_request(std::string message) {
  return {IPP_STATUS_ERROR_BAD_REQUEST, std::move(message)};
}

// RFC 8011 section 5.1: the octets that a value of each syntax may have; 0: not bounded there.
std::size_t longest_value(ipp_tag_t tag) {
  switch (tag) {
  case IPP_TAG_TEXT:
  case IPP_TAG_TEXTLANG:
  case IPP_TAG_STRING:
  case IPP_TAG_URI:
    return 1023;
  case IPP_TAG_NAME:
  case IPP_TAG_NAMELANG:
  case IPP_TAG_KEYWORD:
  case IPP_TAG_MIMETYPE:
    return 255;
  case IPP_TAG_CHARSET:
  case IPP_TAG_LANGUAGE:
  case IPP_TAG_URISCHEME:
    return 63;
  default:
    return 0;
  }
}

std::optional<Refusal> check_values(ipp_attribute_t* attribute) {
  const std::size_t most = longest_value(ippGetValueTag(attribute));
  if (most == 0 || ippGetValueTag(attribute) == IPP_TAG_STRING) return std::nullopt;
  for (int i = 0; i < ippGetCount(attribute); ++i) {
    const char* const value = ippGetString(attribute, i, nullptr);
    if (value != nullptr && std::strlen(value) > most)
      return Refusal{IPP_STATUS_ERROR_REQUEST_VALUE, std::string(ippGetName(attribute)) +
                                                         " is longer than " + std::to_string(most) +
                                                         " bytes"};
  }
  return std::nullopt;
}

bool is(ipp_attribute_t* attribute, ipp_tag_t tag, const char* name) {
  return attribute != nullptr && ippGetGroupTag(attribute) == IPP_TAG_OPERATION &&
         ippGetValueTag(attribute) == tag && ippGetCount(attribute) == 1 &&
         ippGetName(attribute) != nullptr && std::strcmp(ippGetName(attribute), name) == 0;
}

bool same_word(std::string_view a, std::string_view b) { // charset names ignore case
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return low(x) == low(y);
  });
}

} // namespace

Version nearest_version(Version asked) {
  Version nearest = versions.front();
  for (const Version& known : versions)
    if (known.major < asked.major || (known.major == asked.major && known.minor <= asked.minor))
      nearest = known;
  return nearest;
}

std::optional<Refusal> check_version(const Message& request) {
  const Version asked = version_of(request);
  if (std::find(versions.begin(), versions.end(), asked) != versions.end()) return std::nullopt;
  return Refusal{IPP_STATUS_ERROR_VERSION_NOT_SUPPORTED,
                 "IPP/" + std::to_string(asked.major) + "." + std::to_string(asked.minor) +
                     " is not spoken here; 1.1, 2.0, 2.1 and 2.2 are"};
}

std::optional<Refusal> check_request_id(const Message& request) {
  if (ippGetRequestId(request.get()) > 0) return std::nullopt;
  return bad_request("the request-id is not positive");
}

std::optional<Refusal> check_charset_and_language(const Message& request) {
  ipp_attribute_t* const charset = ippFirstAttribute(request.get());
  if (!is(charset, IPP_TAG_CHARSET, "attributes-charset"))
    return bad_request("the first attribute is not attributes-charset");
  if (!is(ippNextAttribute(request.get()), IPP_TAG_LANGUAGE, "attributes-natural-language"))
    return bad_request("the second attribute is not attributes-natural-language");
  const char* const value = ippGetString(charset, 0, nullptr);
  if (value != nullptr && (same_word(value, "utf-8") || same_word(value, "us-ascii")))
    return std::nullopt;
  return Refusal{IPP_STATUS_ERROR_CHARSET, "attributes-charset is utf-8 or us-ascii here"};
}

std::optional<Refusal> check_groups(const Message& request) {
  ipp_tag_t group = IPP_TAG_ZERO;
  std::set<std::string_view> names; // of the present group
  for (ipp_attribute_t* attribute = ippFirstAttribute(request.get()); attribute != nullptr;
       attribute = ippNextAttribute(request.get())) {
    const ipp_tag_t own = ippGetGroupTag(attribute);
    const char* const name = ippGetName(attribute);
    if (own == IPP_TAG_ZERO || name == nullptr) { // a separator: the same kind of group again
      names.clear();
      continue;
    }
    if (own < group) return bad_request("the groups of attributes are out of order");
    if (own != group) names.clear();
    group = own;
    if (!names.insert(name).second)
      return bad_request(std::string(name) + " is there twice in one group");
    if (auto refusal = check_values(attribute)) return refusal;
  }
  return std::nullopt;
}

} // namespace platen::intake::ipp
