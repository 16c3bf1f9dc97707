#pragma once

#include "encode/ivec/parse_answer.h"
#include "model/ticket.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::encode::ivec {

// What a device answered to GetCapability(print).
class Capability {
public:
  static Result<Capability> from(const Answer& answer);

  bool has(std::string_view element) const;
  // All values of an element's comma lists; empty when the device does not have the element. An
  // element that carries an attribute named in `chosen` counts only where the attribute has the
  // chosen value.
  using Chosen = std::map<std::string, std::string, std::less<>>;
  std::vector<std::string> values(std::string_view element, const Chosen& chosen = {}) const;

  // Pixels of the printable area at resolution_base().
  std::optional<std::array<std::int32_t, 2>> area(std::string_view papersize,
                                                  bool borderless) const;
  std::optional<model::Margins> margins(std::string_view papersize, bool borderless) const;
  std::optional<std::array<std::int32_t, 2>> max_pixels() const; // width, height of a payload
  Dpi resolution_base() const;
  // That of `wanted` where the device lists its resolutions: itself, else the next lower one, else
  // the lowest.
  Dpi resolution(Dpi wanted) const;
  // Whether pages of PWG raster may be AdobeRGB.
  bool takes_adobe_rgb() const;

private:
  std::vector<std::string> values_for(std::string_view element, std::string_view papersize) const;
  std::vector<Element> elements_;
};

} // namespace platen::encode::ivec
