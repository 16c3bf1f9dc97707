#include "encode/ivec/pwg_writer.h"

#include "encode/run_map.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace platen::encode {

namespace {

constexpr std::size_t header_bytes = 1796;       // PWG 5102.4 §4.3
constexpr std::size_t text_bytes = 64;           // of a text field, its final NUL included
constexpr std::size_t longest_line_repeat = 256; // rows that one line repeat byte stands for
constexpr std::size_t longest_run = 128; // pixels, equal or not, that one length byte stands for
constexpr std::size_t flush_at = std::size_t{256} << 10;

class Header {
public:
  void number(std::size_t offset, std::int64_t value) {
    for (std::size_t i = 0; i < 4; ++i)
      bytes_[offset + i] = static_cast<std::byte>((value >> (24 - 8 * i)) & 0xff);
  }
  void text(std::size_t offset, std::string_view value) {
    const std::size_t length = std::min(value.size(), text_bytes - 1);
    std::memcpy(bytes_.data() + offset, value.data(), length);
  }
  Bytes bytes() const { return bytes_; }

private:
  std::array<std::byte, header_bytes> bytes_{};
};

std::int64_t whole_points(Hmm length) {
  return std::llround(to_points(length).v);
}

// Offsets: PWG 5102.4 table 5.
Header make_header(const PwgPage& page) {
  const PixelFormat format = page.shape.format;
  const bool rgb = format.model == ColorModel::rgb;
  Header header;
  header.text(0, "PwgRaster");
  header.text(128, page.media_type);
  header.number(276, page.resolution.v);
  header.number(280, page.resolution.v);
  header.number(340, 1); // copies: sent again where more are wanted
  header.number(352, whole_points(page.media.width));
  header.number(356, whole_points(page.media.height));
  header.number(372, page.shape.width);
  header.number(376, page.shape.height);
  header.number(384, static_cast<std::int64_t>(format.depth));
  header.number(388, format.bits_per_pixel());
  header.number(392, static_cast<std::int64_t>(format.row_bytes(page.shape.width)));
  header.number(396, 0);             // chunky
  header.number(400, rgb ? 19 : 18); // sRGB, sGray
  header.number(420, format.channels());
  header.number(452, 1);                // pages in this file
  header.number(456, 1);                // no mirroring across
  header.number(460, 1);                // or along the feed
  header.number(472, page.shape.width); // the image box is the whole raster
  header.number(476, page.shape.height);
  header.number(480, 0x00ffffff); // AlternatePrimary: white
  header.text(1732, page.size_name);
  return header;
}

class PwgWriter final : public SideEncoder {
public:
  PwgWriter(const PwgPage& page, ByteSink& out)
      : out_(out), page_(page), row_bytes_(page.shape.format.row_bytes(page.shape.width)),
        pixel_bytes_(static_cast<std::size_t>(page.shape.format.bits_per_pixel()) / 8),
        // A lone pair of bytes costs more as a run than inside its neighbours.
        shortest_run_(pixel_bytes_ == 1 ? 3 : 2), runs_(row_bytes_, pixel_bytes_) {
    EXPECTS(page.shape.width > 0 && page.shape.height > 0);
    EXPECTS(page.shape.format.model == ColorModel::rgb ||
            page.shape.format.model == ColorModel::gray);
    EXPECTS(page.shape.format.depth != Depth::bits1);
    previous_.reserve(row_bytes_);
    if (page.shape.format.depth == Depth::bits16) swapped_.resize(row_bytes_);
    // Pixels alone between runs of two cost most: no row grows to twice its size.
    pending_.resize(flush_at + 2 * row_bytes_ + 2);
    append(as_bytes("RaS2"));
    append(make_header(page).bytes());
  }

  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.format() == page_.shape.format && rows.width() == page_.shape.width);
    EXPECTS(rows.rows().first == rows_written_ && rows.rows().end() <= page_.shape.height);
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
    if (rows_written_ != page_.shape.height)
      return fail(Errc::bug, "a page ended after row " + std::to_string(rows_written_) + " of " +
                                 std::to_string(page_.shape.height));
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
  PwgPage page_;
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

std::unique_ptr<SideEncoder> make_pwg_writer(const PwgPage& page, ByteSink& out) {
  return std::make_unique<PwgWriter>(page, out);
}

} // namespace platen::encode
