#pragma once

#include "base/bytes.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace platen::escl {

// The namespaces of eSCL 2.x; docs/protocols/escl.md has the sources.
inline constexpr std::string_view scan_space = "http://schemas.hp.com/imaging/escl/2011/05/03";
inline constexpr std::string_view pwg_space = "http://www.pwg.org/schemas/2010/12/sm";

inline constexpr std::size_t document_bytes = 64
                                              << 10; // of a client's document: they have 1 to 4 kB
inline constexpr int document_depth = 16;

// One element of a client's document. Prefixes mean nothing, so that they are not kept. Clients
// disagree about which of the two namespaces an element is of (InputSource, DocumentFormatExt):
// elements of either are kept by their local name, those of all others are left out.
struct Element {
  std::string name, text; // text: of the element itself, spaces at both ends taken off
  std::vector<std::pair<std::string, std::string>> attributes; // local names
  std::vector<Element> children;

  const Element* child(std::string_view local_name) const; // the first; null: there is none
  std::string_view attribute(std::string_view local_name) const;
};

// Errc::malformed: not well-formed, a document type, the root element is of another namespace;
// Errc::limit: larger or deeper than the bounds. Nothing is fetched, no entity is defined.
Result<Element> parse_document(Bytes document);

} // namespace platen::escl
