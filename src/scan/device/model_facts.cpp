#include "scan/device/model_facts.h"

namespace platen::scan {

namespace {

// Of a part that is smaller than this nobody wants a picture: four pixels of the lowest resolution.
constexpr std::int32_t least_length = 16;

} // namespace

Result<ScannerFacts> facts_of(const model::Model& model) {
  if (!model.scanner) return fail(Errc::unsupported, "the model " + model.id + " has no scanner");
  const model::ScannerPart& part = *model.scanner;
  SourceOffer offer;
  offer.least_width = std::min(least_length, part.width);
  offer.least_height = std::min(least_length, part.height);
  offer.most_width = part.width;
  offer.most_height = part.height;
  for (const Dpi dpi : part.resolutions)
    offer.resolutions.push_back(dpi.v);
  if (part.gray) offer.modes.push_back(ColorMode::gray);
  if (part.color) offer.modes.push_back(ColorMode::color);
  ScannerFacts facts;
  facts.make_and_model = model.title;
  facts.evidence = part.evidence;
  facts.buttons = part.buttons;
  facts.platen = offer;
  if (part.feeder_capacity > 0) facts.adf = std::move(offer);
  facts.adf_two_sided = part.two_sided;
  facts.feeder_capacity = part.feeder_capacity;
  return facts;
}

} // namespace platen::scan
