#include "scan/stream/fax_rows.h"
#include "scan/stream/page_encoder.h"

#include <algorithm>
#include <limits>

namespace platen::scan {

namespace {

// The numbers of TIFF 6.0.
enum Tag : std::uint16_t {
  image_width = 256,
  image_length = 257,
  bits_per_sample = 258,
  compression = 259,
  photometric = 262,
  strip_offsets = 273,
  samples_per_pixel = 277,
  rows_per_strip = 278,
  strip_byte_counts = 279,
  x_resolution = 282,
  y_resolution = 283,
  resolution_unit = 296,
};
enum Type : std::uint16_t { shorts = 3, longs = 4, rationals = 5 };

constexpr std::uint32_t header_bytes = 8, entry_bytes = 12, entry_count = 12;
constexpr std::uint32_t after_directory = header_bytes + 2 + entry_count * entry_bytes + 4;
constexpr std::size_t strip_bytes = 64 << 10; // what a reader takes at once

// A file of one directory, which stands before the strips.
class Head {
public:
  Head(PageShape shape, Dpi resolution, std::uint32_t strip_rows,
       std::vector<std::uint32_t> strip_sizes)
      : sizes_(std::move(strip_sizes)) {
    const auto count = static_cast<std::uint32_t>(sizes_.size());
    const bool fax = shape.format == mask1, color = shape.format == rgb8;
    out_.text("II");
    out_.u16le(42);
    out_.u32le(header_bytes);
    out_.u16le(entry_count);
    entry(image_width, longs, 1, static_cast<std::uint32_t>(shape.width));
    entry(image_length, longs, 1, static_cast<std::uint32_t>(shape.height));
    if (color)
      entry(bits_per_sample, shorts, 3, later(6));
    else
      entry(bits_per_sample, shorts, 1, fax ? 1 : 8);
    entry(compression, shorts, 1, fax ? 4 : 1);               // CCITT G4; none
    entry(photometric, shorts, 1, fax ? 0 : (color ? 2 : 1)); // 0 is white; RGB; 0 is black
    const std::uint32_t offsets_at = count == 1 ? 0 : later(4 * count);
    const std::size_t offsets_entry = out_.buffer.size();
    entry(strip_offsets, longs, count, offsets_at);
    entry(samples_per_pixel, shorts, 1, color ? 3 : 1);
    entry(rows_per_strip, longs, 1, strip_rows);
    entry(strip_byte_counts, longs, count, count == 1 ? sizes_[0] : later(4 * count));
    const std::uint32_t resolution_at = later(8);
    entry(x_resolution, rationals, 1, resolution_at);
    entry(y_resolution, rationals, 1, resolution_at);
    entry(resolution_unit, shorts, 1, 2); // inch
    out_.u32le(0);
    if (count == 1) patch(offsets_entry + 8, after_directory + extra_);
    values(color, count, static_cast<std::uint32_t>(resolution.v));
  }
  Bytes bytes() const { return out_.buffer; }

private:
  void entry(Tag tag, Type type, std::uint32_t count, std::uint32_t value) {
    out_.u16le(tag);
    out_.u16le(type);
    out_.u32le(count);
    out_.u32le(value);
  }
  // The place of values that do not fit into an entry.
  std::uint32_t later(std::uint32_t size) {
    const std::uint32_t at = after_directory + extra_;
    extra_ += size;
    return at;
  }
  void patch(std::size_t at, std::uint32_t value) {
    ByteWriter bytes;
    bytes.u32le(value);
    std::ranges::copy(bytes.buffer, out_.buffer.begin() + static_cast<std::ptrdiff_t>(at));
  }
  // In the order of later().
  void values(bool color, std::uint32_t count, std::uint32_t dpi) {
    if (color)
      for (int i = 0; i < 3; ++i)
        out_.u16le(8);
    std::uint32_t at = after_directory + extra_;
    for (std::uint32_t i = 0; count > 1 && i < count; ++i) {
      out_.u32le(at);
      at += sizes_[i];
    }
    for (std::uint32_t i = 0; count > 1 && i < count; ++i)
      out_.u32le(sizes_[i]);
    out_.u32le(dpi);
    out_.u32le(1);
  }

  std::vector<std::uint32_t> sizes_;
  std::uint32_t extra_ = 0;
  ByteWriter out_;
};

class TiffPage final : public PageEncoder {
public:
  explicit TiffPage(ByteSink& out) : out_(out) {}

  Result<void> begin(PageShape shape, Dpi resolution) override {
    shape_ = shape;
    resolution_ = resolution;
    if (shape.format == mask1) return fax_.begin(shape.width, shape.height);
    const std::size_t row = shape.format.row_bytes(shape.width);
    TRY(const std::size_t all,
        checked_multiply(row, static_cast<std::size_t>(shape.height), "a TIFF"));
    if (all > std::numeric_limits<std::uint32_t>::max() / 2)
      return fail(Errc::limit, "this page is too large for a TIFF: choose a lower resolution");
    const std::size_t rows = std::max<std::size_t>(1, strip_bytes / row);
    std::vector<std::uint32_t> sizes;
    for (std::size_t left = static_cast<std::size_t>(shape.height); left > 0;) {
      const std::size_t here = std::min(rows, left);
      sizes.push_back(static_cast<std::uint32_t>(here * row));
      left -= here;
    }
    const Head head(shape, resolution, static_cast<std::uint32_t>(rows), std::move(sizes));
    return out_.write(head.bytes());
  }

  Result<void> rows(ConstBand rows) override {
    if (shape_.format == mask1) return fax_.write(rows);
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y)
      TRY_VOID(out_.write(rows.row(y)));
    return {};
  }

  Result<void> end() override {
    if (shape_.format != mask1) return {};
    TRY_VOID(fax_.end());
    const Head head(shape_, resolution_, static_cast<std::uint32_t>(shape_.height),
                    {static_cast<std::uint32_t>(code_.buffer.size())});
    TRY_VOID(out_.write(head.bytes()));
    return out_.write(Bytes(code_.buffer));
  }

private:
  ByteSink& out_;
  PageShape shape_;
  Dpi resolution_;
  BufferSink code_;
  FaxRows fax_{code_};
};

} // namespace

std::unique_ptr<PageEncoder> tiff_page(ByteSink& out) {
  return std::make_unique<TiffPage>(out);
}

} // namespace platen::scan
