#include "support/scanned/drawing.h"

#include <algorithm>
#include <numbers>

namespace platen::test {
namespace {

constexpr double mm_per_point = 25.4 / 72;
constexpr const char* words[] = {
    "the",      "invoice", "number",  "paper",    "between", "office",    "printer", "letter",
    "with",     "people",  "morning", "service",  "quarter", "account",   "under",   "before",
    "street",   "which",   "machine", "delivery", "amount",  "received",  "and",     "contract",
    "during",   "every",   "first",   "general",  "history", "important", "journal", "kitchen",
    "library",  "market",  "nothing", "order",    "payment", "question",  "report",  "simple",
    "together", "until",   "value",   "winter",   "yellow"};

} // namespace

Coverage::Coverage(std::int32_t width, std::int32_t height)
    : width_(width), surface_(cairo_image_surface_create(CAIRO_FORMAT_A8, width, height)),
      pen_(cairo_create(surface_.get())) {}

std::span<const std::uint8_t> Coverage::row(std::int32_t y) {
  cairo_surface_flush(surface_.get());
  return {cairo_image_surface_get_data(surface_.get()) +
              static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(surface_.get()),
          static_cast<std::size_t>(width_)};
}

void put_on_sheet(cairo_t* pen, const Scene& scene, double dpi) {
  cairo_scale(pen, dpi / 25.4, dpi / 25.4);
  cairo_translate(pen, scene.middle_x, scene.middle_y);
  cairo_rotate(pen, scene.skew * std::numbers::pi / 180);
  cairo_translate(pen, -scene.sheet_width / 2, -scene.sheet_height / 2);
}

std::vector<std::string> draw_text(cairo_t* pen, const Scene& scene, Dice& dice) {
  std::vector<std::string> drawn;
  cairo_select_font_face(pen, dice.chance(0.5) ? "DejaVu Serif" : "DejaVu Sans",
                         CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  const double size = scene.text_size * mm_per_point;
  cairo_set_font_size(pen, size);
  const double margin = std::min(20.0, scene.sheet_width / 8);
  double y = margin + size;
  for (int line = 0; line < scene.lines && y < scene.sheet_height - margin;
       ++line, y += 1.5 * size) {
    if (dice.chance(0.1)) continue; // between paragraphs
    double x = margin;
    const double end = scene.sheet_width - margin * (dice.chance(0.15) ? 3 : 1);
    for (;;) {
      const std::string word = words[dice.bits() % std::size(words)];
      cairo_text_extents_t extents;
      cairo_text_extents(pen, word.c_str(), &extents);
      if (x + extents.x_advance > end) break;
      cairo_move_to(pen, x, y);
      cairo_show_text(pen, word.c_str());
      drawn.push_back(word);
      x += extents.x_advance + size / 3;
    }
  }
  return drawn;
}

void draw_table(cairo_t* pen, const Scene& scene, Dice& dice) {
  const double left = 20, right = scene.sheet_width - 20, top = 30;
  const int rows = dice.from_to(6, 20), columns = dice.from_to(2, 6);
  const double height = 9, width = (right - left) / columns;
  cairo_set_line_width(pen, 0.25);
  for (int row = 0; row <= rows; ++row) {
    cairo_move_to(pen, left, top + row * height);
    cairo_line_to(pen, right, top + row * height);
  }
  for (int column = 0; column <= columns; ++column) {
    cairo_move_to(pen, left + column * width, top);
    cairo_line_to(pen, left + column * width, top + rows * height);
  }
  cairo_stroke(pen);
  cairo_select_font_face(pen, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(pen, 3.5);
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      cairo_move_to(pen, left + column * width + 1.5, top + row * height + 6);
      cairo_show_text(pen, words[dice.bits() % std::size(words)]);
    }
}

// Loops in words, as a hand leaves them.
void draw_handwriting(cairo_t* pen, const Scene& scene, Dice& dice, double width) {
  cairo_set_line_width(pen, width);
  cairo_set_line_cap(pen, CAIRO_LINE_CAP_ROUND);
  const double size = dice.between(2, 4);
  double y = dice.between(20, std::max(21.0, scene.sheet_height - 20 - 8 * scene.lines));
  for (int line = 0; line < scene.lines; ++line, y += dice.between(8, 12)) {
    double x = dice.between(15, 40);
    const int count = dice.from_to(2, 7);
    for (int word = 0; word < count && x < scene.sheet_width - 30; ++word) {
      const int letters = dice.from_to(2, 8);
      cairo_move_to(pen, x, y);
      for (int letter = 0; letter < letters; ++letter) {
        const double tall = size * (dice.chance(0.25) ? 2 : 1),
                     wide = size * dice.between(0.5, 0.9);
        cairo_curve_to(pen, x + wide * dice.between(0.2, 0.8), y - tall * 1.2,
                       x + wide * dice.between(0.5, 1.3), y - tall * dice.between(0.6, 1.2),
                       x + wide, y + dice.between(-0.2, 0.2));
        x += wide;
      }
      cairo_stroke(pen);
      x += size * dice.between(0.8, 1.6);
    }
  }
}

// Soft shapes over each other, every tone.
void draw_photo(cairo_t* pen, const Scene& scene, Dice& dice) {
  const double w = scene.sheet_width * 0.8, h = scene.sheet_height * 0.5;
  const double left = scene.sheet_width * 0.1, top = scene.sheet_height * 0.2;
  cairo_rectangle(pen, left, top, w, h);
  cairo_clip(pen);
  cairo_set_source_rgba(pen, 0, 0, 0, 0.4);
  cairo_paint(pen);
  for (int shape = 0; shape < 40; ++shape) {
    const double x = left + dice.between(0, w), y = top + dice.between(0, h),
                 r = w * dice.between(0.04, 0.3);
    cairo_pattern_t* soft = cairo_pattern_create_radial(x, y, 0, x, y, r);
    cairo_pattern_add_color_stop_rgba(soft, 0, 0, 0, 0, dice.between(0.1, 0.6));
    cairo_pattern_add_color_stop_rgba(soft, 1, 0, 0, 0, 0);
    cairo_set_source(pen, soft);
    cairo_paint(pen);
    cairo_pattern_destroy(soft);
  }
  cairo_reset_clip(pen);
}

} // namespace platen::test
