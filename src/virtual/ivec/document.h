#pragma once

#include "virtual/reader.h"

#include <optional>
#include <string>
#include <vector>

namespace platen::twin::ivec {

inline constexpr std::size_t largest_document = 65'536; // docs/protocols/ivec.md §1

enum class Space : std::uint8_t { common, vendor }; // the namespaces "ivec" and "vcn"

struct Parameter {
  Space space = Space::common;
  std::string name;
  std::string text; // without white space around it
};

struct Document {
  std::uint64_t offset = 0; // where it begins in the stream
  std::string operation, service;
  std::vector<Parameter> parameters;
  std::vector<std::string> ignored; // names of elements in other namespaces

  // The first one of that name; nullptr if there is none.
  const std::string* find(Space space, std::string_view name) const;
  const std::string* common(std::string_view name) const { return find(Space::common, name); }
  std::string text(std::string_view name) const; // of a common one; "" if there is none
};

// A whole decimal number; nullopt for anything else.
std::optional<std::uint64_t> decimal(const std::string& text);

// The bytes of the next document, from "<" to the end of its root element; nullopt at the end of
// the stream. White space before it is skipped.
Result<std::optional<std::string>> read_document(Reader& in);

// Without network, entities or a document type; Errc::malformed says what is wrong.
Result<Document> parse_document(const std::string& bytes, std::uint64_t offset);

} // namespace platen::twin::ivec
