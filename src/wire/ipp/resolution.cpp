#include "wire/ipp/resolution.h"

#include <cstring>

namespace platen::ipp {

std::optional<Resolution> resolution(ipp_attribute_t* attribute, int index) {
  if (ippGetValueTag(attribute) != IPP_TAG_RESOLUTION) return std::nullopt;
  Resolution value;
  ipp_res_t units = IPP_RES_PER_INCH;
  value.x = ippGetResolution(attribute, index, &value.y, &units);
  // libcups hands on whatever octet the message has: to look at it as an enumerator is undefined.
  int unit = 0;
  static_assert(sizeof unit == sizeof units);
  std::memcpy(&unit, &units, sizeof unit);
  if (unit != IPP_RES_PER_INCH && unit != IPP_RES_PER_CM) return std::nullopt;
  value.per_inch = unit == IPP_RES_PER_INCH;
  return value;
}

} // namespace platen::ipp
