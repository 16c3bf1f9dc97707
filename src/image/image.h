#pragma once

#include "base/result.h"
#include "units/units.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <type_traits>

namespace platen {

enum class ColorModel : std::uint8_t {
  gray, // 1 channel, 0 = black
  rgb,  // 3 channels, 0 = black
  cmyk, // 4 channels, 0 = no ink
  mask, // 1 channel, 1 = ink (bit 1, or any non-zero sample): what a monochrome engine prints
};
enum class Depth : std::uint8_t { bits1 = 1, bits8 = 8, bits16 = 16 };

// How samples lie in a row: chunky (RGBRGB...), 16-bit samples in native byte order, 1-bit pixels
// packed eight to a byte with the leftmost in the most significant bit.
struct PixelFormat {
  ColorModel model = ColorModel::gray;
  Depth depth = Depth::bits8;

  constexpr std::int32_t channels() const {
    return model == ColorModel::rgb ? 3 : model == ColorModel::cmyk ? 4 : 1;
  }
  constexpr std::int32_t bits_per_pixel() const { return channels() * static_cast<std::int32_t>(depth); }
  constexpr std::size_t row_bytes(std::int32_t width) const {
    return (static_cast<std::size_t>(width) * static_cast<std::size_t>(bits_per_pixel()) + 7) / 8;
  }
  constexpr bool operator==(const PixelFormat&) const = default;
};

inline constexpr PixelFormat gray8{ColorModel::gray, Depth::bits8};
inline constexpr PixelFormat gray16{ColorModel::gray, Depth::bits16};
inline constexpr PixelFormat rgb8{ColorModel::rgb, Depth::bits8};
inline constexpr PixelFormat rgb16{ColorModel::rgb, Depth::bits16};
inline constexpr PixelFormat cmyk8{ColorModel::cmyk, Depth::bits8};
inline constexpr PixelFormat cmyk16{ColorModel::cmyk, Depth::bits16};
inline constexpr PixelFormat mask1{ColorModel::mask, Depth::bits1};

std::string to_string(PixelFormat format);

struct PageShape {
  std::int32_t width = 0;  // pixels
  std::int32_t height = 0; // rows
  PixelFormat format;
  constexpr bool operator==(const PageShape&) const = default;
};

struct RowRange {
  std::int32_t first = 0;
  std::int32_t count = 0;
  constexpr std::int32_t end() const { return first + count; }
  constexpr bool operator==(const RowRange&) const = default;
};

// Rows of a page that somebody else owns. Byte is std::byte or const std::byte. Row numbers are page
// rows: row(y) is valid for rows.first <= y < rows.end(). Rows are `stride` bytes apart; a row is at
// least format.row_bytes(width) long; 16-bit rows are 2-byte aligned.
template <class Byte> class BasicBand {
  static_assert(std::is_same_v<std::remove_const_t<Byte>, std::byte>);

public:
  BasicBand() = default;
  BasicBand(Byte* base, std::size_t stride, std::int32_t width, PixelFormat format, RowRange rows)
      : base_(base), stride_(stride), width_(width), format_(format), rows_(rows) {}
  // To const only.
  template <class Other>
    requires(std::is_const_v<Byte> && !std::is_const_v<Other>)
  BasicBand(const BasicBand<Other>& other)
      : base_(other.base()), stride_(other.stride()), width_(other.width()), format_(other.format()),
        rows_(other.rows()) {}

  Byte* base() const { return base_; }
  std::size_t stride() const { return stride_; }
  std::int32_t width() const { return width_; }
  PixelFormat format() const { return format_; }
  RowRange rows() const { return rows_; }
  std::size_t row_bytes() const { return format_.row_bytes(width_); }

  std::span<Byte> row(std::int32_t y) const {
    EXPECTS(y >= rows_.first && y < rows_.end());
    return {base_ + static_cast<std::size_t>(y - rows_.first) * stride_, row_bytes()};
  }
  // The row as samples: T is std::uint8_t or std::uint16_t and must fit the depth.
  template <class T> auto samples(std::int32_t y) const {
    using Sample = std::conditional_t<std::is_const_v<Byte>, const T, T>;
    EXPECTS(static_cast<std::size_t>(format_.depth) == 8 * sizeof(T));
    auto bytes = row(y);
    return std::span<Sample>(reinterpret_cast<Sample*>(bytes.data()), bytes.size() / sizeof(T));
  }
  // The rows `range` of this band, which must lie inside it.
  BasicBand sub(RowRange range) const {
    EXPECTS(range.first >= rows_.first && range.end() <= rows_.end());
    return {base_ + static_cast<std::size_t>(range.first - rows_.first) * stride_, stride_, width_, format_,
            range};
  }

private:
  Byte* base_ = nullptr;
  std::size_t stride_ = 0;
  std::int32_t width_ = 0;
  PixelFormat format_;
  RowRange rows_;
};
using Band = BasicBand<std::byte>;
using ConstBand = BasicBand<const std::byte>;

// Owns rows: move-only, 64-byte aligned, each row padded to 64 bytes, contents undefined at first.
class RowBuffer {
public:
  RowBuffer() = default;
  RowBuffer(std::int32_t width, std::int32_t rows, PixelFormat format);
  Band band(RowRange rows);            // rows.count <= capacity(); gives its rows page numbers
  ConstBand band(RowRange rows) const;
  std::int32_t width() const { return width_; }
  std::int32_t capacity() const { return capacity_; }
  PixelFormat format() const { return format_; }
  std::size_t stride() const { return stride_; }

private:
  struct Free {
    void operator()(std::byte* p) const { ::operator delete[](p, std::align_val_t{64}); }
  };
  std::unique_ptr<std::byte[], Free> memory_;
  std::int32_t width_ = 0;
  std::int32_t capacity_ = 0;
  std::size_t stride_ = 0;
  PixelFormat format_;
};

// Rows of one picture or page, given once, from the top down.
class RowSource {
public:
  virtual ~RowSource() = default;
  virtual PageShape shape() const = 0;
  // Fills the next into.rows().count rows; into has the source's width and format, and its rows
  // continue where the last read ended.
  virtual Result<void> read(Band into) = 0;
};

// Takes the rows of one page, once, from the top down.
class RowSink {
public:
  virtual ~RowSink() = default;
  virtual Result<void> write(ConstBand rows) = 0;
};

} // namespace platen
