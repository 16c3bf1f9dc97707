#pragma once

#include "codec/input.h"

#include <array>
#include <cstdarg>
#include <memory>

#include <tiffio.h>

namespace platen::codec {

// One open TIFF behind libtiff: what it complains of is kept here and never printed. Not movable:
// the library keeps its address.
class TiffFile {
public:
  static Result<std::unique_ptr<TiffFile>> open(const FileInput& file, const PictureLimits& limits);
  ~TiffFile();
  TiffFile(const TiffFile&) = delete;
  TiffFile& operator=(const TiffFile&) = delete;

  TIFF* get() const { return tiff_; }
  const FileInput& input() const { return file_; }

  // From here on a warning that pixels are missing counts as an error: some of libtiff's decoders
  // only warn, and fill the rest with gray or white.
  void begin_decoding() { decoding_ = true; }
  bool pixels_lost() const { return pixels_lost_; }
  // "the TIFF WHAT (libtiff's own words)"
  Failure failure(std::string_view what) const;

private:
  explicit TiffFile(const FileInput& file) : file_(file) {}
  static TiffFile& of(void* self) { return *static_cast<TiffFile*>(self); }
  static tmsize_t read(thandle_t self, void* into, tmsize_t count);
  static toff_t seek(thandle_t self, toff_t offset, int whence);
  static int on_error(TIFF*, void* self, const char* module, const char* format, va_list arguments)
      __attribute__((format(printf, 4, 0)));
  static int on_warning(TIFF*, void* self, const char* module, const char* format,
                        va_list arguments) __attribute__((format(printf, 4, 0)));

  FileInput file_;
  std::uint64_t offset_ = 0;
  TIFF* tiff_ = nullptr;
  bool decoding_ = false, pixels_lost_ = false;
  std::array<char, 200> text_{};
};

} // namespace platen::codec
