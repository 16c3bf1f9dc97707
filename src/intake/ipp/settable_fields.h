#pragma once

#include "intake/ipp/operation.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

// What of a printer's record is one attribute with one value (intake/ipp/settable.h).
namespace platen::intake::ipp {

// One field of the record: whether the attribute's value will do, and how it gets there.
struct SettableField {
  const char* name;
  ipp_tag_t tag; // text, name, uri, keyword, integer (no negative one) or boolean
  bool may_be_empty;
  bool (*legal)(const Services& services, const std::string& value);
  void (*set)(job::Printer& printer, const std::string& value);
};

std::span<const SettableField> settable_fields(); // in alphabetical order of their names
const SettableField* find_field(std::string_view name);
// The value as text; nothing when it is of another syntax. "delete-attribute" and "no-value" empty
// a text (RFC 3380 section 8.2).
std::optional<std::string> field_value(const SettableField& field, ipp_attribute_t* attribute);

} // namespace platen::intake::ipp
