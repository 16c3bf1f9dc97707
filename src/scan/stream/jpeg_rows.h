#pragma once

#include "base/bytes.h"
#include "image/image.h"

#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio> // jpeglib.h forgets it
#include <optional>
#include <vector>

#include <jpeglib.h>

namespace platen::scan {

// A baseline JPEG (JFIF) whose bytes leave with the rows that they are made of. Gray8, rgb8; mask1
// is written as gray. One picture each.
class JpegRows {
public:
  JpegRows(ByteSink& out, std::int32_t quality); // both as in page_encoder.h
  ~JpegRows();
  JpegRows(const JpegRows&) = delete;
  JpegRows& operator=(const JpegRows&) = delete;

  Result<void> begin(PageShape shape, Dpi resolution);
  Result<void> write(ConstBand rows);
  Result<void> end();

private:
  template<class F> Result<void> guarded(F call);
  bool flush(); // false: refused_ says why
  void write_row(std::span<const std::byte> row, PixelFormat format);
  static JpegRows& of(j_compress_ptr library);

  ByteSink& out_;
  std::int32_t quality_;
  jpeg_compress_struct library_{};
  jpeg_error_mgr errors_{};
  jpeg_destination_mgr destination_{};
  std::array<JOCTET, 16 << 10> buffer_{};
  std::vector<std::uint8_t> gray_; // one row of mask1
  std::jmp_buf escape_{};
  std::optional<Error> refused_;
};

} // namespace platen::scan
