#pragma once

#include "codec/input.h"

#include <csetjmp>
#include <string>
#include <vector>

#include <png.h>

namespace platen::codec {

// libpng behind Result: gives rows of gray or RGB, 8 or 16 bit in native order, alpha laid on
// white. Not movable: the library keeps its address.
class PngDecoder {
public:
  explicit PngDecoder(const FileInput& file) : file_(file) {}
  ~PngDecoder();
  PngDecoder(const PngDecoder&) = delete;
  PngDecoder& operator=(const PngDecoder&) = delete;

  // Checks the size in the first chunk before the library sees it, then reads up to the pixels.
  Result<void> read_header(const PictureLimits& limits);
  PageShape shape() const { return shape_; }
  // For what the header says beside the size (profile, gamma, resolution).
  png_structp library() const { return png_; }
  png_infop header() const { return info_; }

  // An interlaced picture is decoded here, whole.
  Result<void> start(const PictureLimits& limits);
  Result<void> read(const Band& into);

private:
  [[noreturn]] static void on_error(png_structp png, png_const_charp text);
  static void on_warning(png_structp, png_const_charp) {}
  static void on_read(png_structp png, png_bytep into, png_size_t count);
  bool fetch(png_bytep into, std::size_t count);
  template<class F> Result<void> guarded(F call);
  Error describe() const;
  Result<void> read_interlaced();
  void deliver(const std::byte* from, const Band& into, std::int32_t y) const;

  FileInput file_;
  std::uint64_t offset_ = 0;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  PageShape shape_;
  bool alpha_ = false;
  int pass_ = 0, passes_ = 1;
  std::int32_t row_ = 0;      // the next one
  Buffer scratch_;            // one row with alpha
  Buffer whole_;              // interlaced only: every row as the library gives it
  std::size_t row_bytes_ = 0; // of a row as the library gives it
  std::jmp_buf escape_{};
  bool decoding_ = false, ended_ = false, read_fault_ = false;
  char fault_text_[160] = {};
};

} // namespace platen::codec
