#include "colour/icc/icc.h"

#include "base/file.h"
#include "base/limits.h"
#include "colour/icc/clut.h"
#include "colour/icc/clut_matrix.h"
#include "colour/icc/curves.h"
#include "colour/icc/lab_grid.h"
#include "colour/icc/matrix.h"
#include "colour/icc/profile.h"
#include "colour/icc/transform.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace platen::colour {
namespace {

// Two spaces are the same if no colour differs by a rounding of 8 bits. Profiles of sRGB written by
// different programs differ by up to that, in the shadows, where their curves are tables.
constexpr double same_space = 0.5 / 255.0;

struct Source {
  Profile profile; // null: CMYK by the plain formula
  std::string note;
};

Result<Source> open_source(const LcmsContext& context, const IccRequest& request) {
  const ColorModel model = request.format.model;
  if (!request.profile.empty()) {
    TRY(Profile profile,
        open_profile(context, request.profile, model, "the picture's", Errc::malformed));
    return Source{std::move(profile), {}};
  }
  if (model == ColorModel::gray) return Source{make_srgb_gray(context), {}};
  if (model == ColorModel::rgb)
    return Source{request.adobe_rgb ? make_adobe_rgb(context) : make_srgb(context), {}};
  if (auto profile =
          open_profile(context, request.default_cmyk, model, "the default", Errc::malformed))
    return Source{
        std::move(*profile),
        "the picture is CMYK without a profile; Ghostscript's default CMYK profile is supposed"};
  return Source{nullptr,
                "the picture is CMYK without a profile; plain inks on white paper are supposed"};
}

Result<Profile> open_target(const LcmsContext& context, const model::ColourTarget& target) {
  if (!target.profile.empty())
    return open_profile(context, target.profile, target.model, "the printer's", Errc::invalid);
  return target.model == ColorModel::gray ? make_srgb_gray(context) : make_srgb(context);
}

// Fine enough for a mask that people look at.
std::int32_t gamut_grid(std::size_t inputs) {
  return inputs == 1 ? 257 : inputs == 4 ? 11 : 25;
}

// R = (1 - C)(1 - K) and so on.
void plain_cmyk_to_rgb(std::span<const float> cmyk, std::span<float> rgb) {
  for (std::size_t in = 0, out = 0; in + 4 <= cmyk.size(); in += 4, out += 3)
    for (std::size_t c = 0; c < 3; ++c)
      rgb[out + c] = (1.0f - cmyk[in + c]) * (1.0f - cmyk[in + 3]);
}

// Each result is the sample of its channel, or of the only one.
bool is_identity(const Evaluator& exact) {
  if (exact.inputs != exact.outputs && exact.inputs != 1) return false;
  const std::size_t steps = exact.inputs == 1 ? 1024 : 17;
  std::vector<float> in;
  const std::size_t points = exact.inputs == 1 ? steps : steps * steps * steps;
  for (std::size_t i = 0; i < points; ++i)
    for (std::size_t c = 0, rest = i; c < exact.inputs; ++c, rest /= steps)
      in.push_back(static_cast<float>(rest % steps) / static_cast<float>(steps - 1));
  std::vector<float> out(points * exact.outputs);
  exact.run(in, out);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const float sample = exact.inputs == 1 ? in[i / exact.outputs] : in[i];
    if (std::abs(out[i] - sample) > same_space) return false;
  }
  return true;
}

// For one input and three outputs the straight line from black to white: it gives every sample back
// to the bit, so that a gray page is as exact in a colour printer's space as in its own.
ColourTable identity(std::size_t inputs, std::size_t outputs) {
  ColourTable table;
  table.inputs = static_cast<std::int32_t>(inputs);
  table.outputs = static_cast<std::int32_t>(outputs);
  if (inputs == outputs) {
    table.kind = ColourTable::Kind::identity;
    return table;
  }
  EXPECTS(inputs == 1);
  table.kind = ColourTable::Kind::clut;
  table.grid = 2;
  table.clut.assign(outputs, 0);
  table.clut.insert(table.clut.end(), outputs, 65535);
  return table;
}

