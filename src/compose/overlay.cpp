#include "compose/overlay.h"

#include <algorithm>

namespace platen::compose {

namespace {

using layout::PixelBox;

class OverlayStage final : public pipeline::Stage {
public:
  OverlayStage(PageShape shape, Overlay overlay)
      : shape_(shape), channels_(static_cast<std::size_t>(shape.format.channels())),
        overlay_(std::move(overlay)) {}

  std::string_view name() const override { return "overlay"; }
  PageShape input() const override { return shape_; }
  PageShape output() const override { return shape_; }

  std::unique_ptr<pipeline::StageState> make_state(std::int32_t) const override {
    return std::make_unique<LayerRun>();
  }

  Result<void> run(pipeline::StageState* state, ConstBand in, Band out) const override {
    Layer::Run& part = static_cast<LayerRun*>(state)->part;
    for (std::int32_t y = out.rows().first; y < out.rows().end(); ++y)
      TRY_VOID(fill_row(y, in.samples<std::uint16_t>(y), out.samples<std::uint16_t>(y), part));
    return {};
  }

private:
  struct LayerRun final : pipeline::StageState {
    Layer::Run part;
  };
  using Row = std::span<std::uint16_t>;

  static bool on_row(const PixelBox& box, std::int32_t y) { return y >= box.y && y < box.bottom(); }

  // The samples of a row that a box covers.
  template<class T> std::span<T> covered(std::span<T> row, const PixelBox& box) const {
    const auto at = [&](std::int32_t x) {
      return static_cast<std::size_t>(std::clamp(x, 0, shape_.width)) * channels_;
    };
    const std::size_t first = at(box.x), end = at(box.right());
    return end > first ? row.subspan(first, end - first) : std::span<T>{};
  }

  Result<void> fill_row(std::int32_t y, std::span<const std::uint16_t> in, Row out,
                        Layer::Run& part) const {
    std::fill(out.begin(), out.end(), std::uint16_t{65535});
    if (!is_one_ink()) TRY_VOID(lay(overlay_.lowest, y, out, part));
    paint(overlay_.under, y, out);
    for (const PixelBox& window : overlay_.windows) {
      if (!on_row(window, y)) continue;
      const auto shown = covered(in, window);
      std::copy(shown.begin(), shown.end(), covered(out, window).begin());
    }
    if (is_one_ink()) TRY_VOID(lay_below(y, out, part));
    paint(overlay_.over, y, out);
    TRY_VOID(lay(overlay_.highest, y, out, part));
    for (const Inked& text : overlay_.inked)
      if (on_row(text.box, y)) ink(text, y, out);
    return {};
  }

  bool is_one_ink() const { return channels_ == 1; }

  // One ink on another is as dark as the darker of both, and what a picture shows white is paper.
  Result<void> lay_below(std::int32_t y, Row out, Layer::Run& part) const {
    if (!overlay_.lowest) return {};
    TRY_VOID(overlay_.lowest->read(y, part));
    const auto row = out.subspan(static_cast<std::size_t>(part.first));
    for (std::size_t i = 0; i < part.on_paper.size(); ++i)
      row[i] = std::min(row[i], part.on_paper[i]);
    return {};
  }

  Result<void> lay(const std::shared_ptr<const Layer>& layer, std::int32_t y, Row out,
                   Layer::Run& part) const {
    if (!layer) return {};
    TRY_VOID(layer->read(y, part));
    const auto row = out.subspan(static_cast<std::size_t>(part.first) * channels_);
    for (std::size_t i = 0; i < part.on_paper.size(); ++i)
      row[i] = under_layer(row[i], part.on_paper[i], part.coverage[i / channels_]);
    return {};
  }

  void paint(const std::vector<Painted>& list, std::int32_t y, Row out) const {
    for (const Painted& painted : list) {
      if (!on_row(painted.box, y)) continue;
      const Row row = covered(out, painted.box);
      for (std::size_t i = 0; i < row.size(); ++i)
        row[i] = painted.color[i % channels_];
    }
  }

  void ink(const Inked& text, std::int32_t y, Row out) const {
    const std::int32_t first = std::max(0, text.box.x);
    const std::int32_t end = std::min(shape_.width, text.box.right());
    const std::size_t line =
        static_cast<std::size_t>(y - text.box.y) * static_cast<std::size_t>(text.box.width);
    for (std::int32_t x = first; x < end; ++x) {
      const auto cover = std::to_integer<std::uint32_t>(
          text.coverage[line + static_cast<std::size_t>(x - text.box.x)]);
      if (cover == 0) continue;
      for (std::size_t c = 0; c < channels_; ++c) {
        std::uint16_t& sample = out[static_cast<std::size_t>(x) * channels_ + c];
        sample = static_cast<std::uint16_t>((sample * (255 - cover) + 127) / 255);
      }
    }
  }

  const PageShape shape_;
  const std::size_t channels_;
  const Overlay overlay_;
};

} // namespace

std::unique_ptr<pipeline::Stage> make_overlay(PageShape shape, Overlay overlay) {
  EXPECTS(shape.format == gray16 || shape.format == rgb16);
  for (const Inked& text : overlay.inked)
    EXPECTS(text.box.width > 0 && text.box.height > 0 &&
            text.coverage.size() == static_cast<std::size_t>(text.box.width) *
                                        static_cast<std::size_t>(text.box.height));
  return std::make_unique<OverlayStage>(shape, std::move(overlay));
}

Buffer turn_mask(const Buffer& mask, std::int32_t& width, std::int32_t& height,
                 std::int32_t quarters) {
  Buffer turned = mask;
  for (std::int32_t i = 0; i < (quarters & 3); ++i) {
    const Buffer before = turned;
    const auto w = static_cast<std::size_t>(width), h = static_cast<std::size_t>(height);
    for (std::size_t y = 0; y < h; ++y)
      for (std::size_t x = 0; x < w; ++x)
        turned[x * h + (h - 1 - y)] = before[y * w + x];
    std::swap(width, height);
  }
  return turned;
}

} // namespace platen::compose
