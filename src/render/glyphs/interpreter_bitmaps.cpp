// Bitmaps of letters: characters, which come once, and pictures, which letters too large for that
// are.
#include "render/glyphs/interpreter.h"
#include "render/glyphs/run_lengths.h"
#include "render/glyphs/vocabulary.h"

#include <algorithm>

namespace platen::render::glyphs {
namespace {

constexpr std::size_t most_kept = 16 << 20; // bytes of bitmaps
constexpr std::int32_t most_code = 0xffff;
constexpr std::size_t image_row_multiple = 4; // bytes

std::int32_t big_endian(Bytes bytes, std::size_t at) {
  return static_cast<std::int32_t>(bytes[at]) << 8 | static_cast<std::int32_t>(bytes[at + 1]);
}

} // namespace

Result<void> Interpreter::keep(const Bitmap& bitmap) {
  kept_bytes_ += size_in_memory(bitmap);
  return kept_bytes_ <= most_kept ? Result<void>{} : strange("so large ones");
}

// Format 0: its left and top offsets, width and height, two bytes each, and its rows.
Result<void> Interpreter::read_character() {
  const auto code = words_.number(at::char_code);
  TRY(const Bytes data, words_.data(most_data));
  constexpr std::size_t head = 10;
  if (!code || *code < 0 || *code > most_code || data.size() < head) return strange("a character");
  const std::int32_t width = big_endian(data, 6), height = big_endian(data, 8);
  const std::size_t stride = mask1.row_bytes(width);
  const bool plain = std::all_of(data.begin(), data.begin() + 6,
                                 [](std::byte byte) { return byte == std::byte{}; });
  if (!plain || width == 0 || height == 0 ||
      data.size() < head + stride * static_cast<std::size_t>(height))
    return strange("a character of another form");
  auto bitmap = make_bitmap(width, height, data.subspan(head), stride);
  TRY_VOID(keep(bitmap));
  const auto at = static_cast<std::size_t>(*code);
  if (characters_.size() <= at) characters_.resize(at + 1);
  characters_[at] = {.bitmap = std::make_shared<const Bitmap>(std::move(bitmap))};
  if (x_ + width >= shape_.width || y_ + height >= shape_.height)
    characters_[at].cut_at = std::pair(x_, y_);
  return {};
}

Result<void> Interpreter::begin_image() {
  const auto width = words_.number(at::source_width), height = words_.number(at::source_height);
  const Numbers* const size = words_.attribute(at::destination_size);
  if (!page_ || !width || !height || *width <= 0 || *height <= 0 || *width > shape_.width ||
      *height > shape_.height)
    return strange("a picture of such size");
  const Numbers same{{*width, *height}, 2};
  if (!size || *size != same || words_.number(at::colour_depth) != value::one_bit ||
      words_.number(at::colour_mapping) != value::indexed)
    return strange("a picture");
  if (!shows_black_bits_ || operation_ != value::source_and_ground)
    return strange("a picture that is not black");
  image_width_ = *width;
  image_height_ = *height;
  return {};
}

// All of it at once.
Result<void> Interpreter::read_image() {
  const auto compression = words_.number(at::compression);
  const bool whole = words_.number(at::start_line) == 0 &&
                     words_.number(at::block_height) == image_height_ && image_width_ > 0;
  TRY(Bytes data, words_.data(most_data));
  if (!page_ || !whole) return strange("a picture in parts");
  const std::size_t stride = (mask1.row_bytes(image_width_) + image_row_multiple - 1) /
                             image_row_multiple * image_row_multiple;
  const std::size_t bytes = stride * static_cast<std::size_t>(image_height_);
  if (bytes > most_data) return strange("a picture of such size");
  Buffer unpacked;
  if (compression == value::run_lengths) {
    TRY(unpacked, unpack_run_lengths(data, bytes));
    data = unpacked;
  } else if (compression != value::no_compression) {
    return strange("such compression");
  }
  if (data.size() < bytes) return strange("a picture without its end");
  auto bitmap = make_bitmap(image_width_, image_height_, data, stride);
  image_width_ = image_height_ = 0;
  TRY_VOID(keep(bitmap));
  return place(page_->add_bitmap(std::make_shared<const Bitmap>(std::move(bitmap))));
}

} // namespace platen::render::glyphs
