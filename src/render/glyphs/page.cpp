#include "render/glyphs/page.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace platen::render::glyphs {
namespace {

constexpr std::int32_t word_pixels = 64, rows_of_a_bin = 64;

std::uint64_t from_big_endian(std::uint64_t word) {
  return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
}

std::uint64_t load(const std::byte* from) {
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return from_big_endian(word);
}

void store(std::byte* to, std::uint64_t word) {
  word = from_big_endian(word);
  std::memcpy(to, &word, sizeof word);
}

// Into the eight bytes at `to`, from their bit `shift` on.
void paint_word(std::uint64_t word, std::byte* to, unsigned shift) {
  store(to, load(to) | word >> shift);
}

// What of it comes into the byte after those.
void paint_rest(std::uint64_t word, std::byte* to, unsigned shift) {
  to[8] |= static_cast<std::byte>(word << 8 >> shift & 0xff);
}

Box within(const Box& a, const Box& b) {
  return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
          std::min(a.bottom, b.bottom)};
}

bool pixel(const Bitmap& bitmap, std::int32_t x, std::int32_t y) {
  const std::size_t at =
      static_cast<std::size_t>(y) * bitmap.words + static_cast<std::size_t>(x / word_pixels);
  return (bitmap.pixels[at] << (x % word_pixels) >> (word_pixels - 1)) != 0;
}

// What of a bitmap at (x, y) lies within `box`.
void paint_pixels(const Bitmap& bitmap, std::int32_t x, std::int32_t y, const Box& box, Band into) {
  const Box part = within({x, y, x + bitmap.width, y + bitmap.height}, box);
  for (std::int32_t at_y = part.top; at_y < part.bottom; ++at_y) {
    const auto row = into.row(at_y);
    for (std::int32_t at_x = part.left; at_x < part.right; ++at_x)
      if (pixel(bitmap, at_x - x, at_y - y))
        row[static_cast<std::size_t>(at_x / 8)] |= static_cast<std::byte>(0x80 >> at_x % 8);
  }
}

// The rows [top, bottom) of a bitmap at (x, y), all of whose words lie within the rows of `into`.
void paint_words(const Bitmap& bitmap, std::int32_t x, std::int32_t y, std::int32_t top,
                 std::int32_t bottom, Band into) {
  const auto shift = static_cast<unsigned>(x % 8);
  const std::uint64_t* from =
      bitmap.pixels.data() + static_cast<std::size_t>(top - y) * bitmap.words;
  std::byte* to = into.row(top).data() + x / 8;
  if (x % 8 + bitmap.width <= word_pixels) { // nearly every letter
    for (std::int32_t row = top; row < bottom; ++row, to += into.stride())
      paint_word(*from++, to, shift);
    return;
  }
  for (std::int32_t row = top; row < bottom; ++row, to += into.stride()) {
    for (std::size_t i = 0; i < bitmap.words; ++i, ++from) {
      paint_word(*from, to + i * sizeof(std::uint64_t), shift);
      paint_rest(*from, to + i * sizeof(std::uint64_t), shift);
    }
  }
}

void clear(Band into) {
  for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y)
    std::memset(into.row(y).data(), 0, into.row_bytes());
}

Box rows_of(Band into) {
  return {0, into.rows().first, into.width(), into.rows().end()};
}

} // namespace

Bitmap make_bitmap(std::int32_t width, std::int32_t height, Bytes bytes, std::size_t stride) {
  const std::size_t row_bytes = mask1.row_bytes(width), rows = static_cast<std::size_t>(height);
  EXPECTS(width > 0 && height > 0 && stride >= row_bytes && bytes.size() >= stride * rows);
  Bitmap made{width, height, (row_bytes + 7) / 8, {}};
  made.pixels.reserve(made.words * rows);
  const unsigned beyond =
      static_cast<unsigned>(made.words * word_pixels) - static_cast<unsigned>(width);
  for (std::size_t y = 0; y < rows; ++y) {
    const Bytes row = bytes.subspan(y * stride, row_bytes);
    for (std::size_t at = 0; at < row_bytes; at += sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, row.data() + at, std::min(sizeof word, row_bytes - at));
      made.pixels.push_back(from_big_endian(word));
    }
    made.pixels.back() = made.pixels.back() >> beyond << beyond;
  }
  return made;
}

std::size_t size_in_memory(const Bitmap& bitmap) {
  return 2 * sizeof(Bitmap) + bitmap.pixels.size() * sizeof(std::uint64_t);
}

std::uint32_t Page::add_bitmap(std::shared_ptr<const Bitmap> bitmap) {
  tallest_ = std::max(tallest_, bitmap->height);
  bitmaps_.push_back(std::move(bitmap));
  return static_cast<std::uint32_t>(bitmaps_.size() - 1);
}

void Page::place(std::uint32_t bitmap, std::int32_t x, std::int32_t y, const Box& clip) {
  EXPECTS(x >= 0 && y >= 0 && bitmap < bitmaps_.size());
  if (x >= shape_.width || y >= shape_.height) return;
  const Box seen = within(clip, {0, 0, shape_.width, shape_.height});
  if (clips_.empty() || clips_.back() != seen) clips_.push_back(seen);
  places_.push_back({y, x, bitmap, static_cast<std::uint32_t>(clips_.size() - 1)});
}

void Page::finish() {
  bins_.assign(static_cast<std::size_t>(shape_.height / rows_of_a_bin) + 2, 0);
  const auto bin = [](const Place& place) {
    return static_cast<std::size_t>(place.y / rows_of_a_bin);
  };
  for (const Place& place : places_)
    ++bins_[bin(place) + 1];
  for (std::size_t i = 1; i < bins_.size(); ++i)
    bins_[i] += bins_[i - 1];
  std::vector<Place> sorted(places_.size());
  std::vector<std::uint32_t> next(bins_.begin(), bins_.end() - 1);
  for (const Place& place : places_)
    sorted[next[bin(place)]++] = place;
  places_ = std::move(sorted);
}

void Page::paint(const Place& place, Band into) const {
  const Bitmap& bitmap = *bitmaps_[place.bitmap];
  const Box box = within(clips_[place.clip], rows_of(into));
  const std::int32_t top = std::max(place.y, box.top);
  const std::int32_t bottom = std::min(place.y + bitmap.height, box.bottom);
  if (top >= bottom) return;
  const std::size_t last =
      static_cast<std::size_t>(place.x / 8) + bitmap.words * sizeof(std::uint64_t);
  const bool whole = place.x >= box.left && place.x + bitmap.width <= box.right;
  if (whole && last < into.row_bytes())
    paint_words(bitmap, place.x, place.y, top, bottom, into);
  else
    paint_pixels(bitmap, place.x, place.y, box, into);
}

void Page::paint(Band into) const {
  EXPECTS(!bins_.empty());
  clear(into);
  const std::int32_t first = std::max(0, into.rows().first - tallest_) / rows_of_a_bin;
  const std::int32_t last = std::min(into.rows().end(), shape_.height - 1) / rows_of_a_bin;
  const std::uint32_t end = bins_[static_cast<std::size_t>(last) + 1];
  for (std::uint32_t i = bins_[static_cast<std::size_t>(first)]; i < end; ++i)
    paint(places_[i], into);
}

void Page::paint_plainly(Band into) const {
  clear(into);
  for (const Place& place : places_)
    paint_pixels(*bitmaps_[place.bitmap], place.x, place.y,
                 within(clips_[place.clip], rows_of(into)), into);
}

} // namespace platen::render::glyphs
