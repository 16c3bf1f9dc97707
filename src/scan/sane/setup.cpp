#include "scan/sane/setup.h"

#include "scan/sane/words.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <sane/saneopts.h>

namespace platen::scan::sane {

namespace {

constexpr double region_dpi = 300, mm_per_inch = 25.4;
constexpr const char* depth_option = "depth"; // of most drivers; none names it in saneopts.h
constexpr const char* duplex_option = "duplex";
// What is offered of a resolution that may be any.
constexpr std::array<std::int32_t, 9> usual_resolutions{75,  100, 150, 200, 240,
                                                        300, 400, 600, 1200};
// Where a driver does not tell: A4 by 14 inches.
constexpr std::int32_t supposed_width = 2550, supposed_height = 4200;

std::optional<std::string> source_name(const Options& options, SourceKind kind) {
  for (const std::string& name : options.texts(SANE_NAME_SCAN_SOURCE))
    if (source_kind(name) == kind) return name;
  return std::nullopt;
}

std::optional<std::string> mode_name(const Options& options, ColorMode mode) {
  std::optional<std::string> best;
  int rank = 0;
  for (const std::string& name : options.texts(SANE_NAME_SCAN_MODE)) {
    const auto word = mode_word(name);
    if (!word || word->mode != mode || (best && word->rank >= rank)) continue;
    best = name;
    rank = word->rank;
  }
  return best;
}

bool has_depth(const Options& options, double bits) {
  const auto depths = options.numbers(depth_option);
  if (!depths) return false;
  if (!depths->list.empty()) return std::ranges::find(depths->list, bits) != depths->list.end();
  return bits >= depths->least && bits <= depths->most;
}

std::vector<ColorMode> modes_of(const Options& options) {
  std::vector<ColorMode> modes;
  if (mode_name(options, ColorMode::bilevel) ||
      (has_depth(options, 1) && mode_name(options, ColorMode::gray)))
    modes.push_back(ColorMode::bilevel);
  if (mode_name(options, ColorMode::gray)) modes.push_back(ColorMode::gray);
  if (mode_name(options, ColorMode::color)) modes.push_back(ColorMode::color);
  return modes;
}

const char* resolution_option(const Options& options) {
  return options.has(SANE_NAME_SCAN_RESOLUTION) ? SANE_NAME_SCAN_RESOLUTION
                                                : SANE_NAME_SCAN_X_RESOLUTION;
}

std::vector<std::int32_t> resolutions_of(const Options& options) {
  const auto numbers = options.numbers(resolution_option(options));
  std::vector<std::int32_t> all;
  if (!numbers) return all;
  for (const double one : numbers->list)
    if (one >= 1 && one <= 19'200) all.push_back(static_cast<std::int32_t>(std::lround(one)));
  if (numbers->list.empty())
    for (const std::int32_t one : usual_resolutions)
      if (one >= numbers->least && one <= numbers->most) all.push_back(one);
  const auto repeated = std::unique(all.begin(), all.end());
  all.erase(repeated, all.end());
  if (all.size() > 64) all.resize(64); // the protocol's bound
  return all;
}

// Of a number in the option's unit.
double in_300ths(const Options& options, double number, SANE_Unit unit) {
  if (unit != SANE_UNIT_PIXEL) return number / mm_per_inch * region_dpi;
  const double dpi = options.value(resolution_option(options)).value_or(region_dpi);
  return dpi > 0 ? number / dpi * region_dpi : number;
}
double from_300ths(const Options& options, std::int32_t length, SANE_Unit unit) {
  if (unit != SANE_UNIT_PIXEL) return length / region_dpi * mm_per_inch;
  return length / region_dpi * options.value(resolution_option(options)).value_or(region_dpi);
}

std::int32_t most_of(const Options& options, const char* end, const char* begin,
                     std::int32_t supposed) {
  const auto far = options.numbers(end), near = options.numbers(begin);
  if (!far) return supposed;
  const double length = in_300ths(options, far->most, far->unit) -
                        (near ? in_300ths(options, near->least, near->unit) : 0);
  // Rounded down: what is offered must fit.
  return static_cast<std::int32_t>(std::clamp(std::floor(length + 0.01), 1.0, 30'000.0));
}

Result<SourceOffer> offer_of(const Options& options) {
  SourceOffer offer;
  offer.least_width = offer.least_height = 1;
  offer.most_width = most_of(options, SANE_NAME_SCAN_BR_X, SANE_NAME_SCAN_TL_X, supposed_width);
  offer.most_height = most_of(options, SANE_NAME_SCAN_BR_Y, SANE_NAME_SCAN_TL_Y, supposed_height);
  offer.resolutions = resolutions_of(options);
  offer.modes = modes_of(options);
  if (offer.resolutions.empty())
    return fail(Errc::unsupported, "the scanner's driver does not say with which resolutions it "
                                   "scans");
  if (offer.modes.empty())
    return fail(Errc::unsupported, "the scanner's driver has no mode that is known");
  return offer;
}

Result<std::optional<SourceOffer>> offer_of(Options& options, SourceKind kind) {
  const auto name = source_name(options, kind);
  if (!name) return std::optional<SourceOffer>();
  TRY_VOID(options.set(SANE_NAME_SCAN_SOURCE, *name));
  TRY(SourceOffer offer, offer_of(options));
  return std::optional<SourceOffer>(std::move(offer));
}

Result<void> set_source(Options& options, const ScanRequest& request) {
  const auto both = source_name(options, SourceKind::adf_two_sided);
  const auto one = source_name(options, request.adf ? SourceKind::adf : SourceKind::platen);
  const auto& name = request.two_sided && both ? both : request.adf && !one ? both : one;
  if (name) {
    TRY_VOID(options.set(SANE_NAME_SCAN_SOURCE, *name));
  } else if (request.adf) {
    return fail(Errc::unsupported, "the scanner has no feeder");
  }
  if (options.flag(duplex_option))
    TRY_VOID(options.set_flag(duplex_option, request.two_sided));
  else if (request.two_sided && !both)
    return fail(Errc::unsupported, "the scanner does not scan both sides");
  return {};
}

Result<void> set_mode(Options& options, ColorMode color) {
  auto name = mode_name(options, color);
  const bool gray_bits = !name && color == ColorMode::bilevel;
  if (gray_bits) name = mode_name(options, ColorMode::gray);
  if (!name) return fail(Errc::unsupported, "the scanner does not scan in this colour mode");
  TRY_VOID(options.set(SANE_NAME_SCAN_MODE, *name));
  const double bits = gray_bits ? 1 : 8;
  if (color == ColorMode::bilevel && !gray_bits && !has_depth(options, 1)) return {};
  if (has_depth(options, color == ColorMode::bilevel ? 1 : bits))
    TRY_VOID(options.set(depth_option, color == ColorMode::bilevel ? 1 : bits));
  return {};
}

// The far corner first, so that the near one is not cut by an old one, and again, since some
// drivers move it along.
Result<void> set_region(Options& options, const Region& region) {
  const auto place = [&](const char* name, const char* origin, std::int32_t at) -> Result<void> {
    const auto numbers = options.numbers(name);
    if (!numbers) return {};
    const auto zero = origin == nullptr ? std::nullopt : options.numbers(origin);
    return options.set(name, (zero ? zero->least : 0) + from_300ths(options, at, numbers->unit));
  };
  const auto far_corner = [&]() -> Result<void> {
    TRY_VOID(place(SANE_NAME_SCAN_BR_X, SANE_NAME_SCAN_TL_X, region.x + region.width));
    return place(SANE_NAME_SCAN_BR_Y, SANE_NAME_SCAN_TL_Y, region.y + region.height);
  };
  TRY_VOID(place(SANE_NAME_PAGE_WIDTH, nullptr, region.x + region.width));
  TRY_VOID(place(SANE_NAME_PAGE_HEIGHT, nullptr, region.y + region.height));
  TRY_VOID(far_corner());
  TRY_VOID(place(SANE_NAME_SCAN_TL_X, SANE_NAME_SCAN_TL_X, region.x));
  TRY_VOID(place(SANE_NAME_SCAN_TL_Y, SANE_NAME_SCAN_TL_Y, region.y));
  return far_corner();
}

} // namespace

Result<ScannerFacts> facts_of(Options& options) {
  ScannerFacts facts;
  facts.evidence = "what its SANE driver says";
  TRY(auto both, offer_of(options, SourceKind::adf_two_sided));
  TRY(facts.adf, offer_of(options, SourceKind::adf));
  TRY(facts.platen, offer_of(options, SourceKind::platen));
  facts.adf_two_sided = both.has_value() || (facts.adf && options.flag(duplex_option));
  if (!facts.adf) facts.adf = std::move(both);
  if (!facts.adf && !facts.platen) {
    TRY(facts.platen, offer_of(options)); // it has one source, and no name for it
  }
  return facts;
}

Result<void> set_up(Options& options, const ScanRequest& request) {
  TRY_VOID(set_source(options, request));
  TRY_VOID(set_mode(options, request.color));
  const double dpi = request.resolution.v;
  TRY_VOID(options.set(resolution_option(options), dpi));
  if (options.has(SANE_NAME_SCAN_Y_RESOLUTION))
    TRY_VOID(options.set(SANE_NAME_SCAN_Y_RESOLUTION, dpi));
  return set_region(options, request.region);
}

ScannerState state_of(const Options& options, bool has_feeder) {
  ScannerState state;
  state.feeder = has_feeder ? FeederState::unknown : FeederState::none;
  if (const auto loaded = options.flag(SANE_NAME_PAGE_LOADED); loaded && has_feeder)
    state.feeder = *loaded ? FeederState::loaded : FeederState::empty;
  if (options.flag(SANE_NAME_COVER_OPEN).value_or(false)) state.feeder = FeederState::cover_open;
  return state;
}

} // namespace platen::scan::sane
