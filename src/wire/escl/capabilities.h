#pragma once

#include "wire/escl/words.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::escl {

struct Range {
  std::int32_t least = 0, most = 0, normal = 0;
};
// What we take; a value beyond its range counts as not sent (docs/protocols/escl.md).
inline constexpr Range brightness_range{0, 100, 50}, contrast_range{0, 100, 50},
    threshold_range{0, 255, 128}, compression_range{0, 100, 20};

inline constexpr std::array<std::string_view, 4> document_formats{"image/jpeg", "application/pdf",
                                                                  "image/png", "image/tiff"};

// One source; lengths are 1/300 inch, resolutions dpi, the same in both directions.
struct InputCaps {
  std::int32_t least_width = 0, most_width = 0, least_height = 0, most_height = 0;
  std::vector<std::int32_t> resolutions;
  std::vector<ColorMode> modes;
};

// scan:ScannerCapabilities
struct Capabilities {
  std::string make_and_model, serial, uuid; // uuid: without "urn:uuid:"
  std::string admin_uri, icon_uri;
  std::optional<InputCaps> platen, adf_simplex, adf_duplex;
  std::int32_t feeder_capacity = 0; // sheets
};
std::string to_xml(const Capabilities& capabilities);

} // namespace platen::escl
