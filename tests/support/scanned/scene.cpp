#include "support/scanned/scene.h"

#include "support/scanned/drawing.h"
#include "support/scanned/jpeg.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace platen::test {
namespace {

class Painter {
public:
  explicit Painter(const Scene& scene)
      : scene_(scene), dice_(scene.seed), width_(pixels(scene.picture_width)),
        height_(pixels(scene.picture_height)), sheet_(width_, height_), ink_(width_, height_),
        red_(width_, height_), shade_(width_, height_), holes_(width_, height_) {
    for (Coverage* coverage : {&sheet_, &ink_, &red_, &shade_, &holes_})
      put_on_sheet(coverage->pen(), scene, scene.dpi);
  }

  Scanned run() {
    Scanned scanned;
    draw_sheet();
    scanned.words = draw_content();
    draw_damage();
    const scan::PageImage back = draw_back();
    scanned.page = paint(back);
    if (scene_.jpeg_quality > 0) through_jpeg(scanned.page, scene_.jpeg_quality);
    return scanned;
  }

private:
  std::int32_t pixels(double length) const {
    return static_cast<std::int32_t>(std::lround(length * scene_.dpi / 25.4));
  }

  void draw_sheet() {
    cairo_rectangle(sheet_.pen(), 0, 0, scene_.sheet_width, scene_.sheet_height);
    cairo_fill(sheet_.pen());
    if (scene_.lid_shadow <= 0) return;
    const double w = scene_.sheet_width, h = scene_.sheet_height, s = scene_.lid_shadow;
    cairo_set_source_rgba(shade_.pen(), 0, 0, 0, 0.5);
    cairo_rectangle(shade_.pen(), w, 0, s, h + s);
    cairo_rectangle(shade_.pen(), 0, h, w, s);
    cairo_fill(shade_.pen());
  }

