#include "colour/icc/wide_gamut.h"

#include "colour/icc/transform.h"

#include <array>
#include <cmath>
#include <vector>

namespace platen::colour {

namespace {

// Beyond what the rounded figures of sRGB's own profiles come to.
constexpr double beyond = 0.02;

double light_of(double t) {
  return t > 6.0 / 29.0 ? t * t * t : (t - 4.0 / 29.0) * 108.0 / 841.0;
}

// By the inverse of the colorants of the ICC's sRGB profile; Lab is D50's.
bool is_outside_srgb(std::span<const float> lab) {
  const double fy = (lab[0] + 16.0) / 116.0;
  const double x = 0.9642 * light_of(fy + lab[1] / 500.0);
  const double y = light_of(fy);
  const double z = 0.8249 * light_of(fy - lab[2] / 200.0);
  for (const double light : {3.1338561 * x - 1.6168667 * y - 0.4906146 * z,
                             -0.9787684 * x + 1.9161415 * y + 0.0334540 * z,
                             0.0719453 * x - 0.2289914 * y + 1.4052427 * z})
    if (light < -beyond || light > 1.0 + beyond) return true;
  return false;
}

// Red, green and blue or cyan, magenta and yellow, alone and in pairs.
std::vector<float> mixtures(std::size_t channels) {
  std::vector<float> samples;
  for (unsigned bits = 1; bits < 7; ++bits)
    for (std::size_t c = 0; c < channels; ++c)
      samples.push_back(c < 3 && (bits >> c & 1) != 0 ? 1.0f : 0.0f);
  return samples;
}

} // namespace

bool holds_more_than_srgb(Bytes profile, ColorModel model) {
  if (profile.empty() || (model != ColorModel::rgb && model != ColorModel::cmyk)) return false;
  const LcmsContext context;
  const auto opened = open_profile(context, profile, model, "the picture's", Errc::malformed);
  if (!opened) return false;
  const auto to_lab =
      Transform::make_to_lab(context, *opened, model, model::RenderingIntent::relative);
  if (!to_lab) return false;
  const std::vector<float> in = mixtures(to_lab->inputs());
  std::vector<float> lab(in.size() / to_lab->inputs() * 3);
  to_lab->run(in, lab);
  for (std::size_t i = 0; i < lab.size(); i += 3)
    if (is_outside_srgb(std::span(lab).subspan(i, 3))) return true;
  return false;
}

} // namespace platen::colour
