#include "codec/tiff_chunks.h"

#include <algorithm>
#include <cstring>

namespace platen::codec {
namespace {

std::uint64_t row_bytes_of(const TiffLayout& layout, std::uint32_t width) {
  return (std::uint64_t{width} * layout.samples_in_plane() * layout.bits + 7) / 8;
}

// Strips without compression: any row can be read where it lies, whatever the strips' height.
class PlainRows final : public TiffRowReader {
public:
  PlainRows(TiffFile& file, const TiffLayout& layout)
      : file_(file), layout_(layout),
        row_bytes_(static_cast<std::size_t>(row_bytes_of(layout, layout.chunk_width))),
        buffer_(row_bytes_ * layout.plane_count()), rows_(layout.plane_count()) {
    std::uint16_t order = FILLORDER_MSB2LSB;
    TIFFGetFieldDefaulted(file.get(), TIFFTAG_FILLORDER, &order);
    reverse_bits_ = order == FILLORDER_LSB2MSB && layout.bits < 8;
    swap_ = TIFFIsByteSwapped(file.get()) != 0 && layout.bits >= 16;
    strips_in_plane_ = (static_cast<std::uint32_t>(layout.height) - 1) / layout.chunk_height + 1;
  }

  Result<std::span<const Bytes>> row(std::int32_t y) override {
    const std::uint32_t strip = static_cast<std::uint32_t>(y) / layout_.chunk_height;
    const std::uint32_t within = static_cast<std::uint32_t>(y) % layout_.chunk_height;
    for (std::uint32_t p = 0; p < layout_.plane_count(); ++p) {
      const std::span into = std::span(buffer_).subspan(p * row_bytes_, row_bytes_);
      const std::uint64_t start = TIFFGetStrileOffset(file_.get(), p * strips_in_plane_ + strip);
      const std::uint64_t skip = std::uint64_t{within} * row_bytes_;
      std::size_t got = 0;
      if (start != 0 && start <= file_.input().size()) {
        TRY(got, file_.input().read_at(start + skip, into));
      }
      if (got != row_bytes_) return file_.failure("ends early");
      if (swap_ && layout_.bits == 32)
        TIFFSwabArrayOfLong(reinterpret_cast<std::uint32_t*>(into.data()),
                            static_cast<tmsize_t>(row_bytes_ / 4));
      else if (swap_)
        TIFFSwabArrayOfShort(reinterpret_cast<std::uint16_t*>(into.data()),
                             static_cast<tmsize_t>(row_bytes_ / 2));
      if (reverse_bits_)
        TIFFReverseBits(reinterpret_cast<std::uint8_t*>(into.data()),
                        static_cast<tmsize_t>(row_bytes_));
      rows_[p] = into;
    }
    return rows_;
  }

private:
  TiffFile& file_;
  const TiffLayout& layout_;
  std::size_t row_bytes_;
  std::uint32_t strips_in_plane_ = 1;
  bool reverse_bits_ = false, swap_ = false;
  Buffer buffer_;
  std::vector<Bytes> rows_;
};

// Compressed strips of whole pixels: the library unpacks one row after the other.
class ScanlineRows final : public TiffRowReader {
public:
  ScanlineRows(TiffFile& file, const TiffLayout& layout, std::size_t scanline_bytes)
      : file_(file), used_(static_cast<std::size_t>(row_bytes_of(layout, layout.chunk_width))),
        buffer_(std::max(used_, scanline_bytes)) {}

  Result<std::span<const Bytes>> row(std::int32_t y) override {
    const int done =
        TIFFReadScanline(file_.get(), buffer_.data(), static_cast<std::uint32_t>(y), 0);
    if (done < 0 || file_.pixels_lost()) return file_.failure("ends early or is damaged");
    row_ = Bytes(buffer_).first(used_);
    return std::span<const Bytes>(&row_, 1);
  }

private:
  TiffFile& file_;
  std::size_t used_;
  Buffer buffer_;
  Bytes row_;
};

// Tiles, and compressed strips of separate planes: a row of chunks of every plane is held.
class ChunkRows final : public TiffRowReader {
public:
  ChunkRows(TiffFile& file, const TiffLayout& layout, std::size_t chunk_bytes)
      : file_(file), layout_(layout), chunk_bytes_(chunk_bytes),
        across_((static_cast<std::uint32_t>(layout.width) - 1) / layout.chunk_width + 1),
        chunk_row_bytes_(static_cast<std::size_t>(row_bytes_of(layout, layout.chunk_width))),
        chunks_(chunk_bytes * across_ * layout.plane_count()),
        rows_buffer_(chunk_row_bytes_ * across_ * layout.plane_count()),
        rows_(layout.plane_count()) {
    const std::uint32_t down =
        (static_cast<std::uint32_t>(layout.height) - 1) / layout.chunk_height + 1;
    chunks_in_plane_ = down * across_;
  }

