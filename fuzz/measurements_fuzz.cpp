// Any text as what was measured on calibration pages: reflectances that fall with the ink, or a
// refusal that names the line.
#include "calibration/measurements.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto measured = platen::calibration::parse_measurements(text);
  if (!measured) {
    if (measured.error().what.empty()) std::abort();
    return 0;
  }
  for (const auto& screen : *measured)
    for (const double reflectance : screen.reflectance)
      if (!std::isfinite(reflectance) || reflectance < 0) std::abort();
  return 0;
}
