#pragma once

#include "base/bytes.h"
#include "wire/escl/words.h"

#include <cstdint>
#include <optional>
#include <string>

namespace platen::escl {

// From the top left corner of the glass or the sheet, in 1/300 inch.
struct ScanRegion {
  std::int32_t x = 0, y = 0, width = 0, height = 0;
  constexpr bool operator==(const ScanRegion&) const = default;
};

// scan:ScanSettings, what a client wants. Only the version is required of it; what it does not say
// is for the scanner to choose.
struct ScanSettings {
  Version version;
  std::optional<Intent> intent;
  std::optional<ScanRegion> region;
  bool must_honor_region = false; // pwg:MustHonor of the regions
  std::optional<InputSource> source;
  std::optional<ColorMode> color;
  std::string format; // DocumentFormatExt (2.1 and later), else DocumentFormat, else empty
  std::optional<std::int32_t> x_resolution, y_resolution; // dpi
  bool duplex = false;
  // As sent: each client is told its range (capabilities.h).
  std::optional<std::int32_t> brightness, contrast, threshold, compression_factor;
  bool operator==(const ScanSettings&) const = default;
};

// The body of POST ScanJobs: scan:ScanSettings. Elements that it does not know are left out, as
// later versions add some. Errc::malformed: no XML, no ScanSettings, a number that is none;
// Errc::unsupported: a version, source, colour mode or unit that there is not; Errc::limit.
Result<ScanSettings> parse_scan_settings(Bytes document);

// The body of PUT ScanBufferInfo: scan:ScanSettings, bare or within scan:ScanBufferInfo.
Result<ScanSettings> parse_buffer_request(Bytes document);

std::string to_xml(const ScanSettings& settings);

} // namespace platen::escl
