#pragma once

#include "base/bytes.h"
#include "sample/chart/colour.h"

#include <memory>
#include <span>

namespace platen::sample {

// Writes one 16-bit RGB picture as PNG, row by row, from the top. Without interlace, quickly rather
// than tightly packed: a chart lives for one print.
class PngWriter {
public:
  struct Shape {
    int width = 0, height = 0; // pixels
    int ppi = 0;
  };
  // Writes what stands before the pixels. The sink must outlive the writer.
  static Result<PngWriter> begin(ByteSink& sink, Shape shape, Bytes icc_profile);
  PngWriter(PngWriter&&) noexcept;
  PngWriter& operator=(PngWriter&&) noexcept;
  ~PngWriter();

  // The next rows, each `shape.width` pixels; the sink's error, or Errc::bug if libpng refuses.
  Result<void> rows(std::span<const Rgb16> pixels);
  Result<void> finish();

private:
  struct State;
  explicit PngWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace platen::sample