  std::vector<std::string> draw_content() {
    std::vector<std::string> words;
    switch (scene_.content) {
    case Content::none:
      break;
    case Content::text:
      words = draw_text(ink_.pen(), scene_, dice_);
      break;
    case Content::table:
      draw_table(ink_.pen(), scene_, dice_);
      break;
    case Content::pencil:
      draw_handwriting(ink_.pen(), scene_, dice_, dice_.between(0.35, 0.6));
      break;
    case Content::pen:
      draw_handwriting(ink_.pen(), scene_, dice_, dice_.between(0.3, 0.5));
      break;
    case Content::photo:
      draw_photo(ink_.pen(), scene_, dice_);
      break;
    }
    if (scene_.stamp) {
      cairo_t* pen = red_.pen();
      cairo_set_line_width(pen, 0.8);
      cairo_arc(pen, scene_.sheet_width * 0.7, scene_.sheet_height * 0.7, 14, 0,
                2 * std::numbers::pi);
      cairo_stroke(pen);
      cairo_select_font_face(pen, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
      cairo_set_font_size(pen, 6);
      cairo_move_to(pen, scene_.sheet_width * 0.7 - 10, scene_.sheet_height * 0.7 + 2);
      cairo_show_text(pen, "PAID");
    }
    return words;
  }

  void draw_damage() {
    cairo_t* pen = ink_.pen();
    for (int i = 0; i < scene_.dust; ++i) {
      cairo_set_source_rgba(pen, 0, 0, 0, dice_.between(0.2, 0.9));
      cairo_arc(pen, dice_.between(0, scene_.sheet_width), dice_.between(0, scene_.sheet_height),
                dice_.between(0.05, 0.4), 0, 2 * std::numbers::pi);
      cairo_fill(pen);
    }
    for (int i = 0; i < scene_.folds; ++i) { // a soft ridge: light on one side, dark on the other
      const double y = scene_.sheet_height * (i + 1) / (scene_.folds + 1) + dice_.between(-3, 3);
      cairo_set_source_rgba(shade_.pen(), 0, 0, 0, dice_.between(0.04, 0.12));
      cairo_set_line_width(shade_.pen(), dice_.between(0.3, 1));
      cairo_move_to(shade_.pen(), 0, y);
      cairo_line_to(shade_.pen(), scene_.sheet_width, y + dice_.between(-1, 1));
      cairo_stroke(shade_.pen());
    }
    for (int i = 0; i < scene_.holes; ++i) {
      const double along = scene_.sheet_height / 2 + (i - (scene_.holes - 1) / 2.0) * 80;
      cairo_arc(holes_.pen(), 12, along, 3, 0, 2 * std::numbers::pi);
      cairo_fill(holes_.pen());
    }
    if (scene_.edge_shadow > 0) {
      cairo_pattern_t* soft = cairo_pattern_create_linear(0, 0, scene_.edge_shadow, 0);
      cairo_pattern_add_color_stop_rgba(soft, 0, 0, 0, 0, 0.7);
      cairo_pattern_add_color_stop_rgba(soft, 1, 0, 0, 0, 0);
      cairo_set_source(shade_.pen(), soft);
      cairo_rectangle(shade_.pen(), 0, 0, scene_.edge_shadow, scene_.sheet_height);
      cairo_fill(shade_.pen());
      cairo_pattern_destroy(soft);
    }
  }

  // The back's text, mirrored and blurred, at 75 dpi: the blur leaves no more.
  scan::PageImage draw_back() {
    const std::int32_t w = (width_ + 3) * 75 / scene_.dpi + 2,
                       h = (height_ + 3) * 75 / scene_.dpi + 2;
    scan::PageImage back({w, h, gray8}, Dpi{75});
    for (std::int32_t y = 0; y < h; ++y)
      std::ranges::fill(back.band().row(y), std::byte{0});
    if (scene_.show_through <= 0) return back;
    Coverage drawn(w, h);
    put_on_sheet(drawn.pen(), scene_, 75);
    cairo_translate(drawn.pen(), scene_.sheet_width, 0);
    cairo_scale(drawn.pen(), -1, 1);
    Scene other = scene_;
    other.text_size = dice_.between(9, 20);
    other.lines = 60;
    draw_text(drawn.pen(), other, dice_);
    const double sigma = scene_.blur * 75 / 25.4;
    std::vector<double> weights;
    for (int k = -4; k <= 4; ++k)
      weights.push_back(std::exp(-k * k / (2 * sigma * sigma)));
    blur(drawn, back, weights);
    return back;
  }

  static void blur(Coverage& drawn, scan::PageImage& back, const std::vector<double>& weights) {
    const std::int32_t w = back.shape().width, h = back.height;
    std::vector<double> across(static_cast<std::size_t>(w) * static_cast<std::size_t>(h));
    const auto index = [w](std::int32_t x, std::int32_t y) {
      return static_cast<std::size_t>(y) * static_cast<std::size_t>(w) +
             static_cast<std::size_t>(x);
    };
    double sum = 0;
    for (const double weight : weights)
      sum += weight;
    for (std::int32_t y = 0; y < h; ++y)
      for (std::int32_t x = 4; x < w - 4; ++x)
        for (std::int32_t k = -4; k <= 4; ++k)
          across[index(x, y)] += weights[static_cast<std::size_t>(k + 4)] / sum *
                                 drawn.row(y)[static_cast<std::size_t>(x + k)];
    for (std::int32_t y = 4; y < h - 4; ++y)
      for (std::int32_t x = 0; x < w; ++x) {
        double v = 0;
        for (std::int32_t k = -4; k <= 4; ++k)
          v += weights[static_cast<std::size_t>(k + 4)] / sum * across[index(x, y + k)];
        back.band().samples<std::uint8_t>(y)[static_cast<std::size_t>(x)] =
            static_cast<std::uint8_t>(std::lround(v));
      }
  }

  // The share of the back's ink at a pixel, by straight lines between its four neighbours.
  double back_at(const scan::PageImage& back, std::int32_t x, std::int32_t y) const {
    const double bx = std::max(0.0, (x + 0.5) * 75 / scene_.dpi - 0.5);
    const double by = std::max(0.0, (y + 0.5) * 75 / scene_.dpi - 0.5);
    const auto ix = static_cast<std::size_t>(bx);
    const auto iy = static_cast<std::int32_t>(by);
    const double fx = bx - static_cast<double>(ix), fy = by - iy;
    const auto above = back.band().samples<const std::uint8_t>(iy);
    const auto below = back.band().samples<const std::uint8_t>(iy + 1);
    return ((above[ix] * (1 - fx) + above[ix + 1] * fx) * (1 - fy) +
            (below[ix] * (1 - fx) + below[ix + 1] * fx) * fy) /
           255;
  }

  scan::PageImage paint(const scan::PageImage& back) {
    scan::PageImage page({width_, height_, scene_.color ? rgb8 : gray8}, Dpi{scene_.dpi});
    const std::size_t channels = scene_.color ? 3 : 1;
    make_noise();
    constexpr std::array<double, 3> red{0.15, 0.85, 0.8}; // what the stamp takes of each channel
    for (std::int32_t y = 0; y < height_; ++y) {
      const auto sheet = sheet_.row(y), ink = soft_ink(y), stamp = red_.row(y),
                 shade = shade_.row(y);
      const auto hole = holes_.row(y);
      const auto out = page.band().samples<std::uint8_t>(y);
      for (std::int32_t x = 0; x < width_; ++x) {
        const auto i = static_cast<std::size_t>(x);
        const double on = sheet[i] / 255.0 * (1 - hole[i] / 255.0);
        double left = 1 - scene_.contrast * ink[i] / 255.0;
        if (scene_.show_through > 0) left *= 1 - scene_.show_through * back_at(back, x, y);
        const double light = (1 - shade[i] / 255.0) * (1 - scene_.fading * x / width_);
        for (std::size_t c = 0; c < channels; ++c) {
          const double paper = scene_.paper[c] * left * (1 - red[c] * stamp[i] / 255.0);
          const double v =
              (scene_.surroundings[c] * (1 - on) + paper * on) * light + noise_[dice_.bits() >> 20];
          out[i * channels + c] = static_cast<std::uint8_t>(std::clamp(v + 0.5, 0.0, 255.0));
        }
      }
    }
    return page;
  }

  // Lenses and sensors see a little of the neighbours: 1 2 1 in both directions.
  std::span<const std::uint8_t> soft_ink(std::int32_t y) {
    const auto above = ink_.row(std::max(0, y - 1)), here = ink_.row(y);
    const auto below = ink_.row(std::min(height_ - 1, y + 1));
    const std::size_t count = here.size();
    sums_.resize(count);
    soft_.resize(count);
    for (std::size_t x = 0; x < count; ++x)
      sums_[x] = static_cast<std::uint16_t>(above[x] + 2 * here[x] + below[x]);
    for (std::size_t x = 0; x < count; ++x)
      soft_[x] = static_cast<std::uint8_t>(
          (sums_[x > 0 ? x - 1 : 0] + 2 * sums_[x] + sums_[std::min(count - 1, x + 1)] + 8) / 16);
    return soft_;
  }

  void make_noise() {
    noise_.resize(4096);
    for (double& v : noise_)
      v = dice_.normal() * scene_.noise;
  }

  const Scene& scene_;
  Dice dice_;
  std::int32_t width_, height_;
  Coverage sheet_, ink_, red_, shade_, holes_;
  std::vector<double> noise_;
  std::vector<std::uint16_t> sums_;
  std::vector<std::uint8_t> soft_;
};

} // namespace

Scanned scan_of(const Scene& scene) {
  return Painter(scene).run();
}

} // namespace platen::test