  static std::uint64_t memory(const TiffLayout& layout, std::uint64_t chunk_bytes) {
    const std::uint64_t across =
        (static_cast<std::uint32_t>(layout.width) - 1) / layout.chunk_width + 1;
    return chunk_bytes * across * layout.plane_count();
  }

  Result<std::span<const Bytes>> row(std::int32_t y) override {
    const std::uint32_t down = static_cast<std::uint32_t>(y) / layout_.chunk_height;
    const std::uint32_t within = static_cast<std::uint32_t>(y) % layout_.chunk_height;
    if (down != loaded_) {
      TRY_VOID(load(down));
      loaded_ = down;
    }
    for (std::uint32_t p = 0; p < layout_.plane_count(); ++p) {
      std::byte* const row = rows_buffer_.data() + p * chunk_row_bytes_ * across_;
      for (std::uint32_t i = 0; i < across_; ++i)
        std::memcpy(row + i * chunk_row_bytes_,
                    chunks_.data() + (p * across_ + i) * chunk_bytes_ + within * chunk_row_bytes_,
                    chunk_row_bytes_);
      rows_[p] = {row, chunk_row_bytes_ * across_};
    }
    return rows_;
  }

private:
  Result<void> load(std::uint32_t down) {
    const auto rows = std::min(layout_.chunk_height, static_cast<std::uint32_t>(layout_.height) -
                                                         down * layout_.chunk_height);
    // The last strip is as short as the page demands; tiles are always whole.
    const auto wanted =
        static_cast<tmsize_t>(layout_.tiled ? chunk_bytes_ : std::size_t{rows} * chunk_row_bytes_);
    for (std::uint32_t p = 0; p < layout_.plane_count(); ++p)
      for (std::uint32_t i = 0; i < across_; ++i) {
        std::byte* const into = chunks_.data() + (p * across_ + i) * chunk_bytes_;
        const std::uint32_t index = p * chunks_in_plane_ + down * across_ + i;
        const tmsize_t got = layout_.tiled ? TIFFReadEncodedTile(file_.get(), index, into, wanted)
                                           : TIFFReadEncodedStrip(file_.get(), index, into, wanted);
        if (got != wanted || file_.pixels_lost()) return file_.failure("ends early or is damaged");
      }
    return {};
  }

