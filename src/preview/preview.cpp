#include "preview/preview.h"

#include "base/limits.h"
#include "colour/apply.h"
#include "flow/blank_pages.h"
#include "flow/colour_target.h"
#include "flow/job_language.h"
#include "flow/job_sheet.h"
#include "flow/rendering.h"
#include "halftone/dither.h"
#include "layout/place.h"
#include "pipeline/executor.h"
#include "preview/buffer_sink.h"
#include "preview/raw_pages.h"
#include "preview/scaled_plan.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include <fcntl.h>

namespace platen::preview {

namespace {

using model::RenderingIntent;

constexpr model::Rgb outside_gamut{255, 0, 255}, beyond_paper{170, 170, 170};
constexpr model::Rgb paper_edge{90, 90, 90}, printable_line{0, 120, 215}, safe_line{215, 80, 0};
// 512 of 65535 for each dE, and 3 of them, in a gray of 8 bits that is dithered by one.
constexpr std::uint8_t least_in_gamut = 249;
constexpr std::int32_t least_edge = 16;

RenderingIntent proof_intent(const Look& look) {
  if (look.paper_white) return RenderingIntent::absolute;
  return look.paper_black ? RenderingIntent::relative : RenderingIntent::relative_bpc;
}

// Rows that are in memory, and rows that come to be.
class BufferRows final : public RowSource {
public:
  BufferRows(const Buffer& rows, PageShape shape) : rows_(rows), shape_(shape) {}
  PageShape shape() const override { return shape_; }
  Result<void> read(Band into) override {
    const std::size_t length = shape_.format.row_bytes(shape_.width);
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y)
      std::memcpy(into.row(y).data(), rows_.data() + static_cast<std::size_t>(y) * length, length);
    return {};
  }

private:
  const Buffer& rows_;
  const PageShape shape_;
};

// Gray or dots as a screen shows them.
RowBuffer shown_gray(const Buffer& rows, const PageShape& shape) {
  RowBuffer shown(shape.width, shape.height, rgb8);
  const Band band = shown.band({0, shape.height});
  const std::size_t length = shape.format.row_bytes(shape.width);
  for (std::int32_t y = 0; y < shape.height; ++y) {
    const auto* row = rows.data() + static_cast<std::size_t>(y) * length;
    const auto out = band.samples<std::uint8_t>(y);
    for (std::int32_t x = 0; x < shape.width; ++x) {
      const bool dots = shape.format.model == ColorModel::mask;
      const auto byte = std::to_integer<unsigned>(row[dots ? x / 8 : x]);
      const unsigned value = !dots ? byte : (byte >> (7 - x % 8) & 1) != 0 ? 0 : 255;
      std::fill_n(out.begin() + x * 3, 3, static_cast<std::uint8_t>(value));
    }
  }
  return shown;
}

Result<Buffer> bytes_of(const Spool& spool) {
  class Collector final : public ByteSink {
  public:
    using ByteSink::write;
    Result<void> write(Bytes bytes) override {
      buffer.insert(buffer.end(), bytes.begin(), bytes.end());
      return {};
    }
    Buffer buffer;
  };
  Collector collector;
  collector.buffer.reserve(static_cast<std::size_t>(spool.size()));
  TRY_VOID(spool.copy_to(collector));
  return std::move(collector.buffer);
}

Result<void> check_box(const layout::PixelBox& box, const PageShape& raster) {
  if (!box.empty() && holds({0, 0, raster.width, raster.height}, box) &&
      std::int64_t{box.width} * box.height <= limits::preview_pixels)
    return {};
  return fail(Errc::invalid, "the part to be shown must lie on the page, which has " +
                                 std::to_string(raster.width) + " x " +
                                 std::to_string(raster.height) + " device pixels, and have 1 to " +
                                 std::to_string(limits::preview_pixels) + " of them");
}

// So that the plan of one page alone can be asked for its gamut.
flow::Side as_composition(const flow::Side& side) {
  flow::Side composed = side;
  if (composed.plan.composition || composed.plan.page < 0) return composed;
  const layout::Placement& p = side.plan.placement;
  const PageShape& raster = side.plan.raster;
  const layout::PixelBox window =
      on_raster(common(layout::pixels_around({p.x, p.y, p.width, p.height}),
                       {0, 0, raster.width, raster.height}),
                raster);
  auto composition = std::make_shared<layout::Composition>();
  composition->cells.push_back({side.plan.page, side.plan.document, p, window});
  composed.plan.composition = std::move(composition);
  return composed;
}

} // namespace

