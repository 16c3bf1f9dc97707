#include "encode/pclxl/pclxl_side.h"

#include "encode/pclxl/block.h"
#include "encode/pclxl/xl_writer.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace platen::encode::pclxl {

namespace {

constexpr std::int32_t largest = 0xffff; // pixels of one side: they travel as 16-bit numbers
constexpr std::array palette{std::byte{0xff}, std::byte{0x00}}; // bit 0 = paper, bit 1 = ink

bool is_blank(Bytes row) {
  // The first byte is zero and each byte equals the one before it.
  return row.empty() ||
         (row[0] == std::byte{0} && std::memcmp(row.data(), row.data() + 1, row.size() - 1) == 0);
}

class PclxlSide final : public SideEncoder {
public:
  PclxlSide(const SideSpec& spec, ByteSink& payload, std::int32_t block_rows)
      : payload_(payload), shape_(spec.raster),
        left_(px_nearest(spec.margins.left, spec.resolution).v),
        top_(px_nearest(spec.margins.top, spec.resolution).v),
        row_bytes_(mask1.row_bytes(shape_.width)), block_(shape_.width, block_rows, mask1),
        compressor_(shape_.width) {
    EXPECTS(shape_.format == mask1 && shape_.width > 0 && shape_.height > 0);
    const std::uint8_t copy_source = 204; // ROP3: the image replaces what lies below
    out_.ubyte(Attribute::color_space, 1).ubyte(Attribute::palette_depth, 2);
    out_.ubytes(Attribute::palette_data, palette).op(Operator::set_color_space);
    out_.ubyte(Attribute::rop3, copy_source).op(Operator::set_rop);
    out_.ubyte(Attribute::tx_mode, 0).op(Operator::set_source_tx_mode);
    out_.ubyte(Attribute::tx_mode, 0).op(Operator::set_paint_tx_mode);
    std::memset(block_.band({0, block_rows}).base(), 0,
                block_.stride() * static_cast<std::size_t>(block_rows));
  }

  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.format() == mask1 && rows.width() == shape_.width);
    EXPECTS(rows.rows().first == next_row_ && rows.rows().end() <= shape_.height);
    TRY_VOID(check_size());
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y) {
      add_row(rows.row(y));
      if (held_ == block_.capacity()) TRY_VOID(put_block());
    }
    return {};
  }

  Result<void> finish() override {
    if (next_row_ != shape_.height)
      return fail(Errc::bug, "a page ended after row " + std::to_string(next_row_) + " of " +
                                 std::to_string(shape_.height));
    TRY_VOID(put_block());
    return flush();
  }

private:
  Result<void> check_size() const {
    if (shape_.width + left_ <= largest && shape_.height + top_ <= largest && left_ >= 0 &&
        top_ >= 0)
      return {};
    return fail(Errc::unsupported, "PCL XL cannot place a raster of " +
                                       std::to_string(shape_.width) + " x " +
                                       std::to_string(shape_.height) + " pixels at " +
                                       std::to_string(left_) + ", " + std::to_string(top_));
  }

  // White rows before the first inked row of a block take no place in it.
  void add_row(Bytes row) {
    const std::int32_t y = next_row_++;
    const Band block = block_.band({0, block_.capacity()});
    std::byte* into = block.row(held_).data();
    std::memcpy(into, row.data(), row_bytes_);
    const unsigned unused =
        static_cast<unsigned>(row_bytes_ * 8 - static_cast<std::size_t>(shape_.width));
    into[row_bytes_ - 1] &= static_cast<std::byte>(0xffu << unused & 0xffu);
    const bool blank = is_blank(Bytes(into, row_bytes_));
    if (held_ == 0 && blank) return;
    if (held_ == 0) first_ = y;
    ++held_;
    if (!blank) inked_ = held_;
  }

  Result<void> put_block() {
    if (held_ == 0) return {};
    const std::int32_t count = inked_; // white rows at the end are left out
    const Block code = compressor_.compress(std::as_const(block_).band({0, count}));
    const auto u16 = [](std::int32_t v) { return static_cast<std::uint16_t>(v); };
    out_.uint16_xy(Attribute::point, u16(left_), u16(top_ + first_)).op(Operator::set_cursor);
    out_.ubyte(Attribute::color_mapping, 1).ubyte(Attribute::color_depth, 0);
    out_.uint16(Attribute::source_width, u16(shape_.width))
        .uint16(Attribute::source_height, u16(count));
    out_.uint16_xy(Attribute::destination_size, u16(shape_.width), u16(count))
        .op(Operator::begin_image);
    out_.uint16(Attribute::start_line, 0).uint16(Attribute::block_height, u16(count));
    out_.ubyte(Attribute::compress_mode, static_cast<std::uint8_t>(code.compression));
    out_.op(Operator::read_image).embedded_header(static_cast<std::uint32_t>(code.data.size()));
    TRY_VOID(flush());
    TRY_VOID(payload_.write(code.data));
    out_.op(Operator::end_image);
    held_ = inked_ = 0;
    return {};
  }

  Result<void> flush() {
    TRY_VOID(payload_.write(out_.bytes()));
    out_.clear();
    return {};
  }

  ByteSink& payload_;
  PageShape shape_;
  std::int32_t left_, top_; // of the raster on the sheet, pixels
  std::size_t row_bytes_;
  RowBuffer block_; // its padding stays zero
  BlockCompressor compressor_;
  XlWriter out_;
  std::int32_t next_row_ = 0;
  std::int32_t first_ = 0; // page row of the block's first row
  std::int32_t held_ = 0;  // rows in block_
  std::int32_t inked_ = 0; // rows up to the last one that is not white
};

} // namespace

std::unique_ptr<SideEncoder> make_side(const SideSpec& spec, ByteSink& payload,
                                       std::int32_t block_rows) {
  return std::make_unique<PclxlSide>(spec, payload, block_rows);
}

std::size_t longest_block(std::int32_t width, std::int32_t block_rows) {
  const std::size_t row = (mask1.row_bytes(width) + 3) / 4 * 4;
  // RLE, the longer code of the two that a block may have, adds one byte to 128 at worst.
  return static_cast<std::size_t>(block_rows) * (row + row / 128 + 1);
}

} // namespace platen::encode::pclxl
