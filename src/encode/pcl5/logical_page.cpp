#include "encode/pcl5/logical_page.h"

namespace platen::encode::pcl5 {

namespace {

constexpr Dpi dots{600}, hp_dots{300}; // HP gives logical pages in dots of 1/300 inch
constexpr std::int32_t per_hp_dot = 2;
// 6 decipoints are 5 dots at 600 dpi: the smallest step without a rest.
constexpr std::int32_t step_decipoints = 6, step_dots = 5;

bool in_inches(const model::MediaSize& media) {
  return media.name.starts_with("na_");
}

} // namespace

Place place_on(const model::MediaSize& media, const model::Margins& margins) {
  const std::int32_t offset = (in_inches(media) ? 75 : 71) * per_hp_dot;
  const std::int32_t width = px_floor(media.width, hp_dots).v * per_hp_dot - 2 * offset;
  const std::int32_t left = px_nearest(margins.left, dots).v;
  Place place;
  place.y = px_nearest(margins.top, dots).v;
  if (left >= offset) {
    place.x = left - offset;
  } else {
    const std::int32_t steps = (offset - left + step_dots - 1) / step_dots;
    place.registration = -steps * step_decipoints;
    place.x = left - (offset - steps * step_dots);
  }
  place.most_columns = width - place.x;
  return place;
}

} // namespace platen::encode::pcl5
