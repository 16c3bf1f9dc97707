#include "model/length.h"

#include "model/words.h"

#include <array>
#include <charconv>
#include <cmath>

namespace platen::model {

namespace {

// Digits with at most one point: no exponents, no "nan", no "inf".
std::optional<double> parse_decimal(std::string_view text) {
  constexpr std::size_t longest = 12;
  if (text.empty() || text.size() > longest || text == ".") return std::nullopt;
  std::size_t points = 0;
  for (const char c : text) {
    if (c == '.')
      ++points;
    else if (c < '0' || c > '9')
      return std::nullopt;
  }
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (points > 1 || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct Unit {
  std::string_view name;
  double hmm;
};
constexpr std::array<Unit, 4> units{
    {{"mm", 100.0}, {"cm", 1000.0}, {"in", 2540.0}, {"pt", 2540.0 / 72}}};

const Unit* unit_of(std::string_view text) {
  for (const Unit& unit : units)
    if (text.ends_with(unit.name)) return &unit;
  return nullptr;
}

std::optional<Hmm> in_hmm(double value) {
  const double rounded = std::floor(value + 0.5);
  if (rounded > longest_length.v) return std::nullopt;
  return Hmm{static_cast<std::int32_t>(rounded)};
}

std::optional<std::uint8_t> parse_hex(std::string_view two) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(two.data(), two.data() + two.size(), value, 16);
  if (error != std::errc{} || end != two.data() + two.size()) return std::nullopt;
  return static_cast<std::uint8_t>(value);
}

} // namespace

std::vector<std::string_view> split_at(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0;;) {
    const std::size_t next = text.find(separator, at);
    parts.push_back(text.substr(at, next - at));
    if (next == text.npos) return parts;
    at = next + 1;
  }
}

std::optional<Hmm> parse_length(std::string_view text, LengthForm form) {
  const bool negative = form.sign && text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const Unit* const unit = unit_of(text);
  if (unit == nullptr && !form.bare && text != "0") return std::nullopt;
  const auto number =
      parse_decimal(unit == nullptr ? text : text.substr(0, text.size() - unit->name.size()));
  if (!number) return std::nullopt;
  const auto length = in_hmm(*number * (unit == nullptr ? 1.0 : unit->hmm));
  if (!length) return std::nullopt;
  return negative ? -*length : *length;
}

std::string to_string(Hmm length) {
  const std::int32_t size = std::abs(length.v);
  std::string text = (length.v < 0 ? "-" : "") + std::to_string(size / 100);
  if (size % 100 != 0) {
    text += "." + std::to_string(size % 100 / 10);
    if (size % 10 != 0) text += std::to_string(size % 10);
  }
  return text + "mm";
}

std::optional<PrintSize> parse_print_size(std::string_view text) {
  const Unit* const unit = unit_of(text);
  if (unit == nullptr) return std::nullopt;
  const auto sides = split_at(text.substr(0, text.size() - unit->name.size()), 'x');
  if (sides.size() != 2) return std::nullopt;
  const auto width = parse_decimal(sides[0]), height = parse_decimal(sides[1]);
  if (!width || !height) return std::nullopt;
  const auto w = in_hmm(*width * unit->hmm), h = in_hmm(*height * unit->hmm);
  if (!w || !h || w->v < 1 || h->v < 1) return std::nullopt;
  return PrintSize{*w, *h};
}

std::string to_string(const PrintSize& size) {
  std::string width = to_string(size.width);
  width.resize(width.size() - 2); // one unit for both
  return width + "x" + to_string(size.height);
}

std::optional<Rgb> parse_color(std::string_view text) {
  struct Named {
    std::string_view name;
    Rgb color;
  };
  constexpr std::array<Named, 4> names{{{"white", paper_white},
                                        {"black", {0, 0, 0}},
                                        {"gray", {128, 128, 128}},
                                        {"ivory", {255, 255, 240}}}};
  for (const Named& named : names)
    if (named.name == text) return named.color;
  if (text.size() != 7 || text[0] != '#') return std::nullopt;
  const auto red = parse_hex(text.substr(1, 2)), green = parse_hex(text.substr(3, 2)),
             blue = parse_hex(text.substr(5, 2));
  if (!red || !green || !blue) return std::nullopt;
  return Rgb{*red, *green, *blue};
}

std::optional<Edges> parse_edges(std::string_view text) {
  std::vector<Hmm> lengths;
  for (const std::string_view part : split_at(text, ',')) {
    const auto length = parse_length(part);
    if (!length) return std::nullopt;
    lengths.push_back(*length);
  }
  if (lengths.size() == 1) return Edges{lengths[0], lengths[0], lengths[0], lengths[0]};
  if (lengths.size() != 4) return std::nullopt;
  return Edges{lengths[0], lengths[1], lengths[2], lengths[3]};
}

std::optional<CropBox> parse_crop(std::string_view text) {
  const auto parts = split_at(text, ',');
  if (parts.size() != 4) return std::nullopt;
  std::array<double, 4> values{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto value = parse_decimal(parts[i]);
    if (!value) return std::nullopt;
    values[i] = *value / 100;
  }
  const CropBox box{values[0], values[1], values[2], values[3]};
  constexpr double rounding = 1e-9; // of 33.3 + 66.7
  if (box.width <= 0 || box.height <= 0 || box.left + box.width > 1 + rounding ||
      box.top + box.height > 1 + rounding)
    return std::nullopt;
  return box;
}

} // namespace platen::model