  TiffFile& file_;
  const TiffLayout& layout_;
  std::size_t chunk_bytes_;
  std::uint32_t across_;
  std::uint32_t chunks_in_plane_ = 0;
  std::size_t chunk_row_bytes_;
  Buffer chunks_;
  Buffer rows_buffer_;
  std::vector<Bytes> rows_;
  std::uint32_t loaded_ = ~std::uint32_t{0};
};

// YCbCr outside JPEG, with its samples in clumps: the library's own way to RGB, a chunk row at a
// time.
class RgbaRows final : public TiffRowReader {
public:
  RgbaRows(TiffFile& file, const TiffLayout& layout)
      : file_(file), layout_(layout),
        across_((static_cast<std::uint32_t>(layout.width) - 1) / layout.chunk_width + 1),
        raster_(std::size_t{layout.chunk_width} * layout.chunk_height),
        rgb_(static_cast<std::size_t>(layout.width) * layout.chunk_height * 3) {
    // The library would mirror what the page's orientation asks for; rows are promised as stored.
    TIFFSetField(file.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  }

  static std::uint64_t memory(const TiffLayout& layout) {
    const std::uint64_t rows = layout.chunk_height;
    return rows * layout.chunk_width * 4 + rows * static_cast<std::uint64_t>(layout.width) * 3;
  }

  Result<std::span<const Bytes>> row(std::int32_t y) override {
    const std::uint32_t down = static_cast<std::uint32_t>(y) / layout_.chunk_height;
    if (down != loaded_) {
      for (std::uint32_t i = 0; i < across_; ++i)
        TRY_VOID(load(down, i));
      loaded_ = down;
    }
    const std::size_t row_bytes = static_cast<std::size_t>(layout_.width) * 3;
    row_ = Bytes(rgb_).subspan(static_cast<std::uint32_t>(y) % layout_.chunk_height * row_bytes,
                               row_bytes);
    return std::span<const Bytes>(&row_, 1);
  }

private:
  Result<void> load(std::uint32_t down, std::uint32_t i) {
    const std::uint32_t x0 = i * layout_.chunk_width, y0 = down * layout_.chunk_height;
    const int done = layout_.tiled ? TIFFReadRGBATileExt(file_.get(), x0, y0, raster_.data(), 1)
                                   : TIFFReadRGBAStripExt(file_.get(), y0, raster_.data(), 1);
    if (done == 0 || file_.pixels_lost()) return file_.failure("ends early or is damaged");
    const auto width = static_cast<std::uint32_t>(layout_.width);
    const std::uint32_t columns = std::min(layout_.chunk_width, width - x0);
    const std::uint32_t rows =
        std::min(layout_.chunk_height, static_cast<std::uint32_t>(layout_.height) - y0);
    const std::uint32_t held = layout_.tiled ? layout_.chunk_height : rows; // bottom row first
    for (std::uint32_t y = 0; y < rows; ++y)
      for (std::uint32_t x = 0; x < columns; ++x) {
        const std::uint32_t pixel = raster_[std::size_t{held - 1 - y} * layout_.chunk_width + x];
        std::byte* const to = rgb_.data() + (std::size_t{y} * width + x0 + x) * 3;
        to[0] = static_cast<std::byte>(TIFFGetR(pixel));
        to[1] = static_cast<std::byte>(TIFFGetG(pixel));
        to[2] = static_cast<std::byte>(TIFFGetB(pixel));
      }
    return {};
  }

  TiffFile& file_;
  const TiffLayout& layout_;
  std::uint32_t across_;
  std::vector<std::uint32_t> raster_;
  Buffer rgb_;
  Bytes row_;
  std::uint32_t loaded_ = ~std::uint32_t{0};
};

} // namespace

Result<std::unique_ptr<TiffRowReader>>
make_tiff_row_reader(TiffFile& file, const TiffLayout& layout, const PictureLimits& limits) {
  if (layout.colour == TiffLayout::Colour::ycbcr) {
    TRY_VOID(check_memory(RgbaRows::memory(layout), limits, "the TIFF",
                          "of how its strips or tiles lie"));
    return std::make_unique<RgbaRows>(file, layout);
  }
  if (layout.plain) return std::make_unique<PlainRows>(file, layout);
  if (!layout.tiled && !layout.planes) {
    const std::uint64_t scanline = TIFFScanlineSize64(file.get());
    TRY_VOID(check_memory(scanline, limits, "the TIFF", "a single row is that large"));
    if (scanline < row_bytes_of(layout, layout.chunk_width)) return file.failure("has no rows");
    return std::make_unique<ScanlineRows>(file, layout, static_cast<std::size_t>(scanline));
  }
  const std::uint64_t chunk =
      layout.tiled ? TIFFTileSize64(file.get()) : TIFFStripSize64(file.get());
  if (chunk < row_bytes_of(layout, layout.chunk_width) * layout.chunk_height)
    return file.failure("has strips or tiles of an impossible size");
  TRY_VOID(check_memory(chunk, limits, "the TIFF", "a strip or tile is that large"));
  TRY_VOID(check_memory(ChunkRows::memory(layout, chunk), limits, "the TIFF",
                        layout.tiled ? "its tiles are tall" : "its planes are separate"));
  return std::make_unique<ChunkRows>(file, layout, static_cast<std::size_t>(chunk));
}

} // namespace platen::codec