ColourTable fit_gray_curve(const Evaluator& exact, bool keep_white) {
  std::vector<float> in(65536), out(65536);
  for (std::size_t x = 0; x < in.size(); ++x)
    in[x] = static_cast<float>(x) / 65535.0f;
  exact.run(in, out);
  ColourTable table;
  table.kind = ColourTable::Kind::curve;
  table.inputs = table.outputs = 1;
  const auto value = [&](std::size_t, std::int32_t x) -> double {
    return to_sample(out[static_cast<std::size_t>(x)], keep_white && x == 65535);
  };
  fit_input_curves({1, value, [](double) { return 4.0; }}, table);
  return table;
}

Evaluator evaluator(const Transform& transform) {
  return {transform.inputs(), transform.outputs(),
          [&](std::span<const float> in, std::span<float> out) { transform.run(in, out); }};
}

// What is as exact as the profiles' own tables, where they are of the kinds that it is made for.
std::optional<ColourTable> fit_own_tables(const LcmsContext& context, const Evaluator& exact,
                                          const Source& source, const Profile& target,
                                          const IccRequest& request) {
  const ColorModel from = request.format.model;
  if (!source.profile || from == ColorModel::gray) return std::nullopt;
  const model::ColourTarget& wish = request.target;
  const auto to_lab = Transform::make_to_lab(context, source.profile, from, wish.intent);
  if (!to_lab) return std::nullopt;
  const Evaluator lab = evaluator(*to_lab);
  if (auto table = fit_lab_grid(
          {source.profile, target, from, wish.model, wish.intent, wish.black_point, lab, exact}))
    return table;
  const bool keep_white = wish.intent != model::RenderingIntent::absolute;
  return fit_clut_matrix({source.profile, target, wish.model, wish.intent, lab, exact,
                          from == ColorModel::cmyk, keep_white});
}

// The profiles' own tables, or one grid where that is closer.
ColourTable fit_grid(const LcmsContext& context, const Evaluator& exact, const Source& source,
                     const Profile& target, const IccRequest& request) {
  auto own = fit_own_tables(context, exact, source, target, request);
  const Fit reached = own ? measure(*own, exact) : Fit{};
  if (reached.within(good_fit)) return std::move(*own);
  const bool ink = request.format.model == ColorModel::cmyk;
  ColourTable plain =
      fit_clut(exact, ink, request.target.intent != model::RenderingIntent::absolute);
  return own && reached.mean < measure(plain, exact).mean ? std::move(*own) : std::move(plain);
}

ColourTable fit(const LcmsContext& context, const Evaluator& exact, const Source& source,
                const Profile& target, const IccRequest& request) {
  if (is_identity(exact)) return identity(exact.inputs, exact.outputs);
  const bool absolute = request.target.intent == model::RenderingIntent::absolute;
  if (exact.inputs == 1 && exact.outputs == 1) return fit_gray_curve(exact, !absolute);
  if (request.format.model == ColorModel::rgb)
    if (auto table = fit_matrix(source.profile, target, request.target.model, absolute, exact))
      return std::move(*table);
  return fit_grid(context, exact, source, target, request);
}

// What the source says of itself, for people; the samples go through whatever it is.
std::string embedded_name(const LcmsContext& context, const IccRequest& request) {
  const auto profile = open_profile(context, request.profile, request.format.model, "the picture's",
                                    Errc::malformed);
  return profile ? description(*profile) : std::string();
}

Result<ColourTable> unchanged_table(const LcmsContext& context, const IccRequest& request) {
  const auto inputs = static_cast<std::size_t>(request.format.channels());
  const auto outputs =
      static_cast<std::size_t>(PixelFormat{request.target.model, Depth::bits8}.channels());
  if (inputs != outputs && inputs != 1)
    return fail(Errc::unsupported,
                "color-management=none takes pictures whose samples are the printer's, RGB or "
                "gray: this one has others");
  ColourTable table = identity(inputs, outputs);
  table.source_profile = embedded_name(context, request);
  return table;
}

Result<ColourTable> link_table(const LcmsContext& context, const IccRequest& request) {
  const ColorModel from = request.format.model;
  TRY(const Profile link, open_link(context, request.target.profile, from, request.target.model));
  TRY(const Transform transform, Transform::make_link(context, link, from, request.target.model));
  ColourTable table = fit_clut(evaluator(transform), from == ColorModel::cmyk, false);
  table.source_profile = embedded_name(context, request);
  return table;
}

} // namespace

