#include "render/glyphs/interpreter.h"

#include "render/glyphs/vocabulary.h"

#include <algorithm>

namespace platen::render::glyphs {
namespace {

constexpr std::size_t most_places = 1 << 18; // on a page
constexpr std::uint64_t most_work = 1 << 28; // words of bitmaps to be painted on a page
constexpr std::int32_t farthest = 0xffff;    // pixels
constexpr std::int32_t word_pixels = 64;

std::int32_t little_endian_signed(Bytes bytes, std::size_t at) {
  return static_cast<std::int16_t>(static_cast<unsigned>(bytes[at]) |
                                   static_cast<unsigned>(bytes[at + 1]) << 8);
}

Box spanned(std::int32_t x, std::int32_t y, std::int32_t other_x, std::int32_t other_y) {
  return {std::min(x, other_x), std::min(y, other_y), std::max(x, other_x), std::max(y, other_y)};
}

} // namespace

Interpreter::Interpreter(Fill fill, PageShape shape, Dpi resolution)
    : words_(std::move(fill)), shape_(shape), resolution_(resolution) {
  EXPECTS(shape.format == mask1);
}

Result<std::shared_ptr<const Page>> Interpreter::next_page() {
  if (!begun_) {
    TRY_VOID(words_.pass_heading());
    begun_ = true;
  }
  page_.reset();
  for (;;) {
    TRY(const std::uint8_t operation, words_.next());
    if (operation == op::end_page && page_) {
      if (words_.number(at::page_copies).value_or(1) != 1) return strange("copies");
      page_->finish();
      return std::make_shared<const Page>(*std::exchange(page_, std::nullopt));
    }
    TRY_VOID(take(operation));
  }
}

Result<void> Interpreter::take(std::uint8_t operation) {
  switch (operation) {
  case op::set_cursor:
    return set_cursor();
  case op::text:
    return show_text();
  case op::read_char:
    return read_character();
  case op::begin_session:
    return begin_session();
  case op::begin_page:
    return begin_page();
  case op::set_brush_source:
    black_ = words_.number(at::gray_level) == 0;
    return {};
  case op::set_colour_space:
    return set_colour_space();
  case op::set_rop:
    operation_ = words_.number(at::rop).value_or(-1);
    return {};
  case op::new_path:
    path_.reset();
    path_empty_ = true;
    return {};
  case op::line_path:
    return take_lines();
  case op::paint_path:
    return path_empty_ ? Result<void>{} : strange("a path");
  case op::set_clip_replace:
    return set_clip_path();
  case op::set_clip_rectangle:
    return set_clip_rectangle();
  case op::set_clip_to_page:
    clip_ = {0, 0, shape_.width, shape_.height};
    return {};
  case op::begin_image:
    return begin_image();
  case op::read_image:
    return read_image();
  case op::read_font_header:
    TRY_VOID(words_.data(most_data));
    return {};
  case op::open_data_source:
  case op::close_data_source:
  case op::end_session:
  case op::begin_font_header:
  case op::end_font_header:
  case op::begin_char:
  case op::end_char:
  case op::set_font: // there is one
  case op::set_pen_source:
  case op::end_image:
    return {};
  default:
    return strange("another operator");
  }
}

Result<void> Interpreter::begin_session() {
  const Numbers* const units = words_.attribute(at::units_per_measure);
  const Numbers here{{resolution_.v, resolution_.v}, 2};
  if (!units || *units != here || words_.number(at::measure) != value::inch)
    return strange("other units");
  return {};
}

Result<void> Interpreter::begin_page() {
  page_.emplace(shape_);
  ++page_number_;
  kept_bytes_ = 0;
  for (const Character& character : characters_)
    if (character.bitmap) kept_bytes_ += size_in_memory(*character.bitmap);
  black_ = shows_black_bits_ = false;
  operation_ = value::pattern_or_source;
  x_ = y_ = 0;
  path_.reset();
  path_empty_ = true;
  clip_ = {0, 0, shape_.width, shape_.height};
  places_ = 0;
  work_ = 0;
  return {};
}

Result<void> Interpreter::set_colour_space() {
  if (words_.number(at::colour_space) != value::gray) return strange("colours");
  const Numbers* const palette = words_.attribute(at::palette);
  const Numbers white_black{{255, 0}, 2};
  shows_black_bits_ =
      palette && *palette == white_black && words_.number(at::palette_depth) == value::eight_bits;
  return {};
}

Result<void> Interpreter::set_cursor() {
  const Numbers* const point = words_.attribute(at::point);
  const auto is_far = [](std::int32_t at) { return at < -farthest || at > farthest; };
  if (!point || point->count != 2 || is_far(point->of[0]) || is_far(point->of[1]))
    return strange("a cursor nowhere");
  x_ = point->of[0];
  y_ = point->of[1];
  return {};
}

// Three lines from the cursor that make a rectangle are known as one.
Result<void> Interpreter::take_lines() {
  const bool first = std::exchange(path_empty_, false);
  path_.reset();
  if (!words_.attribute(at::points)) return {}; // one line, to a point
  const auto count = words_.number(at::points);
  TRY(const Bytes points, words_.data(most_data));
  constexpr std::size_t point_bytes = 4;
  if (!first || count != 3 || points.size() != 3 * point_bytes ||
      words_.number(at::point_type) != value::signed_16_bits)
    return {};
  const auto x = [points](std::size_t i) { return little_endian_signed(points, i * point_bytes); };
  const auto y = [points](std::size_t i) {
    return little_endian_signed(points, i * point_bytes + 2);
  };
  if (x(0) == x(1) && y(1) == y(2) && x(2) == x_ && y(0) == y_) path_ = spanned(x_, y_, x(1), y(1));
  if (y(0) == y(1) && x(1) == x(2) && y(2) == y_ && x(0) == x_) path_ = spanned(x_, y_, x(1), y(1));
  return {};
}

Result<void> Interpreter::set_clip_path() {
  if (!page_ || !path_ || words_.number(at::clip_region) != 0) return strange("a clipping path");
  clip_ = *path_;
  return {};
}

Result<void> Interpreter::set_clip_rectangle() {
  const Numbers* const box = words_.attribute(at::bounding_box);
  if (!page_ || !box || box->count != 4 || words_.number(at::clip_region) != 0)
    return strange("a clipping rectangle");
  clip_ = spanned(box->of[0], box->of[1], box->of[2], box->of[3]);
  return {};
}

bool Interpreter::paints_black() const {
  return black_ && (operation_ == value::pattern_or_source || operation_ == value::pattern);
}

Result<std::uint32_t> Interpreter::number_of(std::int32_t code) {
  const auto at = static_cast<std::size_t>(code);
  if (at >= characters_.size() || !characters_[at].bitmap) return strange("an unknown character");
  Character& character = characters_[at];
  if (character.cut_at && *character.cut_at != std::pair(x_, y_)) return strange("half a letter");
  if (character.page != page_number_) {
    character.page = page_number_;
    character.number = page_->add_bitmap(character.bitmap);
  }
  return character.number;
}

// Whether a clip ends before or behind the pixels of its last column and row cannot be told: what
// of it is a fraction is left out, and Ghostscript paints each pixel of which a part is within.
bool Interpreter::meets_end_of_clip(const Bitmap& bitmap) const {
  const std::int32_t right = x_ + bitmap.width, bottom = y_ + bitmap.height;
  const bool is_near =
      right > clip_.left && x_ <= clip_.right && bottom > clip_.top && y_ <= clip_.bottom;
  const bool ends = (right > clip_.right && clip_.right < shape_.width) ||
                    (bottom > clip_.bottom && clip_.bottom < shape_.height);
  return is_near && ends;
}

Result<void> Interpreter::place(std::uint32_t bitmap) {
  if (x_ < 0 || y_ < 0) return strange("a place beside the page");
  if (meets_end_of_clip(page_->bitmap(bitmap))) return strange("half a letter");
  // Near the sheet's end and where there is a clip it may be painted pixel by pixel.
  const Bitmap& letter = page_->bitmap(bitmap);
  const bool clipped = clip_ != Box{0, 0, shape_.width, shape_.height};
  const bool fast =
      !clipped && x_ + word_pixels * (static_cast<std::int64_t>(letter.words) + 1) <= shape_.width;
  work_ += letter.pixels.size() * (fast ? 1 : word_pixels);
  if (++places_ > most_places || work_ > most_work) return strange("so many of them");
  page_->place(bitmap, x_, y_, clip_);
  return {};
}

Result<void> Interpreter::show_text() {
  const auto code = words_.number(at::text_data);
  if (!page_ || !code || *code < 0) return strange("text in a row");
  if (!paints_black()) return strange("text that is not black");
  TRY(const std::uint32_t number, number_of(*code));
  return place(number);
}

} // namespace platen::render::glyphs
