#include "calibration/measurements.h"

#include "model/words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

namespace platen::calibration {

namespace {

using model::tone_steps;

constexpr double noise = 0.02, least_contrast = 0.1;

enum class Unit : std::uint8_t { density, lightness, reflectance };
constexpr std::array<model::Word<Unit>, 3> unit_words{{{Unit::density, "density"},
                                                       {Unit::lightness, "lightness"},
                                                       {Unit::reflectance, "reflectance"}}};

double highest(Unit unit) {
  if (unit == Unit::density) return 4;
  return unit == Unit::lightness ? 100 : 120;
}

double reflectance(Unit unit, double value) {
  switch (unit) {
  case Unit::density: // ISO 5-4: D = -log10 R
    return std::pow(10, -value);
  case Unit::lightness: // CIE 15, its inverse
    return value > 8 ? std::pow((value + 16) / 116, 3) : value * 27 / 24389;
  case Unit::reflectance:
    break;
  }
  return value / 100;
}

struct Reading {
  Measurements measurements;
  std::array<bool, tone_steps> given{};
};

// Words between blanks, commas, semicolons and equals signs, without the comment.
std::vector<std::string_view> words_of(std::string_view line) {
  line = line.substr(0, line.find('#'));
  constexpr std::string_view between = " \t\r,;=:";
  std::vector<std::string_view> words;
  for (std::size_t i = line.find_first_not_of(between); i != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(between, i), line.size());
    words.push_back(line.substr(i, end - i));
    i = line.find_first_not_of(between, end);
  }
  return words;
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

template<class Words> std::string listed(const Words& words) {
  std::string text;
  for (const auto& word : words)
    text += (text.empty() ? "" : ", ") + std::string(word.text);
  return text;
}

std::string short_text(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

class Reader {
public:
  Result<void> line(std::string_view text) {
    ++line_;
    const auto words = words_of(text);
    if (words.empty()) return {};
    if (words.size() != 2)
      return refuse("two words are wanted: screen NAME, unit UNIT or INK VALUE");
    if (words[0] == "screen") return screen(words[1]);
    if (words[0] == "unit") return unit(words[1]);
    return patch(words[0], words[1]);
  }

  Result<std::vector<Measurements>> finish() {
    if (readings_.empty())
      return fail(Errc::invalid, "there are no measurements: \"screen NAME\" begins them");
    std::vector<Measurements> all;
    for (const Reading& reading : readings_) {
      TRY_VOID(check(reading));
      all.push_back(reading.measurements);
    }
    return all;
  }

private:
  Failure refuse(const std::string& why) const {
    return fail(Errc::invalid, "line " + std::to_string(line_) + ": " + why);
  }

  Result<void> screen(std::string_view name) {
    const auto known =
        model::value_of(std::span<const model::Word<model::Screen>>(model::screen_words), name);
    if (!known)
      return refuse("\"" + std::string(name.substr(0, 80)) + "\" is no screen; they are " +
                    listed(model::screen_words));
    for (const Reading& reading : readings_)
      if (reading.measurements.screen == *known)
        return refuse(std::string(name) + " is there twice");
    readings_.emplace_back().measurements.screen = *known;
    return {};
  }

  Result<void> unit(std::string_view name) {
    unit_ = model::value_of(std::span<const model::Word<Unit>>(unit_words), name);
    if (!unit_)
      return refuse("\"" + std::string(name.substr(0, 80)) + "\" is no unit; they are " +
                    listed(unit_words));
    return {};
  }

  Result<void> patch(std::string_view ink, std::string_view text) {
    if (readings_.empty()) return refuse("no screen was named yet: \"screen NAME\" comes first");
    if (!unit_)
      return refuse(
          "no unit was named yet: \"unit density\", \"unit lightness\" or \"unit reflectance\"");
    const auto percent =
        model::parse_number(ink.ends_with('%') ? ink.substr(0, ink.size() - 1) : ink, 100);
    if (!percent || *percent % 5 != 0)
      return refuse("\"" + std::string(ink.substr(0, 80)) +
                    "\" is no patch; their ink is 0, 5, 10 .. 100 %");
    const auto value = number(text);
    if (!value) return refuse("\"" + std::string(text.substr(0, 80)) + "\" is no number");
    if (*value < 0 || *value > highest(*unit_))
      return refuse(
          std::string(text.substr(0, 80)) + " is no " +
          std::string(model::word_for(std::span<const model::Word<Unit>>(unit_words), *unit_)) +
          ": 0 to " + short_text(highest(*unit_)));
    Reading& reading = readings_.back();
    const auto step = static_cast<std::size_t>(*percent / 5);
    if (reading.given[step])
      return refuse("the patch of " + std::to_string(*percent) + " % is there twice");
    reading.given[step] = true;
    reading.measurements.reflectance[step] = reflectance(*unit_, *value);
    return {};
  }

  static Result<void> check(const Reading& reading) {
    const std::string name(model::to_string(reading.measurements.screen));
    const auto& r = reading.measurements.reflectance;
    const auto refuse = [&](const std::string& why) {
      return fail(Errc::invalid, name + ": " + why);
    };
    const auto percent = [](std::size_t step) { return std::to_string(5 * step) + " %"; };
    for (std::size_t step = 0; step < tone_steps; ++step)
      if (!reading.given[step])
        return refuse("the patch of " + percent(step) + " is missing; all 21 are wanted");
    const double range = r.front() - r.back();
    if (range < least_contrast)
      return refuse("paper and solid ink hardly differ; was the page measured, and in this unit?");
    double darkest = r[0];
    for (std::size_t step = 1; step < tone_steps; ++step) {
      if (r[step] > darkest + noise * range)
        return refuse("the patch of " + percent(step) +
                      " is lighter than one with less ink; measure both again");
      darkest = std::min(darkest, r[step]);
    }
    return {};
  }

  int line_ = 0;
  std::optional<Unit> unit_;
  std::vector<Reading> readings_;
};

} // namespace

Result<std::vector<Measurements>> parse_measurements(std::string_view text) {
  Reader reader;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    TRY_VOID(reader.line(text.substr(start, end - start)));
    start = end + 1;
  }
  return reader.finish();
}

} // namespace platen::calibration
