#pragma once

#include "scan/device/device.h"
#include "wire/escl/answers.h"
#include "wire/escl/scan_settings.h"

namespace platen::intake::escl {

// How a client's wishes are carried out.
struct Plan {
  scan::ScanRequest request; // to the device
  scan::Format format = scan::Format::jpeg;
  std::int32_t jpeg_quality = 80;
  PageShape page; // exactly what the client gets, whatever the device makes of the request
  std::int32_t brightness = 0, contrast = 0; // -100 to 100
  std::int32_t threshold = 128;              // bilevel: what is darker is ink
  platen::escl::ScanSettings settings;       // all that was left open is filled in

  // The whole stack is one document.
  bool one_document() const { return format == scan::Format::pdf; }
  platen::escl::ImageSize size() const;
};

// `feeder` decides where the client does not say which source it wants: the feeder if it is known
// to be loaded, else the glass. Errc::invalid names the setting and what it may be.
Result<Plan> plan_of(const platen::escl::ScanSettings& settings, const scan::ScannerFacts& facts,
                     scan::FeederState feeder);

// What the scanner offers of colour when we add what we can make ourselves: gray of colour, black
// and white of either.
std::vector<platen::escl::ColorMode> offered_modes(const scan::SourceOffer& offer);

std::string_view media_type_of(scan::Format format);

} // namespace platen::intake::escl
