#include "resample/turn.h"

#include "resample/parked.h"
#include "resample/transpose.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace platen::resample {

namespace {

constexpr std::size_t strip_bytes = std::size_t{8}
                                    << 20; // at most, of one of three strips in memory
constexpr std::int32_t tile_side = 64;     // 64 x 64 pixels of 8 bytes are in the first-level cache

std::int32_t strip_rows(const PageShape& shape) {
  const std::size_t row = std::max<std::size_t>(1, shape.format.row_bytes(shape.width));
  return static_cast<std::int32_t>(std::clamp<std::size_t>(strip_bytes / row, 1, tile_side));
}

std::uint64_t picture_bytes(const PageShape& shape) {
  return std::uint64_t{shape.format.row_bytes(shape.width)} *
         static_cast<std::uint64_t>(shape.height);
}

std::size_t pixel_bytes(const PixelFormat& format) {
  return static_cast<std::size_t>(format.bits_per_pixel()) / 8;
}

// Left and right swapped, row by row.
class Mirrored final : public RowSource {
public:
  explicit Mirrored(std::unique_ptr<RowSource> source)
      : source_(std::move(source)), row_(source_->shape().width, 1, source_->shape().format) {}

  PageShape shape() const override { return source_->shape(); }

  Result<void> read(Band into) override {
    TRY_VOID(source_->read(into));
    const auto pixels = static_cast<std::size_t>(into.width());
    const auto copy = row_.band({0, 1}).row(0);
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y) {
      const auto row = into.row(y);
      std::copy(row.begin(), row.end(), copy.begin());
      mirror_row(copy.data(), pixels, pixel_bytes(into.format()), row.data());
    }
    return {};
  }

private:
  std::unique_ptr<RowSource> source_;
  RowBuffer row_;
};

// What the parking sources share: rows come from strips that are made as they are needed.
class Parking : public RowSource {
public:
  Parking(std::unique_ptr<RowSource> source, const PageShape& shape)
      : shape_(shape), source_(std::move(source)), rows_(strip_rows(shape)) {}

  PageShape shape() const override { return shape_; }

  Result<void> read(Band into) override {
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y, ++next_) {
      if (next_ == strip_.end()) TRY_VOID(advance());
      const auto row = std::as_const(held_).band(strip_).row(next_);
      std::copy(row.begin(), row.end(), into.row(y).begin());
    }
    return {};
  }

protected:
  virtual Result<Parked> park(RowSource& source) = 0;
  // Fills `out`, whose rows are the next of the turned picture.
  virtual Result<void> unpark(const Parked& parked, Band out) = 0;
  std::int32_t rows_of_strip() const { return rows_; }

private:
  Result<void> advance() {
    if (!parked_) {
      TRY(parked_, park(*source_));
      source_.reset();
      held_ = RowBuffer(shape_.width, rows_, shape_.format);
    }
    EXPECTS(strip_.end() < shape_.height);
    strip_ = {strip_.end(), std::min(rows_, shape_.height - strip_.end())};
    return unpark(*parked_, held_.band(strip_));
  }

  PageShape shape_;
  std::unique_ptr<RowSource> source_;
  std::int32_t rows_;
  std::optional<Parked> parked_;
  RowBuffer held_;
  RowRange strip_;
  std::int32_t next_ = 0;
};

// Upside down, and left and right swapped where asked.
class Reversed final : public Parking {
public:
  Reversed(std::unique_ptr<RowSource> source, const PageShape& shape, bool mirror)
      : Parking(std::move(source), shape), mirror_(mirror) {}

private:
  Result<Parked> park(RowSource& source) override {
    const PageShape from = source.shape();
    TRY(Parked parked, Parked::create(picture_bytes(from)));
    const std::size_t row_bytes = from.format.row_bytes(from.width);
    Buffer packed(row_bytes * static_cast<std::size_t>(rows_of_strip()));
    for (std::int32_t y = 0; y < from.height; y += rows_of_strip()) {
      const RowRange rows{y, std::min(rows_of_strip(), from.height - y)};
      TRY_VOID(source.read(Band(packed.data(), row_bytes, from.width, from.format, rows)));
      TRY_VOID(parked.write(row_bytes * static_cast<std::uint64_t>(y),
                            Bytes(packed).first(row_bytes * static_cast<std::size_t>(rows.count))));
    }
    packed_ = std::move(packed);
    return parked;
  }

  Result<void> unpark(const Parked& parked, Band out) override {
    const std::size_t row_bytes = out.row_bytes();
    const auto count = static_cast<std::size_t>(out.rows().count);
    const std::int32_t first = shape().height - out.rows().end();
    TRY_VOID(parked.read(row_bytes * static_cast<std::uint64_t>(first),
                         std::span(packed_).first(row_bytes * count)));
    for (std::size_t i = 0; i < count; ++i) {
      const std::byte* from = packed_.data() + (count - 1 - i) * row_bytes;
      std::byte* to = out.row(out.rows().first + static_cast<std::int32_t>(i)).data();
      if (mirror_)
        mirror_row(from, static_cast<std::size_t>(out.width()), pixel_bytes(out.format()), to);
      else
        std::memcpy(to, from, row_bytes);
    }
    return {};
  }

  bool mirror_;
  Buffer packed_;
};

