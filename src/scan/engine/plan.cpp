#include "scan/engine/plan.h"

#include <algorithm>
#include <cstdlib>

namespace platen::scan {

namespace {

// A feeder of which nothing is known is tried: it says itself that it is empty, and whoever scans
// takes the glass then.
bool wants_feeder(InputSource source, const ScannerFacts& facts, FeederState feeder) {
  if (source != InputSource::automatic) return source == InputSource::adf;
  if (!facts.platen) return true;
  return facts.adf && feeder != FeederState::none && feeder != FeederState::empty;
}

Result<const SourceOffer*> offer_of(bool adf, const ScannerFacts& facts) {
  const auto& offer = adf ? facts.adf : facts.platen;
  if (offer) return &*offer;
  return fail(Errc::invalid, "input-source: the " + facts.make_and_model + " has no " +
                                 (adf ? "feeder: take platen" : "glass: take adf"));
}

std::string listed(const std::vector<std::int32_t>& numbers) {
  std::string text;
  for (const std::int32_t number : numbers)
    text += (text.empty() ? "" : ", ") + std::to_string(number);
  return text;
}

Result<Dpi> resolution_of(Dpi wanted, const SourceOffer& offer, const ScannerFacts& facts) {
  if (std::ranges::find(offer.resolutions, wanted.v) != offer.resolutions.end()) return wanted;
  const auto nearest = std::ranges::min_element(
      offer.resolutions, {}, [&](std::int32_t dpi) { return std::abs(dpi - wanted.v); });
  return fail(Errc::invalid, "input-resolution=" + std::to_string(wanted.v) + "dpi: the " +
                                 facts.make_and_model + " scans with " + listed(offer.resolutions) +
                                 " dpi" +
                                 (nearest == offer.resolutions.end()
                                      ? ""
                                      : "; the nearest is " + std::to_string(*nearest) + "dpi"));
}

// Black and white is made of gray where that can be had: by the page's own threshold, not a fixed
// one. What is decided by the page (automatic) has to be seen in colour.
Result<ColorMode> mode_of(ColorMode wanted, const SourceOffer& offer, const ScannerFacts& facts) {
  const auto has = [&](ColorMode mode) {
    return std::ranges::find(offer.modes, mode) != offer.modes.end();
  };
  const auto first_of = [&](std::initializer_list<ColorMode> modes) -> Result<ColorMode> {
    for (const ColorMode mode : modes)
      if (has(mode)) return mode;
    return fail(Errc::invalid,
                "input-color-mode: the " + facts.make_and_model + " has no such mode; take auto");
  };
  switch (wanted) {
  case ColorMode::automatic:
    return first_of({ColorMode::color, ColorMode::gray, ColorMode::bilevel});
  case ColorMode::bilevel:
    return first_of({ColorMode::gray, ColorMode::bilevel, ColorMode::color});
  case ColorMode::gray:
    return first_of({ColorMode::gray, ColorMode::color});
  case ColorMode::color:
    return first_of({ColorMode::color});
  }
  return fail(Errc::bug, "a colour mode that there is not");
}

Result<Region> region_of(const std::optional<Region>& wanted, const SourceOffer& offer,
                         const ScannerFacts& facts) {
  if (!wanted) return Region{0, 0, offer.most_width, offer.most_height};
  Region region = *wanted;
  const bool begins_inside = region.x >= 0 && region.y >= 0 &&
                             region.x + offer.least_width <= offer.most_width &&
                             region.y + offer.least_height <= offer.most_height;
  if (!begins_inside)
    return fail(Errc::invalid, "input-scan-region begins outside of what the " +
                                   facts.make_and_model + " scans (" +
                                   std::to_string(offer.most_width * 254 / 3000) + " x " +
                                   std::to_string(offer.most_height * 254 / 3000) + " mm)");
  // A4's last millimetres lie beyond many a glass: as much as there is.
  region.width = std::clamp(region.width, offer.least_width, offer.most_width - region.x);
  region.height = std::clamp(region.height, offer.least_height, offer.most_height - region.y);
  return region;
}

} // namespace

Result<ScanRequest> plan(const Settings& settings, const ScannerFacts& facts, FeederState feeder) {
  ScanRequest request;
  request.adf =
      wants_feeder(settings.flip_stack ? InputSource::adf : settings.source, facts, feeder);
  TRY(const SourceOffer* const offer, offer_of(request.adf, facts));
  if (settings.two_sided && !facts.adf_two_sided)
    return fail(Errc::invalid, "input-sides=two-sided-long-edge: the " + facts.make_and_model +
                                   " scans one side; flip-stack=true scans the fronts, then the "
                                   "backs of the turned stack");
  if (settings.two_sided && !request.adf && settings.source == InputSource::platen)
    return fail(Errc::invalid, "input-sides=two-sided-long-edge: the glass has one side; take "
                               "input-source=adf");
  request.two_sided = settings.two_sided && request.adf;
  TRY(request.resolution, resolution_of(settings.resolution, *offer, facts));
  TRY(request.color, mode_of(settings.color, *offer, facts));
  TRY(request.region, region_of(settings.region, *offer, facts));
  return request;
}

Result<void> check(const Settings& settings, const ScannerFacts& facts) {
  for (const FeederState feeder : {FeederState::empty, FeederState::loaded}) {
    if (feeder == FeederState::loaded && !facts.adf) continue;
    TRY([[maybe_unused]] const ScanRequest request, plan(settings, facts, feeder));
  }
  return {};
}

} // namespace platen::scan