Result<std::unique_ptr<Preview>> Preview::open(const flow::PrintJob& job, Cancel& cancel,
                                               Sources sources) {
  std::unique_ptr<Preview> preview(new Preview(job, cancel, std::move(sources)));
  TRY_VOID(preview->open_all());
  return preview;
}

Result<std::unique_ptr<render::Document>> Preview::open_document(std::size_t index) {
  const render::Opening how = flow::opening_of(job_.ticket);
  if (sources_.document) return sources_.document(index, how);
  UniqueFd own(::fcntl(job_.documents[index].get(), F_DUPFD_CLOEXEC, 0));
  if (!own) return fail(Errc::io, "cannot open the document again: " + errno_text(errno));
  return render::open_document(std::move(own), job_.limits, cancel_, how);
}

Result<void> Preview::open_all() {
  for (std::size_t i = 0; i < job_.documents.size(); ++i) {
    auto document = open_document(i);
    if (!document && job_.documents.size() > 1)
      return fail_within("document " + std::to_string(i + 1), std::move(document).error());
    if (!document) return Failure(std::move(document).error());
    documents_.push_back(*std::move(document));
  }
  sources_.document = {};
  TRY_VOID(flow::add_job_sheet(documents_, job_, cancel_));
  TRY(language_, flow::job_language(job_));
  const flow::Writing how{job_.created, job_.limits,   cancel_,
                          job_.spares,  job_.underlay, job_.overlay};
  std::set<flow::PageOf> left_out;
  TRY(plan_, flow::plan_without_blank_pages(documents_, job_, *language_, how, cancel_, left_out));
  TRY(auto arranged, flow::arrange(documents_, plan_, how));
  planned_ = std::exchange(plan_.sides, std::move(arranged.sides));
  if (planned_.size() != plan_.sides.size()) return fail(Errc::bug, "sides were lost");
  for (std::size_t i = 0; i < documents_.size(); ++i)
    if (arranged.documents[i]) documents_[i] = std::move(arranged.documents[i]);
  for (const auto& document : documents_)
    drawn_.push_back(document.get());
  written_ = std::move(arranged.written);
  return {};
}

Result<Preview::Drawn> Preview::draw(const flow::Side& side, PixelFormat format,
                                     const layout::PixelBox& box, bool gamut) {
  flow::Side wanted = gamut ? as_composition(side) : side;
  wanted.plan.raster.format = wanted.spec.raster.format = format;
  // A side that was scaled is drawn at its own resolution, and from pictures as small as it needs.
  model::Ticket ticket = plan_.ticket;
  ticket.resolution = wanted.spec.resolution;
  const bool quick = ticket.resolution != plan_.ticket.resolution;
  const auto pages = make_raw_pages(format, box, cancel_);
  const std::size_t document = static_cast<std::size_t>(side.plan.document);
  // A maker that ends early raises its flag, which is not the preview's; that one the pages look
  // at.
  Cancel own;
  flow::JobContext context{*documents_[document],
                           plan_.model,
                           ticket,
                           *pages,
                           job_.profile.get(),
                           own,
                           {},
                           quick,
                           gamut,
                           &drawn_};
  context.written = written_.get();
  if (cancel_.requested()) return fail(Errc::cancelled, "the preview was cancelled");
  TRY(const auto behind_toning, flow::make_table_behind_toning(context, job_.limits));
  context.behind_toning = behind_toning.get();
  const auto maker = flow::make_side_maker(context, {&wanted, 1}, job_.workers, job_.limits);
  TRY(const Spool spool, maker->payload(0));
  Drawn drawn;
  TRY(drawn.rows, bytes_of(spool));
  drawn.warnings = documents_[document]->info().warnings;
  for (std::string& warning : maker->warnings())
    drawn.warnings.push_back(std::move(warning));
  const std::size_t expected = format.row_bytes(box.width) * static_cast<std::size_t>(box.height);
  if (drawn.rows.size() != expected) return fail(Errc::bug, "the preview is not whole");
  return drawn;
}

