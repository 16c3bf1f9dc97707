#pragma once

#include "codec/gamma_profile.h"
#include "codec/tiff_layout.h"

#include <span>
#include <vector>

namespace platen::codec {

// What the samples of a page of Lab mean: RGB of 16 bits that holds all colours that surfaces have
// (ISO 22028-2) as finely as 16-bit Lab does.
Result<Buffer> lab_profile();

// Stored rows of one TIFF page to the samples that readers promise: palette looked up, small
// samples widened, floating ones made 16 bits, white-is-zero turned round, alpha laid on white, Lab
// turned to the RGB of lab_profile().
class TiffPixels {
public:
  explicit TiffPixels(const TiffLayout& layout);
  // Whether stored rows are the promised rows already.
  bool direct() const { return direct_; }
  // `planes` holds one stored row a plane, samples in native order; `to` is one row.
  // Errc::malformed for floating-point samples that are no numbers or infinite.
  Result<void> convert(std::span<const Bytes> planes, std::span<std::byte> to);

private:
  Result<void> unpack(std::span<const Bytes> planes);
  template<class Sample> void write(std::span<std::byte> to);
  void write_palette(std::span<std::byte> to);
  void write_lab(std::span<std::byte> to);
  std::span<const std::uint16_t> pixel(std::size_t x) const {
    return std::span(samples_).subspan(x * layout_.samples, layout_.samples);
  }

  const TiffLayout& layout_;
  bool direct_ = false;
  LightMatrix lab_light_{};
  std::vector<std::uint16_t> samples_; // one row, chunky, as stored
};

} // namespace platen::codec
