#include "intake/escl/plan.h"

#include "wire/escl/capabilities.h"

#include <algorithm>

namespace platen::intake::escl {

namespace {

namespace wire = platen::escl;

struct FormatName {
  scan::Format format;
  std::string_view media_type;
};
constexpr std::array<FormatName, 4> formats{{{scan::Format::jpeg, "image/jpeg"},
                                             {scan::Format::pdf, "application/pdf"},
                                             {scan::Format::png, "image/png"},
                                             {scan::Format::tiff, "image/tiff"}}};

bool has(const scan::SourceOffer& offer, scan::ColorMode mode) {
  return std::ranges::find(offer.modes, mode) != offer.modes.end();
}

// What the intent means for what the client leaves open.
struct Defaults {
  std::int32_t dpi = 300, quality = 80;
};
Defaults defaults_of(std::optional<wire::Intent> intent) {
  if (intent == wire::Intent::preview) return {75, 70};
  if (intent == wire::Intent::photo) return {300, 92};
  return {};
}

// Nothing: not sent, or out of the range that the client was told, which it then cannot have meant.
std::optional<std::int32_t> within(std::optional<std::int32_t> value, wire::Range range) {
  if (!value || *value < range.least || *value > range.most) return std::nullopt;
  return value;
}

// Our range is 0 to 100 around 50 on the wire.
std::int32_t around_zero(std::optional<std::int32_t> value, wire::Range range) {
  return 2 * (within(value, range).value_or(range.normal) - range.normal);
}

Result<const scan::SourceOffer*>
source_of(wire::ScanSettings& settings, const scan::ScannerFacts& facts, scan::FeederState feeder) {
  if (!settings.source) {
    const bool loaded = facts.adf && feeder == scan::FeederState::loaded;
    settings.source =
        loaded || !facts.platen ? wire::InputSource::feeder : wire::InputSource::platen;
  }
  const bool adf = settings.source == wire::InputSource::feeder;
  const auto& offer = adf ? facts.adf : facts.platen;
  if (!offer)
    return fail(Errc::invalid,
                std::string("this scanner has no ") + (adf ? "feeder: InputSource may be Platen"
                                                           : "glass: InputSource may be Feeder"));
  if (!adf) settings.duplex = false; // clients leave it set when they change the source
  if (settings.duplex && !facts.adf_two_sided)
    return fail(Errc::invalid, "the feeder of this scanner scans one side: Duplex may be false");
  return &*offer;
}

Result<void> choose_resolution(wire::ScanSettings& settings, const scan::SourceOffer& offer) {
  const auto& list = offer.resolutions;
  if (list.empty()) return fail(Errc::unsupported, "this scanner names no resolution");
  if (!settings.x_resolution) settings.x_resolution = settings.y_resolution;
  if (!settings.x_resolution) { // the first that is fine enough
    const auto wanted = defaults_of(settings.intent).dpi;
    const auto found = std::ranges::find_if(list, [&](auto dpi) { return dpi >= wanted; });
    settings.x_resolution = found == list.end() ? list.back() : *found;
  }
  const std::int32_t dpi = *settings.x_resolution;
  const bool square = settings.y_resolution.value_or(dpi) == dpi;
  if (!square || std::ranges::find(list, dpi) == list.end()) {
    std::string words;
    for (const std::int32_t one : list)
      words += (words.empty() ? "" : ", ") + std::to_string(one);
    return fail(Errc::invalid, "XResolution and YResolution are " + std::to_string(dpi) + " and " +
                                   std::to_string(settings.y_resolution.value_or(dpi)) +
                                   "; both may be one of " + words);
  }
  settings.y_resolution = dpi;
  return {};
}

// What does not lie within the source is cut off, unless the client insists on it.
Result<void> choose_region(wire::ScanSettings& settings, const scan::SourceOffer& offer) {
  const wire::ScanRegion all{0, 0, offer.most_width, offer.most_height};
  if (!settings.region) settings.region = all;
  wire::ScanRegion& region = *settings.region;
  const wire::ScanRegion asked = region;
  region.width = std::min(region.width, std::max(0, all.width - region.x));
  region.height = std::min(region.height, std::max(0, all.height - region.y));
  const std::string most = std::to_string(all.width) + " x " + std::to_string(all.height) +
                           " three-hundredths of an inch";
  if (settings.must_honor_region && region != asked)
    return fail(Errc::invalid, "the ScanRegion does not lie within the source, which has " + most);
  if (region.width < std::max(1, offer.least_width) ||
      region.height < std::max(1, offer.least_height))
    return fail(Errc::invalid, "the ScanRegion is too small, or outside the source, which has " +
                                   most + "; it has at least " + std::to_string(offer.least_width) +
                                   " x " + std::to_string(offer.least_height));
  return {};
}

// The colours to ask the device for: those wanted, else the next that they can be made of.
Result<scan::ColorMode> device_mode(wire::ColorMode wanted, const scan::SourceOffer& offer) {
  using Mode = scan::ColorMode;
  if (wanted == wire::ColorMode::rgb24 && has(offer, Mode::color)) return Mode::color;
  if (wanted != wire::ColorMode::rgb24 && has(offer, Mode::gray)) return Mode::gray;
  if (wanted != wire::ColorMode::rgb24 && has(offer, Mode::color)) return Mode::color;
  if (wanted == wire::ColorMode::black_and_white1 && has(offer, Mode::bilevel))
    return Mode::bilevel;
  return fail(Errc::invalid,
              "this scanner does not give ColorMode " + std::string(wire::word(wanted)));
}

Result<scan::Format> format_of(wire::ScanSettings& settings) {
  if (settings.format.empty()) settings.format = formats.front().media_type;
  std::string words;
  for (const FormatName& one : formats) {
    if (settings.format == one.media_type) return one.format;
    words += (words.empty() ? "" : ", ") + std::string(one.media_type);
  }
  return fail(Errc::invalid, "the document format is \"" + settings.format.substr(0, 40) +
                                 "\"; it may be one of " + words);
}

PixelFormat pixels_of(wire::ColorMode mode) {
  return mode == wire::ColorMode::rgb24        ? rgb8
         : mode == wire::ColorMode::grayscale8 ? gray8
                                               : mask1;
}

std::int32_t pixels(std::int32_t three_hundredths, std::int32_t dpi) {
  return std::max(1, static_cast<std::int32_t>((std::int64_t{three_hundredths} * dpi + 150) / 300));
}

} // namespace

std::string_view media_type_of(scan::Format format) {
  const auto found = std::ranges::find(formats, format, &FormatName::format);
  EXPECTS(found != formats.end());
  return found->media_type;
}

std::vector<wire::ColorMode> offered_modes(const scan::SourceOffer& offer) {
  std::vector<wire::ColorMode> modes;
  for (const auto mode :
       {wire::ColorMode::black_and_white1, wire::ColorMode::grayscale8, wire::ColorMode::rgb24})
    if (device_mode(mode, offer)) modes.push_back(mode);
  return modes;
}

wire::ImageSize Plan::size() const {
  return {page.width, page.height, static_cast<std::int64_t>(page.format.row_bytes(page.width))};
}

Result<Plan> plan_of(const wire::ScanSettings& settings, const scan::ScannerFacts& facts,
                     scan::FeederState feeder) {
  Plan plan;
  wire::ScanSettings& settled = plan.settings = settings;
  TRY(const scan::SourceOffer* offer, source_of(settled, facts, feeder));
  TRY(plan.format, format_of(settled));
  TRY_VOID(choose_resolution(settled, *offer));
  TRY_VOID(choose_region(settled, *offer));
  if (!settled.color) {
    const auto modes = offered_modes(*offer);
    if (modes.empty()) return fail(Errc::unsupported, "this scanner names no colour mode");
    settled.color = modes.back();
  }
  TRY(plan.request.color, device_mode(*settled.color, *offer));
  plan.request.adf = settled.source == wire::InputSource::feeder;
  plan.request.two_sided = settled.duplex;
  const std::int32_t dpi = *settled.x_resolution;
  plan.request.resolution = Dpi{dpi};
  const wire::ScanRegion& region = *settled.region;
  plan.request.region = {region.x, region.y, region.width, region.height};
  plan.page = {pixels(region.width, dpi), pixels(region.height, dpi), pixels_of(*settled.color)};
  const auto factor = within(settled.compression_factor, wire::compression_range);
  plan.jpeg_quality = factor ? std::max(1, 100 - *factor) : defaults_of(settled.intent).quality;
  plan.brightness = around_zero(settled.brightness, wire::brightness_range);
  plan.contrast = around_zero(settled.contrast, wire::contrast_range);
  plan.threshold = within(settled.threshold, wire::threshold_range).value_or(128);
  return plan;
}

} // namespace platen::intake::escl