Result<ColourTable> Preview::proof_table(const Look& look) {
  const std::lock_guard lock(mutex_);
  const RenderingIntent intent = proof_intent(look);
  if (const auto made = proofs_.find(intent); made != proofs_.end()) return made->second;
  model::ColourTarget screen;
  screen.intent = intent;
  const render::TableRequest wanted{.source = *job_.profile, .target = screen};
  TRY(ColourTable table,
      sources_.table ? sources_.table(wanted) : render::make_table(wanted, job_.limits, cancel_));
  return proofs_.emplace(intent, std::move(table)).first->second;
}

// The rows as the screen shows them.
Result<RowBuffer> Preview::proofed(const Drawn& drawn, PageShape shape, const Look& look) {
  if (shape.format.model != ColorModel::rgb) return shown_gray(drawn.rows, shape);
  RowBuffer shown(shape.width, shape.height, rgb8);
  BufferRows rows(drawn.rows, shape);
  BufferSink sink(shown);
  pipeline::Stages stages;
  PageShape wide = shape;
  wide.format.depth = Depth::bits16;
  if (shape.format.depth == Depth::bits8) stages.push_back(colour::make_widen(shape));
  if (job_.profile) {
    TRY(ColourTable table, proof_table(look));
    TRY(auto apply, colour::make_apply(wide, std::move(table)));
    stages.push_back(std::move(apply));
  }
  stages.push_back(halftone::make_narrow(wide));
  const auto pool = make_thread_pool(job_.workers);
  TRY_VOID(pipeline::run_banded(rows, stages, sink, *pool, {.cancel = &cancel_}));
  return shown;
}

Result<model::Rgb> Preview::paper_color(const Look& look) {
  Drawn white;
  white.rows.assign(3, std::byte{0xff});
  TRY(const RowBuffer shown, proofed(white, {1, 1, rgb8}, look));
  const auto pixel = shown.band({0, 1}).samples<std::uint8_t>(0);
  return model::Rgb{pixel[0], pixel[1], pixel[2]};
}

Result<void> Preview::paint_gamut(const flow::Side& side, const layout::PixelBox& box,
                                  RowBuffer& shown) {
  TRY(const Drawn mask, draw(side, gray8, box, true));
  const Band band = shown.band({0, box.height});
  for (std::int32_t y = 0; y < box.height; ++y) {
    const auto row = band.samples<std::uint8_t>(y);
    const std::size_t line = static_cast<std::size_t>(y) * static_cast<std::size_t>(box.width);
    for (std::size_t x = 0; x < static_cast<std::size_t>(box.width); ++x) {
      if (std::to_integer<std::uint8_t>(mask.rows[line + x]) >= least_in_gamut) continue;
      row[3 * x] = outside_gamut.red;
      row[3 * x + 1] = outside_gamut.green;
      row[3 * x + 2] = outside_gamut.blue;
    }
  }
  return {};
}

