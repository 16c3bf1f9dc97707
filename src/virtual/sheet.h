#pragma once

#include "image/image.h"
#include "virtual/png_file.h"
#include "virtual/record.h"

#include <memory>
#include <vector>

namespace platen::twin {

// Draws one side: white paper of its true size, the raster at its true margins, averaged down to
// the PNG's resolution. Holds one row of output, whatever the size of the sheet.
class Sheet {
public:
  // dpi 0 (or more than the raster has) = the raster's own resolution. `shape` is the raster's:
  // rgb8, gray8 or mask1.
  static Result<std::unique_ptr<Sheet>> create(const std::filesystem::path& path,
                                               const SideRecord& side, PageShape shape,
                                               std::int32_t dpi);
  Result<void> row(std::span<const std::byte> raster_row); // from the top down
  Result<void> finish();

private:
  Sheet(const SideRecord& side, PageShape shape, Dpi drawn);
  Result<void> emit_rows_before(std::int32_t drawn_row);
  void add_samples(std::span<const std::byte> raster_row);
  void add_bits(std::span<const std::byte> raster_row);
  std::int32_t drawn_of(std::int32_t device_pixel) const {
    return static_cast<std::int32_t>(std::int64_t{device_pixel} * drawn_.v / device_.v);
  }
  // Device pixels [first_of(n), first_of(n + 1)) make drawn pixel n.
  std::int32_t first_of(std::int32_t drawn_pixel) const {
    return static_cast<std::int32_t>((std::int64_t{drawn_pixel} * device_.v + drawn_.v - 1) /
                                     drawn_.v);
  }

  PageShape shape_;
  Dpi device_, drawn_;
  std::int32_t paper_width_, paper_height_; // device pixels
  std::int32_t left_, top_;     // of the raster on the paper, device pixels; may be negative
  std::int32_t width_, height_; // drawn pixels
  std::int32_t channels_;
  std::int32_t next_device_row_; // of the paper
  std::int32_t drawn_row_ = 0;
  std::vector<std::uint32_t> darkness_; // sums of 255 - sample over the drawn row so far
  std::vector<std::uint8_t> line_;
  std::unique_ptr<PngFile> png_;
  bool one_bit_ = false;
};

} // namespace platen::twin
