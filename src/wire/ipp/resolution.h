#pragma once

#include <optional>

#include <cups/ipp.h>

namespace platen::ipp {

// A value of the syntax "resolution" (RFC 8010 section 3.9), in its own unit.
struct Resolution {
  int x = 0, y = 0;
  bool per_inch = true; // else per centimetre
  bool operator==(const Resolution&) const = default;
};

// Value `index` of an attribute; nothing for another syntax, or a unit that IPP does not have.
std::optional<Resolution> resolution(ipp_attribute_t* attribute, int index);

} // namespace platen::ipp
