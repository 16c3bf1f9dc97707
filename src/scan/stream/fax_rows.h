#pragma once

#include "base/bytes.h"
#include "image/image.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tiffio.h>

namespace platen::scan {

// CCITT Group 4 (ITU-T T.6) of one page, bare, from libtiff's encoder: it writes a TIFF whose one
// strip is the code; only the strip goes on, as it is made. Bits are 1 for black, as mask1 has
// them.
class FaxRows {
public:
  explicit FaxRows(ByteSink& out) : out_(out) {}
  FaxRows(const FaxRows&) = delete;
  FaxRows& operator=(const FaxRows&) = delete;

  Result<void> begin(std::int32_t width, std::int32_t height);
  Result<void> write(ConstBand rows); // mask1
  Result<void> end();

private:
  struct Close {
    void operator()(TIFF* tiff) const { TIFFCleanup(tiff); } // no directory is wanted
  };
  static FaxRows& of(void* self) { return *static_cast<FaxRows*>(self); }
  static tmsize_t take(thandle_t self, void* bytes, tmsize_t count);
  static toff_t seek(thandle_t self, toff_t offset, int whence);
  static int on_error(TIFF*, void* self, const char* module, const char* format, va_list arguments)
      __attribute__((format(printf, 4, 0)));
  Failure failed() const;

  ByteSink& out_;
  bool in_strip_ = false; // what is written is code
  toff_t position_ = 0, size_ = 0;
  std::array<char, 200> text_{};
  std::optional<Error> refused_;
  std::vector<std::byte> row_;
  std::unique_ptr<TIFF, Close> tiff_;
};

} // namespace platen::scan
