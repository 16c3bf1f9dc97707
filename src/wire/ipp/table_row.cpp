#include "wire/ipp/table_row.h"

#include <algorithm>

namespace platen::ipp {

TableRow table_row(std::string_view text) {
  TableRow parts;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(';'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    if (const std::size_t equals = part.find('='); equals != std::string_view::npos)
      parts[std::string(part.substr(0, equals))] = part.substr(equals + 1);
  }
  return parts;
}

std::vector<TableRow> table_rows(ipp_attribute_t* attribute) {
  constexpr int most_rows = 128;
  std::vector<TableRow> rows;
  for (int i = 0; i < std::min(ippGetCount(attribute), most_rows); ++i) {
    int length = 0;
    const auto* const bytes = static_cast<const char*>(ippGetOctetString(attribute, i, &length));
    if (bytes != nullptr)
      rows.push_back(table_row(std::string_view(bytes, static_cast<std::size_t>(length))));
  }
  return rows;
}

std::vector<TableRow> table_rows(ipp_t* message, const char* name) {
  return table_rows(ippFindAttribute(message, name, IPP_TAG_STRING));
}

} // namespace platen::ipp
