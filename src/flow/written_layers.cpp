#include "flow/written_layers.h"

#include "flow/colour_target.h"
#include "pipeline/pulled.h"

#include <algorithm>

namespace platen::flow {

namespace {

using Samples = std::span<const std::uint8_t>;

// Rows of one page, read in step with others.
class Reader {
public:
  explicit Reader(std::unique_ptr<RowSource> rows)
      : rows_(std::move(rows)), buffer_(rows_->shape().width, at_once, rows_->shape().format) {}

  // The next rows; at most `at_once`.
  Result<void> read(RowRange range) {
    range_ = range;
    return rows_->read(buffer_.band(range));
  }
  template<class T> std::span<const T> row(std::int32_t y) const {
    return buffer_.band(range_).template samples<T>(y);
  }
  static constexpr std::int32_t at_once = 64;

private:
  const std::unique_ptr<RowSource> rows_;
  RowBuffer buffer_;
  RowRange range_;
};

// How much of what is below a pixel shows, by how it looks on white and on black: on both alike
// where nothing does.
void cover(Samples on_white, Samples on_black, std::vector<std::uint8_t>& coverage) {
  for (std::size_t x = 0; x < coverage.size(); ++x)
    coverage[x] = static_cast<std::uint8_t>(
        255 - std::max(0, int{on_white[x]} - (on_black.empty() ? 0 : int{on_black[x]})));
}

struct Pages {
  std::int32_t on_white = -1, on_black = -1; // -1: `on_white` is black, or opaque
};

class LayerMaker {
public:
  LayerMaker(const JobContext& job, const Side& side, const render::Limits& limits,
             const Words& words)
      : job_(job), side_(side), limits_(limits), words_(words) {}

  Result<std::shared_ptr<const compose::Layer>> make(Pages pages) {
    if (pages.on_white < 0) return std::shared_ptr<const compose::Layer>();
    const layout::Cell white = cell(pages.on_white);
    TRY(Opened opened, open_drawn_page(job_, side_.spec.raster.format, white, limits_, words_));
    TRY(auto coloured, pipeline::make_pulled(std::move(opened.rows), std::move(opened.stages)));
    const PageShape shape = coloured->shape();
    Reader colours(std::move(coloured));
    TRY(auto gray, open_gray_page(job_, white, words_));
    Reader on_white(std::move(gray));
    std::optional<Reader> on_black;
    if (pages.on_black >= 0) {
      TRY(auto rows, open_gray_page(job_, cell(pages.on_black), words_));
      on_black.emplace(std::move(rows));
    }
    TRY(compose::Layer layer, compose::Layer::make(shape));
    std::vector<std::uint8_t> coverage(static_cast<std::size_t>(shape.width));
    for (std::int32_t y = 0; y < shape.height; y += Reader::at_once) {
      if (job_.cancel.requested()) return fail(Errc::cancelled, "the job was cancelled");
      const RowRange range{y, std::min(Reader::at_once, shape.height - y)};
      TRY_VOID(colours.read(range));
      TRY_VOID(on_white.read(range));
      if (on_black) TRY_VOID(on_black->read(range));
      for (std::int32_t row = y; row < range.end(); ++row) {
        cover(on_white.row<std::uint8_t>(row),
              on_black ? on_black->row<std::uint8_t>(row) : Samples{}, coverage);
        TRY_VOID(layer.add(colours.row<std::uint16_t>(row), coverage));
      }
    }
    return std::make_shared<const compose::Layer>(std::move(layer));
  }

private:
  layout::Cell cell(std::int32_t page) const {
    layout::Cell cell;
    cell.page = page;
    cell.placement = side_.plan.composition->written.paper;
    cell.window = {0, 0, side_.spec.raster.width, side_.spec.raster.height};
    return cell;
  }

  const JobContext& job_;
  const Side& side_;
  const render::Limits& limits_;
  const Words& words_;
};

} // namespace

Result<void> add_written(compose::Overlay& overlay, const JobContext& job, const Side& side,
                         const render::Limits& limits, const Words& words) {
  const layout::WrittenSide& written = side.plan.composition->written;
  if (job.written == nullptr || job.gamut) return {};
  const JobContext on_pages{*job.written, job.model,     job.ticket,        job.language,
                            job.profile,  job.cancel,    job.room,          job.shrink,
                            job.gamut,    job.documents, job.behind_toning, job.written};
  LayerMaker maker(on_pages, side, limits, words);
  TRY(overlay.lowest, maker.make({written.under, -1}));
  TRY(overlay.highest, maker.make({written.over, written.over_black}));
  return {};
}

} // namespace platen::flow
