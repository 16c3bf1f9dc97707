#include "encode/raster/raster_writer.h"

#include "encode/run_map.h"

#include <algorithm>
#include <cstring>

namespace platen::encode {

namespace {

constexpr std::size_t longest_line_repeat = 256; // rows that one line repeat byte stands for
constexpr std::size_t longest_run = 128; // pixels, equal or not, that one length byte stands for
constexpr std::size_t flush_at = std::size_t{256} << 10;

class RasterWriter final : public SideEncoder {
public:
  RasterWriter(const PageShape& shape, std::string_view head, ByteSink& out)
      : out_(out), shape_(shape), row_bytes_(shape.format.row_bytes(shape.width)),
        // Eight pixels of 1 bit are coded together.
        pixel_bytes_(
            std::max<std::size_t>(1, static_cast<std::size_t>(shape.format.bits_per_pixel()) / 8)),
        // A lone pair of bytes costs more as a run than inside its neighbours.
        shortest_run_(pixel_bytes_ == 1 ? 3 : 2), runs_(row_bytes_, pixel_bytes_) {
    EXPECTS(shape.width > 0 && shape.height > 0);
    EXPECTS(shape.format.model != ColorModel::cmyk);
    previous_.reserve(row_bytes_);
    if (shape.format.depth == Depth::bits16) swapped_.resize(row_bytes_);
    // Pixels alone between runs of two cost most: no row grows to twice its size.
    pending_.resize(std::max(flush_at, head.size()) + 2 * row_bytes_ + 2);
    append(as_bytes(head));
  }

  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.format() == shape_.format && rows.width() == shape_.width);
    EXPECTS(rows.rows().first == rows_written_ && rows.rows().end() <= shape_.height);
    if (rows.rows().count == 0) return {};
    Bytes previous(previous_);
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y) {
      const Bytes row = rows.row(y);
      TRY_VOID(put_row(row, previous));
      previous = row;
    }
    previous_.assign(previous.begin(), previous.end());
    rows_written_ = rows.rows().end();
    return {};
  }

  Result<void> finish() override {
    if (rows_written_ != shape_.height)
      return fail(Errc::bug, "a page ended after row " + std::to_string(rows_written_) + " of " +
                                 std::to_string(shape_.height));
    return flush();
  }

private:
  Result<void> put_row(Bytes row, Bytes previous) {
    if (!previous.empty() && repeated_ < longest_line_repeat &&
        std::memcmp(row.data(), previous.data(), row_bytes_) == 0) {
      pending_[repeat_at_] = static_cast<std::byte>(repeated_++);
      return {};
    }
    if (filled_ >= flush_at) TRY_VOID(flush());
    repeat_at_ = filled_;
    repeated_ = 1;
    pending_[filled_++] = std::byte{0};
    encode_row(swapped_.empty() ? row : swap_bytes(row));
    return {};
  }

  Bytes swap_bytes(Bytes row) {
    for (std::size_t i = 0; i + 1 < row.size(); i += 2) {
      swapped_[i] = row[i + 1];
      swapped_[i + 1] = row[i];
    }
    return swapped_;
  }

  void encode_row(Bytes row) {
    split_runs(
        runs_, row, pixel_bytes_, shortest_run_, [this](Bytes pixels) { put_different(pixels); },
        [this](Bytes pixels) { put_equal(pixels); });
  }

  // 0..127: the pixel that follows, 1 to 128 times.
  void put_equal(Bytes pixels) {
    std::size_t count = pixels.size() / pixel_bytes_;
    while (count > 0) {
      const std::size_t now = std::min(count, longest_run);
      pending_[filled_++] = static_cast<std::byte>(now - 1);
      append(pixels.first(pixel_bytes_));
      count -= now;
    }
  }

  // 129..255: 257 - n pixels follow. There is no such code for one pixel; it is a run of one.
  void put_different(Bytes pixels) {
    while (!pixels.empty()) {
      const std::size_t now = std::min(pixels.size() / pixel_bytes_, longest_run);
      pending_[filled_++] = static_cast<std::byte>(now == 1 ? 0 : 257 - now);
      append(pixels.first(now * pixel_bytes_));
      pixels = pixels.subspan(now * pixel_bytes_);
    }
  }

  void append(Bytes bytes) {
    std::memcpy(pending_.data() + filled_, bytes.data(), bytes.size());
    filled_ += bytes.size();
  }

  Result<void> flush() {
    TRY_VOID(out_.write(Bytes(pending_).first(filled_)));
    filled_ = 0;
    return {};
  }

  ByteSink& out_;
  PageShape shape_;
  std::size_t row_bytes_;
  std::size_t pixel_bytes_;
  std::size_t shortest_run_;
  RunMap runs_;
  Buffer previous_; // the last row of the last band, as it came
  Buffer swapped_;
  Buffer pending_; // bytes that wait for the sink; its size is fixed
  std::size_t filled_ = 0;
  std::size_t repeat_at_ = 0; // where in pending_ the line repeat byte of the last row lies
  std::size_t repeated_ = 0;
  std::int32_t rows_written_ = 0;
};

} // namespace

std::unique_ptr<SideEncoder> make_raster_writer(const PageShape& shape, std::string_view head,
                                                ByteSink& out) {
  return std::make_unique<RasterWriter>(shape, head, out);
}

} // namespace platen::encode
