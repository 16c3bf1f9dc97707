// What a client of eSCL sends, from its bytes to what the scanner would be asked for.
#include "intake/escl/plan.h"
#include "wire/escl/answers.h"
#include "wire/escl/element.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace platen;

void expect(bool holds) {
  if (!holds) std::abort();
}

scan::ScannerFacts copier() {
  scan::ScannerFacts facts;
  facts.platen = facts.adf = scan::SourceOffer{
      30, 2544, 30, 3472, {75, 150, 300, 600}, {scan::ColorMode::gray, scan::ColorMode::color}};
  facts.adf_two_sided = true;
  return facts;
}

// Whatever was asked for, the device gets what it offers.
void check(const intake::escl::Plan& plan) {
  const scan::Region& region = plan.request.region;
  expect(region.x >= 0 && region.y >= 0 && region.width >= 30 && region.height >= 30);
  expect(region.width <= 2544 - region.x && region.height <= 3472 - region.y);
  expect(plan.page.width > 0 && plan.page.width <= 5088);
  expect(plan.page.height > 0 && plan.page.height <= 6944);
  expect(plan.jpeg_quality >= 1 && plan.jpeg_quality <= 100);
  expect(plan.brightness >= -100 && plan.brightness <= 100);
  expect(plan.contrast >= -100 && plan.contrast <= 100);
  // What we say of it is read by the same rules.
  const auto again = escl::parse_scan_settings(as_bytes(escl::to_xml(plan.settings)));
  expect(again.has_value());
  expect(again->region == plan.settings.region && again->format == plan.settings.format);
  expect(escl::parse_document(as_bytes(escl::buffer_info_xml(plan.settings, plan.size())))
             .has_value());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  for (const auto& settings :
       {escl::parse_scan_settings(bytes), escl::parse_buffer_request(bytes)}) {
    if (!settings) {
      expect(!settings.error().what.empty());
      continue;
    }
    const auto plan = intake::escl::plan_of(*settings, copier(), scan::FeederState::loaded);
    if (plan)
      check(*plan);
    else
      expect(plan.error().code == Errc::invalid);
  }
  return 0;
}
