#pragma once

#include "codec/input.h"

#include <array>
#include <csetjmp>
#include <cstdio> // jpeglib.h uses FILE without including it

#include <jpeglib.h>

namespace platen::codec {

// libjpeg-turbo behind Result: its errors come back as values, its warnings never reach stderr, and
// those that mean lost picture data are errors too. Not movable: the library keeps its address.
class JpegDecoder {
public:
  explicit JpegDecoder(const FileInput& file);
  ~JpegDecoder();
  JpegDecoder(const JpegDecoder&) = delete;
  JpegDecoder& operator=(const JpegDecoder&) = delete;

  // Reads up to the first scan and checks the size and the memory that the picture will need.
  Result<void> read_header(const PictureLimits& limits);
  // Of the rows: gray8, rgb8 or cmyk8.
  PixelFormat format() const;
  std::int32_t width() const { return shrunk(library_.image_width); }
  std::int32_t height() const { return shrunk(library_.image_height); }
  // Between read_header() and start(): 1, 2, 4 or 8, done where the blocks are transformed back.
  void shrink(std::int32_t factor) { shrink_ = static_cast<unsigned>(factor); }
  // Adobe's programs store CMYK with 255 for no ink.
  bool inverted() const {
    return library_.out_color_space == JCS_CMYK && library_.saw_Adobe_marker;
  }
  Result<void> start();
  // Decodes straight into the band's rows.
  Result<void> read(const Band& into);

private:
  static JpegDecoder& of(j_common_ptr library);
  static void on_error(j_common_ptr library);
  static void on_message(j_common_ptr library, int level);
  static boolean fill(j_decompress_ptr library);
  static void skip(j_decompress_ptr library, long count);
  static void on_progress(j_common_ptr library);

  [[noreturn]] void escape_with(int code, bool damage);
  bool refill();
  Error describe() const;
  std::int32_t shrunk(JDIMENSION side) const {
    return static_cast<std::int32_t>((side + shrink_ - 1) / shrink_);
  }
  template<class F> Result<void> guarded(F call);
  Result<void> choose_output();

  FileInput file_;
  std::uint64_t offset_ = 0; // of the next byte to fetch
  std::array<JOCTET, 65536> buffer_{};
  bool ended_ = false; // the file gave out before its end-of-image marker
  bool read_fault_ = false;
  unsigned shrink_ = 1;
  bool many_scans_ = false; // the whole picture's coefficients are held
  jpeg_decompress_struct library_{};
  jpeg_error_mgr errors_{};
  jpeg_source_mgr source_{};
  jpeg_progress_mgr progress_{};
  std::jmp_buf escape_{};
  // What was wrong when `escape_` was taken.
  int fault_code_ = 0;
  bool fault_is_damage_ = false;
  std::array<char, JMSG_LENGTH_MAX> fault_text_{};
};

} // namespace platen::codec
