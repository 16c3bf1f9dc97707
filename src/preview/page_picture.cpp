#include "preview/page_picture.h"

#include "base/limits.h"
#include "base/worker_pool.h"
#include "colour/apply.h"
#include "halftone/dither.h"
#include "pipeline/executor.h"
#include "preview/buffer_sink.h"
#include "resample/resample.h"
#include "resample/turn.h"

#include <algorithm>
#include <cmath>

namespace platen::preview {

namespace {

constexpr std::int32_t least_edge = 16;
constexpr std::int32_t points_per_inch = 72;

struct Size {
  std::int32_t width = 0, height = 0;
};

Size fitted(double width, double height, double longest) {
  const double scale = longest / std::max(width, height);
  const auto pixels = [&](double v) {
    return std::max(1, static_cast<std::int32_t>(std::lround(v * scale)));
  };
  return {pixels(width), pixels(height)};
}

render::Decoding decoding_for(const render::PageInfo& page, std::int32_t longest) {
  render::Decoding how;
  const std::int32_t stored = std::max(page.px_width, page.px_height);
  while (how.shrink < 8 && stored / (2 * how.shrink) >= longest)
    how.shrink *= 2;
  return how;
}

Result<RowBuffer> decoded(const render::Document& document, std::int32_t number,
                          std::int32_t longest, std::size_t workers, const Cancel& cancel) {
  const render::PageInfo& page = document.info().pages[static_cast<std::size_t>(number)];
  TRY(auto picture, document.decode(number, model::ColourTarget{}, decoding_for(page, longest)));
  TRY(const auto rows,
      resample::turned(std::move(picture.rows), resample::make_turn(page.exif_orientation, 0)));
  const PageShape from = rows->shape();
  const Size size =
      fitted(from.width, from.height, std::min(longest, std::max(from.width, from.height)));
  pipeline::Stages stages;
  PageShape shape = from;
  const auto add = [&](std::unique_ptr<pipeline::Stage> stage) {
    shape = stage->output();
    stages.push_back(std::move(stage));
  };
  if (from.format.depth == Depth::bits8) add(colour::make_widen(shape));
  add(resample::make_resample(shape, {0, 0, size.width, size.height},
                              {size.width, size.height, shape.format}));
  TRY(auto apply, colour::make_apply(shape, std::move(picture.colour)));
  add(std::move(apply));
  add(halftone::make_narrow(shape));
  RowBuffer shown(size.width, size.height, rgb8);
  BufferSink sink(shown);
  const auto pool = make_thread_pool(workers);
  TRY_VOID(pipeline::run_banded(*rows, stages, sink, *pool, {.cancel = &cancel}));
  return shown;
}

Result<RowBuffer> drawn(const render::Document& document, std::int32_t number,
                        std::int32_t longest) {
  const render::PageInfo& page = document.info().pages[static_cast<std::size_t>(number)];
  const Size size = fitted(page.width.v, page.height.v, longest);
  render::VectorRun run;
  run.pages = {number};
  run.width = size.width;
  run.height = size.height;
  run.format = rgb8;
  run.resolution = {std::max(
      1, static_cast<std::int32_t>(std::lround(size.width * points_per_inch / page.width.v)))};
  const auto scale = [&](std::int32_t pixels, double points) {
    return pixels * double{points_per_inch} / run.resolution.v / points;
  };
  run.a = scale(size.width, page.width.v);
  run.d = scale(size.height, page.height.v);
  TRY(const auto pages, document.draw(run, model::ColourTarget{}));
  TRY(const auto rows, pages->next());
  RowBuffer shown(size.width, size.height, rgb8);
  TRY_VOID(rows->read(shown.band({0, size.height})));
  return shown;
}

} // namespace

Result<RowBuffer> page_picture(const render::Document& document, std::int32_t page,
                               std::int32_t longest, std::size_t workers, const Cancel& cancel) {
  EXPECTS(page >= 0 && static_cast<std::size_t>(page) < document.info().pages.size());
  if (longest < least_edge || longest > limits::preview_edge)
    return fail(Errc::invalid, "the size of a preview is " + std::to_string(least_edge) + " to " +
                                   std::to_string(limits::preview_edge) + " pixels");
  if (document.info().vector) return drawn(document, page, longest);
  return decoded(document, page, longest, workers, cancel);
}

} // namespace platen::preview
