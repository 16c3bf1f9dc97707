#pragma once

#include "base/bytes.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace platen::encode::ivec {

// One element of a device's answer. Attribute and element names are without namespace prefix.
struct Element {
  std::string name;
  std::map<std::string, std::string> attributes;
  std::string text; // its own text, without that of its children, trimmed
};

// One document that a device sent.
struct Answer {
  std::string operation;         // "GetCapabilityResponse"
  std::vector<Element> elements; // those inside param_set, parents before their children

  const Element* find(std::string_view name) const; // the first of that name
};

// The most bytes that one document of a device may have; a full capability has some tens of
// kilobytes.
inline constexpr std::size_t answer_bytes = std::size_t{1} << 20;

// Reads one whole document. The device is not trusted: no entity is expanded, nothing is fetched,
// size and depth are bounded. Errc::malformed, or Errc::limit.
Result<Answer> parse_answer(Bytes document);

// Where the first whole document in `received` ends (just behind "</cmd>"), or nothing yet. It is
// known not to end within the first `searched` bytes.
std::optional<std::size_t> document_end(Bytes received, std::size_t searched = 0);

} // namespace platen::encode::ivec