Result<View> Preview::whole(std::size_t index, std::int32_t longest, const Look& look) {
  EXPECTS(index < plan_.sides.size());
  if (longest < least_edge || longest > limits::preview_edge)
    return fail(Errc::invalid, "the size of a preview is " + std::to_string(least_edge) + " to " +
                                   std::to_string(limits::preview_edge) + " pixels");
  const flow::Side& side = plan_.sides[index];
  const layout::SidePlan& plan = side.plan;
  const Dpi dpi = plan_.ticket.resolution;
  const layout::Sheet sheet = layout::make_sheet(plan.media, plan.margins, dpi);
  // The paper, and with overspray the raster around it.
  const layout::Box raster{0, 0, static_cast<double>(plan.raster.width),
                           static_cast<double>(plan.raster.height)};
  const layout::Box paper{sheet.paper_x, sheet.paper_y, sheet.paper_width, sheet.paper_height};
  const double left = std::min(0.0, paper.x), top = std::min(0.0, paper.y);
  const double width = std::max(raster.right(), paper.right()) - left;
  const double height = std::max(raster.bottom(), paper.bottom()) - top;
  const double scale = longest / std::max(width, height);
  const auto pixels = [&](double v) { return static_cast<std::int32_t>(std::lround(v * scale)); };
  const auto on_view = [&](const layout::Box& box) {
    const std::int32_t x = pixels(box.x - left), y = pixels(box.y - top);
    return layout::PixelBox{x, y, pixels(box.right() - left) - x, pixels(box.bottom() - top) - y};
  };

  const bool dots = plan.raster.format.model == ColorModel::mask;
  const PixelFormat format = dots ? gray8 : plan.raster.format;
  flow::Side small = scaled(side, scale);
  const PageShape shape{small.plan.raster.width, small.plan.raster.height, format};
  const layout::PixelBox all{0, 0, shape.width, shape.height};
  TRY(Drawn drawn, draw(small, format, all, false));
  TRY(RowBuffer shown, proofed(drawn, shape, look));
  const bool asks_gamut = look.gamut && job_.profile && side.plan.page >= 0;
  if (asks_gamut) TRY_VOID(paint_gamut(small, all, shown));

  model::Rgb white = model::paper_white;
  if (job_.profile && !dots) {
    TRY(white, paper_color(look));
  }
  View view{Canvas(std::max(1, pixels(width)), std::max(1, pixels(height)), beyond_paper),
            scale,
            pixels(-left),
            pixels(-top),
            std::move(drawn.warnings),
            {}};
  view.picture.fill(on_view(paper), white);
  view.picture.put(view.raster_x, view.raster_y, std::as_const(shown).band({0, shape.height}));
  if (look.lines) {
    constexpr std::int32_t dash = 4;
    view.picture.outline(on_view(paper), paper_edge, 0);
    view.picture.outline(on_view(raster), printable_line, dash);
    const model::MediaType* const type = plan_.model.find_type(plan.media_type);
    if (type != nullptr && type->safe_margins && plan_.ticket.layout.safe_margins) {
      layout::Sheet safe = sheet;
      layout::keep_free(safe, *type->safe_margins);
      if (safe.safe) view.picture.outline(on_view(safe.area), safe_line, dash);
    }
  }
  view.approximations.push_back(
      "drawn at " + std::to_string(std::lround(dpi.v * scale)) + " dpi, not at " +
      std::to_string(dpi.v) + ": dithering, sharpening and lines below a pixel are not the page's");
  if (dots) view.approximations.push_back("the dots of the screen are shown as gray");
  if (look.gamut && !job_.profile)
    view.warnings.push_back("the gamut is not shown: the job names no profile of the paper");
  return view;
}

Result<Buffer> Preview::device_rows(std::size_t index, const layout::PixelBox& box) {
  EXPECTS(index < plan_.sides.size());
  const flow::Side& side = plan_.sides[index];
  TRY_VOID(check_box(box, side.plan.raster));
  TRY(Drawn drawn, draw(side, side.plan.raster.format, box, false));
  return std::move(drawn.rows);
}

Result<View> Preview::part(std::size_t index, const layout::PixelBox& box, const Look& look) {
  EXPECTS(index < plan_.sides.size());
  const flow::Side& side = plan_.sides[index];
  TRY_VOID(check_box(box, side.plan.raster));
  if (side.plan.raster.format.model == ColorModel::mask && box.x % 8 != 0)
    return fail(Errc::invalid, "a part of a page of dots begins at a multiple of 8 pixels");
  TRY(Drawn drawn, draw(side, side.plan.raster.format, box, false));
  const PageShape shape{box.width, box.height, side.plan.raster.format};
  TRY(RowBuffer shown, proofed(drawn, shape, look));
  if (look.gamut && job_.profile && side.plan.page >= 0) TRY_VOID(paint_gamut(side, box, shown));
  View view{Canvas(box.width, box.height, model::paper_white),
            1,
            -box.x,
            -box.y,
            std::move(drawn.warnings),
            {}};
  view.picture.put(0, 0, std::as_const(shown).band({0, box.height}));
  return view;
}

} // namespace platen::preview
