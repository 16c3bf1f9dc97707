#include "model/black_and_white.h"

#include "model/words.h"

namespace platen::model {

namespace {

constexpr std::size_t most_points = 16;

// The tints of a toning, for shadows, middle and highlights.
std::array<Tint, 3> tints_of(Toning toning) {
  switch (toning) {
  case Toning::warm:
    return {{{70, 25}, {70, 25}, {70, 25}}};
  case Toning::cool:
    return {{{255, 20}, {255, 20}, {255, 20}}};
  case Toning::sepia:
    return {{{65, 60}, {65, 60}, {65, 60}}};
  case Toning::split:
    return {{{255, 30}, {0, 0}, {75, 30}}};
  default:
    return {};
  }
}

// Whole numbers from 0 to `highest` with `separator` between them.
std::optional<std::vector<std::int32_t>> numbers(std::string_view text, char separator,
                                                 std::int32_t highest) {
  std::vector<std::int32_t> list;
  for (;;) {
    const auto end = text.find(separator);
    const auto word = text.substr(0, end);
    const auto number = word.empty() ? std::nullopt : parse_number(word, highest);
    if (!number) return std::nullopt;
    list.push_back(*number);
    if (end == text.npos) return list;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (auto end = text.find(','); end != text.npos; end = text.find(',')) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

} // namespace

std::optional<BlackAndWhite> black_and_white(const BlackAndWhiteOptions& options) {
  const bool refined =
      options.mix || options.curve || options.shadows || options.middle || options.highlights;
  if (options.toning == Toning::off || (options.toning == Toning::automatic && !refined))
    return std::nullopt;
  const auto tints = tints_of(options.toning);
  BlackAndWhite result;
  result.mix = options.mix.value_or(result.mix);
  result.curve = options.curve.value_or(result.curve);
  result.shadows = options.shadows.value_or(tints[0]);
  result.middle = options.middle.value_or(tints[1]);
  result.highlights = options.highlights.value_or(tints[2]);
  return result;
}

Result<std::array<std::int32_t, 3>> parse_mix(std::string_view text) {
  const auto list = numbers(text, ',', 100);
  if (!list || list->size() != 3)
    return fail(Errc::invalid, "a mix is per cent of red, green and blue, such as 30,60,10");
  const std::int32_t sum = (*list)[0] + (*list)[1] + (*list)[2];
  if (sum != 100)
    return fail(Errc::invalid,
                "red, green and blue sum to " + std::to_string(sum) + " per cent, not to 100");
  return std::array{(*list)[0], (*list)[1], (*list)[2]};
}

Result<std::vector<CurvePoint>> parse_curve(std::string_view text) {
  if (text == "linear") return std::vector<CurvePoint>{};
  if (text == "soft") text = "25:30,75:70";
  if (text == "hard") text = "25:19,75:81";
  std::vector<CurvePoint> points{{0, 0}};
  for (const std::string_view part : parts_of(text)) {
    const auto pair = numbers(part, ':', 100);
    if (!pair || pair->size() != 2)
      return fail(Errc::invalid,
                  "a curve is linear, soft, hard, or points of lightness in per cent "
                  "such as 25:20,75:80");
    const CurvePoint point{(*pair)[0], (*pair)[1]};
    if (point.in == 0) {
      points.front() = point;
      continue;
    }
    if (point.in <= points.back().in || point.out < points.back().out)
      return fail(Errc::invalid, "the points of a curve ascend: " + std::string(part) +
                                     " comes after " + std::to_string(points.back().in) + ":" +
                                     std::to_string(points.back().out));
    points.push_back(point);
  }
  if (points.back().in != 100) points.push_back({100, 100});
  if (points.size() > most_points)
    return fail(Errc::invalid, "a curve has at most " + std::to_string(most_points) + " points");
  return points;
}

Result<Tint> parse_tint(std::string_view text) {
  const auto list = numbers(text, ',', 360);
  if (!list || list->size() != 2 || (*list)[1] > 100)
    return fail(Errc::invalid, "a tint is a hue in degrees (0 red, 90 yellow, 180 green, 270 blue) "
                               "and a strength in per cent, such as 250,30");
  return Tint{(*list)[0] % 360, (*list)[1]};
}

std::string to_string(const std::array<std::int32_t, 3>& mix) {
  return std::to_string(mix[0]) + "," + std::to_string(mix[1]) + "," + std::to_string(mix[2]);
}

std::string to_string(const std::vector<CurvePoint>& curve) {
  if (curve.empty()) return "linear";
  std::string text;
  for (const CurvePoint& point : curve)
    text += (text.empty() ? "" : ",") + std::to_string(point.in) + ":" + std::to_string(point.out);
  return text;
}

std::string to_string(const Tint& tint) {
  return std::to_string(tint.hue) + "," + std::to_string(tint.strength);
}

} // namespace platen::model
