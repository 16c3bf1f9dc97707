#include "scan/device/mp730_window.h"

#include <algorithm>

namespace platen::scan {

namespace {

constexpr std::int64_t region_dpi = 300;

std::int32_t pixels(std::int32_t length, Dpi dpi) {
  return static_cast<std::int32_t>((std::int64_t{length} * dpi.v + region_dpi / 2) / region_dpi);
}

Result<void> check(const ScanRequest& request, const SourceOffer& offer) {
  if (std::ranges::find(offer.resolutions, request.resolution.v) == offer.resolutions.end())
    return fail(Errc::unsupported,
                "the scanner does not scan with " + std::to_string(request.resolution.v) + " dpi");
  if (std::ranges::find(offer.modes, request.color) == offer.modes.end())
    return fail(Errc::unsupported, "the scanner does not scan in this colour mode by itself");
  const Region& region = request.region;
  const bool inside = region.x >= 0 && region.y >= 0 && region.width > 0 && region.height > 0 &&
                      region.width <= offer.most_width - region.x &&
                      region.height <= offer.most_height - region.y;
  if (!inside) return fail(Errc::invalid, "the part that shall be scanned is not on the glass");
  return {};
}

} // namespace

Result<Mp730Window> window_of(const ScanRequest& request, const SourceOffer& offer) {
  TRY_VOID(check(request, offer));
  const Dpi dpi = request.resolution;
  const bool color = request.color == ColorMode::color;
  const std::int32_t most = pixels(offer.most_width, dpi) / mp730::width_step * mp730::width_step;
  const std::int32_t x = std::min(pixels(request.region.x, dpi), most - 1),
                     y = pixels(request.region.y, dpi);
  const std::int32_t width =
      std::clamp(pixels(request.region.x + request.region.width, dpi) - x, 1, most - x);
  const std::int32_t height =
      std::max(pixels(request.region.y + request.region.height, dpi) - y, 1);
  const std::int32_t wide = (width + mp730::width_step - 1) / mp730::width_step * mp730::width_step;
  // At the right edge there is no room to widen: then it begins further left.
  const std::int32_t left = std::min(x, most - wide);
  const std::size_t samples = color ? 3 : 1;

  Mp730Window window;
  window.parameters = {static_cast<std::uint16_t>(dpi.v),  static_cast<std::uint32_t>(left),
                       static_cast<std::uint32_t>(y),      static_cast<std::uint32_t>(wide),
                       static_cast<std::uint32_t>(height), color};
  window.shape = {width, height, color ? rgb8 : gray8};
  window.first_byte = static_cast<std::size_t>(x - left) * samples;
  window.device_row_bytes = static_cast<std::size_t>(wide) * samples;
  return window;
}

} // namespace platen::scan