// Columns become rows, in any of four ways. The source comes in strips of rows; each is cut into
// tiles, which are parked already turned, in the order in which the output will want them. A strip
// of the output is then one tile of every strip of the source.
class Transposed final : public Parking {
public:
  Transposed(std::unique_ptr<RowSource> source, const PageShape& shape, Turn turn)
      : Parking(std::move(source), shape), turn_(turn), pixel_(pixel_bytes(shape.format)),
        in_rows_(strip_rows({shape.height, shape.width, shape.format})) {}

private:
  std::int32_t in_width() const { return shape().height; }
  std::int32_t in_height() const { return shape().width; }

  Result<Parked> park(RowSource& source) override {
    const PageShape from = source.shape();
    TRY(Parked parked, Parked::create(picture_bytes(from)));
    RowBuffer strip(from.width, in_rows_, from.format);
    Buffer tiles(from.format.row_bytes(from.width) * static_cast<std::size_t>(in_rows_));
    for (std::int32_t y = 0; y < from.height; y += in_rows_) {
      const RowRange rows{y, std::min(in_rows_, from.height - y)};
      TRY_VOID(source.read(strip.band(rows)));
      cut(strip.band(rows), tiles);
      const auto bytes = from.format.row_bytes(from.width) * static_cast<std::size_t>(rows.count);
      TRY_VOID(parked.write(offset_of(y), Bytes(tiles).first(bytes)));
    }
    tile_ = Buffer(pixel_ * static_cast<std::size_t>(in_rows_) *
                   static_cast<std::size_t>(rows_of_strip()));
    return parked;
  }

  // Where the strip of the source that begins with row y is parked.
  std::uint64_t offset_of(std::int32_t y) const {
    return std::uint64_t{pixel_} * static_cast<std::uint64_t>(in_width()) *
           static_cast<std::uint64_t>(y);
  }

  void cut(const ConstBand& strip, Buffer& tiles) const {
    const auto column = static_cast<std::ptrdiff_t>(pixel_);
    const auto stride = static_cast<std::ptrdiff_t>(strip.stride());
    const std::int32_t rows = strip.rows().count;
    std::byte* to = tiles.data();
    for (std::int32_t x = 0; x < in_width(); x += rows_of_strip()) {
      const std::int32_t columns = std::min(rows_of_strip(), in_width() - x);
      const std::int32_t left = turn_.mirror_y ? in_width() - 1 - x : x;
      const std::int32_t top = turn_.mirror_x ? rows - 1 : 0;
      const PixelBlock block{strip.base() + top * stride + left * column,
                             turn_.mirror_x ? -stride : stride, turn_.mirror_y ? -column : column,
                             static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)};
      transpose(block, pixel_, to);
      to += block.rows * block.columns * pixel_;
    }
  }

  Result<void> unpark(const Parked& parked, Band out) override {
    const auto columns = static_cast<std::size_t>(out.rows().count);
    for (std::int32_t y = 0; y < in_height(); y += in_rows_) {
      const std::int32_t rows = std::min(in_rows_, in_height() - y);
      const std::size_t run = static_cast<std::size_t>(rows) * pixel_;
      const std::uint64_t offset =
          offset_of(y) + std::uint64_t{run} * static_cast<std::uint64_t>(out.rows().first);
      TRY_VOID(parked.read(offset, std::span(tile_).first(run * columns)));
      const std::int32_t x = turn_.mirror_x ? in_height() - y - rows : y;
      std::byte* to = out.base() + static_cast<std::size_t>(x) * pixel_;
      for (std::size_t i = 0; i < columns; ++i, to += out.stride())
        std::memcpy(to, tile_.data() + i * run, run);
    }
    return {};
  }

  Turn turn_;
  std::size_t pixel_;
  std::int32_t in_rows_; // rows of a strip of the source
  Buffer tile_;
};

// One clockwise quarter after `turn`.
Turn quarter_after(Turn turn) {
  return {!turn.transpose, !turn.mirror_y, turn.mirror_x};
}

} // namespace

Turn make_turn(std::int32_t exif_orientation, std::int32_t quarter_turns) {
  // What the values of the tag ask for, in their order from 1.
  static constexpr std::array<Turn, 8> upright{{{false, false, false},
                                                {false, true, false},
                                                {false, true, true},
                                                {false, false, true},
                                                {true, false, false},
                                                {true, true, false},
                                                {true, true, true},
                                                {true, false, true}}};
  const bool known = exif_orientation >= 1 && exif_orientation <= 8;
  Turn turn = known ? upright[static_cast<std::size_t>(exif_orientation - 1)] : Turn{};
  for (std::int32_t i = (quarter_turns % 4 + 4) % 4; i > 0; --i)
    turn = quarter_after(turn);
  return turn;
}

PageShape turned_shape(PageShape shape, Turn turn) {
  if (turn.transpose) std::swap(shape.width, shape.height);
  return shape;
}

Result<std::unique_ptr<RowSource>> turned(std::unique_ptr<RowSource> source, Turn turn) {
  if (turn == Turn{}) return source;
  if (source->shape().format.depth == Depth::bits1)
    return fail(Errc::unsupported, "a 1-bit picture cannot be turned; save it as gray");
  const PageShape shape = turned_shape(source->shape(), turn);
  if (turn.transpose) return std::make_unique<Transposed>(std::move(source), shape, turn);
  if (turn.mirror_y) return std::make_unique<Reversed>(std::move(source), shape, turn.mirror_x);
  return std::make_unique<Mirrored>(std::move(source));
}

} // namespace platen::resample