Result<ColourTable> build_table(const IccRequest& request) {
  EXPECTS(request.format.model != ColorModel::mask);
  EXPECTS(request.target.model == ColorModel::gray || request.target.model == ColorModel::rgb);
  const LcmsContext context;
  if (request.target.unchanged) return unchanged_table(context, request);
  if (is_device_link(request.target.profile)) return link_table(context, request);
  TRY(Source source, open_source(context, request));
  TRY(const Profile target, open_target(context, request.target));
  const std::string name = source.profile ? description(source.profile) : std::string();

  const auto finish = [&](ColourTable table) {
    table.source_profile = name;
    table.note = source.note;
    EXPECTS(check(table).has_value());
    return table;
  };
  // The same bytes are the same space, whatever the intent would do to colours on their way round.
  const Buffer& target_bytes = request.target.profile;
  const auto channels = static_cast<std::size_t>(request.format.channels());
  if (!request.profile.empty() && std::ranges::equal(request.profile, target_bytes))
    return finish(identity(channels, channels));

  const bool formula = source.profile == nullptr;
  const Profile srgb = formula ? make_srgb(context) : nullptr;
  TRY(const Transform transform,
      Transform::make(context, formula ? srgb : source.profile,
                      formula ? ColorModel::rgb : request.format.model, target,
                      request.target.model, request.target.intent, request.target.black_point));
  Evaluator exact = evaluator(transform);
  if (formula) {
    exact.inputs = 4;
    exact.run = [&](std::span<const float> in, std::span<float> out) {
      std::vector<float> rgb(in.size() / 4 * 3);
      plain_cmyk_to_rgb(in, rgb);
      transform.run(rgb, out);
    };
  }
  return finish(fit(context, exact, source, target, request));
}

Result<ColourTable> build_gamut_table(const IccRequest& request) {
  EXPECTS(request.format.model != ColorModel::mask && !request.target.profile.empty());
  const LcmsContext context;
  TRY(Source source, open_source(context, request));
  TRY(const Profile target, open_target(context, request.target));
  const bool formula = source.profile == nullptr;
  const Profile srgb = formula ? make_srgb(context) : nullptr;
  const Profile& from = formula ? srgb : source.profile;
  const ColorModel model = formula ? ColorModel::rgb : request.format.model;
  constexpr auto relative = model::RenderingIntent::relative;
  TRY(const Transform to_device,
      Transform::make(context, from, model, target, request.target.model, relative));
  TRY(const Transform wanted, Transform::make_to_lab(context, from, model, relative));
  TRY(const Transform shown,
      Transform::make_to_lab(context, target, request.target.model, relative));
  const auto distances = [&](std::span<const float> in, std::span<float> out) {
    std::vector<float> device(out.size() * to_device.outputs()), asked(out.size() * 3),
        got(out.size() * 3);
    to_device.run(in, device);
    wanted.run(in, asked);
    shown.run(device, got);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const float distance =
          std::hypot(asked[3 * i] - got[3 * i], asked[3 * i + 1] - got[3 * i + 1],
                     asked[3 * i + 2] - got[3 * i + 2]);
      out[i] = std::max(0.0f, 1.0f - distance * (512.0f / 65535.0f));
    }
  };
  const auto of_formula = [&](std::span<const float> in, std::span<float> out) {
    std::vector<float> rgb(in.size() / 4 * 3);
    plain_cmyk_to_rgb(in, rgb);
    distances(rgb, out);
  };
  Evaluator exact{static_cast<std::size_t>(request.format.channels()), 1, distances};
  if (formula) exact.run = of_formula;
  ColourTable table = fill_clut(exact, gamut_grid(exact.inputs));
  table.source_profile = source.profile ? description(source.profile) : std::string();
  table.note = source.note;
  return table;
}

Buffer installed_default_cmyk() {
  auto bytes =
      read_file("/usr/share/color/icc/ghostscript/default_cmyk.icc", limits::icc_profile_bytes);
  return bytes ? std::move(*bytes) : Buffer{};
}

} // namespace platen::colour
