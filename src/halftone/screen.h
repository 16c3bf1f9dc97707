#pragma once

#include "image/image.h"
#include "pipeline/stage.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace platen::halftone {

enum class ScreenKind : std::uint8_t {
  clustered,  // dots that grow, 45 degrees, 106 to the inch at 600 dpi: even tone on a laser engine
  blue_noise, // scattered single pixels: finer detail, for engines that hold them
  clustered_fine, // the same dots, 141 to the inch: finer detail, and less even where dots gain
};

// Ink amounts that a tone curve asks for: 256 dot areas (0 = bare paper, 65535 = solid) for
// gray 255, 254 .. 0, never falling. Empty = identity (model::Model::tone_curve).
using ToneCurve = std::span<const std::uint16_t>;

// Thresholds that tile the page from its top left corner: a pixel gets ink where its 8-bit gray
// value is below the threshold. Thresholds are 1..255, so that 0 is always ink and 255 never.
struct Screen {
  std::int32_t width = 0, height = 0;
  std::vector<std::uint8_t> threshold; // height rows of width
};

// The 8-bit form, also for renderers that screen by themselves. The curve has 0 or 256 entries.
Screen make_screen(ScreenKind kind, ToneCurve curve = {});

// gray8 or gray16 -> mask1 (bit 1 = ink). More gray never gives more ink; a gray16 page that holds
// v * 257 gives the same bits as a gray8 page that holds v.
std::unique_ptr<pipeline::Stage> make_halftone(PageShape input, ScreenKind kind,
                                               ToneCurve curve = {});

} // namespace platen::halftone
