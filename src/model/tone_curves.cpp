#include "model/tone_curves.h"

#include "model/option_row_parts.h"

#include <algorithm>

namespace platen::model {

Result<ToneAreas> parse_tone_areas(std::string_view text) {
  const auto refuse = [](std::string_view why) {
    return fail(Errc::invalid, "a tone curve " + std::string(why));
  };
  ToneAreas areas{};
  std::size_t count = 0;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const auto number = parse_number(text.substr(start, end - start), 1000);
    if (!number || count == tone_steps) return refuse("has 21 numbers of 0 to 1000, with commas");
    areas[count++] = *number;
    start = end + 1;
  }
  if (count != tone_steps) return refuse("has 21 numbers of 0 to 1000, with commas");
  if (areas.front() != 0 || areas.back() != 1000) return refuse("goes from 0 to 1000");
  if (!std::ranges::is_sorted(areas)) return refuse("never falls");
  return areas;
}

std::string to_string(const ToneAreas& areas) {
  std::string text;
  for (const std::int32_t area : areas)
    text += (text.empty() ? "" : ",") + std::to_string(area);
  return text;
}

std::vector<std::uint16_t> full_curve(const ToneAreas& areas) {
  constexpr std::int64_t steps = tone_steps - 1;
  std::vector<std::uint16_t> curve;
  for (std::int64_t ink = 0; ink < 256; ++ink) {
    const auto step = static_cast<std::size_t>(std::min(ink * steps / 255, steps - 1));
    const std::int64_t part = ink * steps - static_cast<std::int64_t>(step) * 255; // of 255
    const std::int64_t area = areas[step] * (255 - part) + areas[step + 1] * part;
    curve.push_back(static_cast<std::uint16_t>((area * 65535 + 127'500) / 255'000));
  }
  return curve;
}

namespace {

using namespace option_row;

constexpr std::string_view curve_form =
    "none, or the dot areas in per mille for ink of 0, 5, .. 100 %: 21 numbers from 0 to 1000 that "
    "never fall, with commas; \"platen calibrate\" makes them";

template<Screen screen> OptionRow curve_row(std::string_view name, std::string_view label) {
  return {name,
          label,
          [](const Model& model) {
            return std::ranges::find(model.screens, screen) != model.screens.end();
          },
          no_values,
          curve_form,
          "none",
          [](const OptionRow& row, const Model&, std::string_view value,
             Ticket& ticket) -> Result<void> {
            std::erase_if(ticket.tone_curves,
                          [](const ScreenCurve& curve) { return curve.screen == screen; });
            if (value == "none") return {};
            auto areas = parse_tone_areas(value);
            if (!areas) return fail_within(std::string(row.name), std::move(areas).error());
            ticket.tone_curves.push_back({screen, *areas});
            return {};
          },
          [](const Ticket& ticket) {
            const auto found = std::ranges::find(ticket.tone_curves, screen, &ScreenCurve::screen);
            return found == ticket.tone_curves.end() ? std::string("none")
                                                     : to_string(found->areas);
          }};
}

const std::array<OptionRow, 4> rows{
    {curve_row<Screen::clustered_dot>("clustered-dot-curve", "Tone curve of clustered-dot"),
     curve_row<Screen::blue_noise>("blue-noise-curve", "Tone curve of blue-noise"),
     curve_row<Screen::clustered_dot_fine>("clustered-dot-fine-curve",
                                           "Tone curve of clustered-dot-fine"),
     curve_row<Screen::error_diffusion>("error-diffusion-curve", "Tone curve of error-diffusion")}};

} // namespace

std::span<const OptionRow> tone_curve_option_rows() {
  return rows;
}

} // namespace platen::model
