#pragma once

#include <string>
#include <vector>

#include <cups/ipp.h>

namespace platen::ipp {

// The values of an attribute as text ("600dpi", "two-sided-long-edge"), in their order; none when
// it is missing.
std::vector<std::string> values_of(ipp_t* message, const char* name);
std::vector<std::string> values_of(ipp_attribute_t* attribute); // may be null
std::string value_text(ipp_attribute_t* attribute, int i);

} // namespace platen::ipp
