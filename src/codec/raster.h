#pragma once

#include "codec/input.h"

#include <array>
#include <memory>
#include <string_view>
#include <vector>

// What PWG raster and Apple raster share: pages of lines in the same run-length code, after headers
// of their own. Source: PWG 5102.4-2012, 4.3 and 4.4.
namespace platen::codec {

// A file read from some offset on, through a buffer.
class FileStream {
public:
  FileStream(const FileInput& file, std::uint64_t offset) : file_(file), next_(offset) {}
  std::uint64_t offset() const { return next_ - (filled_ - used_); }
  bool at_end() const { return offset() >= file_.size(); }
  // Errc::malformed with "the data ends early" where nothing is left.
  Result<std::uint8_t> u8() {
    if (used_ == filled_) TRY_VOID(refill());
    return std::to_integer<std::uint8_t>(buffer_[used_++]);
  }
  Result<void> read(std::span<std::byte> into);
  Result<void> skip(std::uint64_t count);

private:
  Result<void> refill();
  FileInput file_;
  std::uint64_t next_; // offset of the byte after the buffer
  std::size_t used_ = 0, filled_ = 0;
  std::array<std::byte, 65536> buffer_{};
};

struct RasterPage {
  std::uint64_t header_at = 0;
  std::uint64_t data_at = 0; // of the first line
  std::uint64_t end = 0;     // of its last line
  PictureInfo info;
  std::int32_t stored_bits = 8; // a sample: 1, 8 or 16, most significant byte first
  bool ink = false;             // gray samples count black: 0 is white
  std::size_t line_bytes() const {
    return (static_cast<std::size_t>(info.width) *
                static_cast<std::size_t>(stored_bits * info.format.channels()) +
            7) /
           8;
  }
  // What the run-length code counts in: whole pixels, or bytes of eight pixels.
  std::size_t unit_bytes() const {
    return stored_bits == 1 ? 1
                            : static_cast<std::size_t>(stored_bits / 8 * info.format.channels());
  }
  std::byte white() const { // what the code "clear to the end of the line" stands for
    return ink || info.format.model == ColorModel::cmyk ? std::byte{0} : std::byte{0xff};
  }
};

// The lines of one page, in order.
class RasterLines {
public:
  RasterLines(const FileInput& file, const RasterPage& page)
      : stream_(file, page.data_at), page_(page) {}
  // The next line, as stored; `into` is line_bytes() long.
  Result<void> read(std::span<std::byte> into);
  // Walks to the page's end without keeping anything; gives the offset of what follows.
  Result<std::uint64_t> skip_page();

private:
  Result<void> start_line();
  Result<void> decode(std::byte* into); // null: walk only
  FileStream stream_;
  const RasterPage& page_;
  std::int32_t row_ = 0;
  std::int32_t repeats_ = 0; // how often the last decoded line is still due
  Buffer last_;
};

// Checks a page's size and that `what` stores it in a way that is known; fills format, stored_bits
// and ink. `colors` and the bits are as the page header counts them.
enum class RasterSpace : std::uint8_t { gray, black, rgb, adobe_rgb, cmyk };
Result<void> describe_page(RasterPage& page, RasterSpace space, std::uint32_t bits_per_color,
                           std::uint32_t bits_per_pixel, std::string_view what);

// Reads page headers one after the other: fills `page` from the header at `at` and sets data_at.
class RasterDialect {
public:
  virtual ~RasterDialect() = default;
  virtual std::string_view name() const = 0; // "PWG raster"
  virtual std::uint64_t first_page_at() const = 0;
  virtual Result<RasterPage> read_page_header(const FileInput& file, std::uint64_t at,
                                              const PictureLimits& limits) const = 0;
};

// Walks the whole file, so that a page that ends early is known before the first is printed.
Result<std::unique_ptr<PictureReader>>
open_raster(const FileInput& file, const PictureLimits& limits, const RasterDialect& dialect);

} // namespace platen::codec
