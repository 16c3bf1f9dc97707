#include "wire/ipp/values.h"

#include "wire/ipp/resolution.h"

namespace platen::ipp {

namespace {

std::string number(int value) {
  return std::to_string(value);
}

std::string resolution_text(ipp_attribute_t* attribute, int i) {
  const auto value = resolution(attribute, i);
  if (!value) return "unknown";
  const auto [x, y, per_inch] = *value;
  return (x == y ? number(x) : number(x) + "x" + number(y)) + (per_inch ? "dpi" : "dpcm");
}

} // namespace

std::string value_text(ipp_attribute_t* attribute, int i) {
  switch (ippGetValueTag(attribute)) {
  case IPP_TAG_INTEGER:
    return number(ippGetInteger(attribute, i));
  case IPP_TAG_ENUM:
    return ippEnumString(ippGetName(attribute), ippGetInteger(attribute, i));
  case IPP_TAG_BOOLEAN:
    return ippGetBoolean(attribute, i) != 0 ? "true" : "false";
  case IPP_TAG_RESOLUTION:
    return resolution_text(attribute, i);
  case IPP_TAG_RANGE: {
    int upper = 0;
    const int lower = ippGetRange(attribute, i, &upper);
    return number(lower) + "-" + number(upper);
  }
  default: {
    const char* text = ippGetString(attribute, i, nullptr);
    return text != nullptr ? text : "";
  }
  }
}

std::vector<std::string> values_of(ipp_attribute_t* attribute) {
  std::vector<std::string> values;
  for (int i = 0; i < ippGetCount(attribute); ++i)
    values.push_back(value_text(attribute, i));
  return values;
}

std::vector<std::string> values_of(ipp_t* message, const char* name) {
  return values_of(ippFindAttribute(message, name, IPP_TAG_ZERO));
}

} // namespace platen::ipp
