#pragma once

#include "halftone/screen.h"
#include "image/image.h"

#include <cstdint>
#include <span>
#include <vector>

namespace platen::halftone {

// Error diffusion with the weights of Floyd and Steinberg ("An adaptive algorithm for spatial
// greyscale", Proc. SID 17, 1976): 7/16, 3/16, 5/16 and 1/16 of what a pixel got too much or too
// little goes to its neighbours. Rows are gone through to and fro, and the threshold moves by blue
// noise, so that flat tones show neither worms nor checks. Bare paper stays bare and solid ink
// solid; there, what is left over is dropped. Integer arithmetic: the same bits everywhere.
//
// gray8 or gray16 -> mask1. The rows are taken one after the other, from the top: each needs what
// the one before it left, so that this is no pipeline::Stage.
class ErrorDiffusion {
public:
  ErrorDiffusion(PageShape input, ToneCurve curve = {});

  PageShape output() const { return {input_.width, input_.height, mask1}; }
  // The next row; `out` holds (width + 7) / 8 bytes.
  void row(std::span<const std::byte> gray, std::span<std::byte> out);

private:
  template<class Sample> void diffuse(const Sample* gray, std::byte* out);

  const PageShape input_;
  std::vector<std::uint16_t> areas_;       // by gray value: 65535 = solid
  std::vector<std::int32_t> thresholds_;   // a tile of side_ * side_
  std::size_t side_;                       // a power of two
  std::vector<std::int32_t> here_, below_; // what each pixel owes, with a pixel more at both ends
  bool owing_ = false;                     // whether here_ holds anything
  std::int32_t y_ = 0;
};

// Rows of gray that become rows of dots on their way to `to`, which outlives it; from the top.
class DiffusedRows final : public RowSink {
public:
  DiffusedRows(PageShape input, ToneCurve curve, RowSink& to);
  Result<void> write(ConstBand rows) override;

private:
  ErrorDiffusion diffusion_;
  RowSink& to_;
  RowBuffer dots_;
};

} // namespace platen::halftone
