#include "flow/vector_streams.h"

#include "flow/rows.h"

#include <algorithm>

namespace platen::flow {

namespace {

// Placement (device pixels from the top left, clockwise quarter turns) -> matrix (points, y up).
void set_matrix(render::VectorRun& run, const layout::SidePlan& plan, const render::PageInfo& page,
                Dpi resolution) {
  const layout::Placement& at = plan.placement;
  const double points = 72.0 / resolution.v;
  const double x = at.x * points;
  const double y = (plan.raster.height - at.y - at.height) * points;
  const double w = at.width * points;
  const double h = at.height * points;
  const double pw = page.width.v;
  const double ph = page.height.v;
  switch (at.quarter_turns & 3) {
  case 0:
    run.a = w / pw, run.b = 0, run.c = 0, run.d = h / ph, run.e = x, run.f = y;
    break;
  case 1:
    run.a = 0, run.b = -h / pw, run.c = w / ph, run.d = 0, run.e = x, run.f = y + h;
    break;
  case 2:
    run.a = -w / pw, run.b = 0, run.c = 0, run.d = -h / ph, run.e = x + w, run.f = y + h;
    break;
  default:
    run.a = 0, run.b = h / pw, run.c = -w / ph, run.d = 0, run.e = x + w, run.f = y;
    break;
  }
}

bool same_geometry(const render::VectorRun& a, const render::VectorRun& b) {
  return a.width == b.width && a.height == b.height && a.a == b.a && a.b == b.b && a.c == b.c &&
         a.d == b.d && a.e == b.e && a.f == b.f;
}

// Ghostscript takes its list of pages as one argument of at most 2,047 characters.
constexpr std::size_t most_sides_of_a_stream = 256;

// How many renderers are worth their start: another one takes about 55 ms of a processor, a page of
// text and lines 2.5 ms, and what makes pages slower, pictures, makes the document larger, about 10
// kB for each millisecond (measured with Ghostscript 10.0, A4 at 600 dpi, 1 bit).
std::size_t renderers_worth_starting(const render::DocumentInfo& info, std::size_t workers) {
  const auto pages = static_cast<std::uint64_t>(info.pages.size());
  const std::uint64_t work_ms = pages * 5 / 2 + info.bytes / 10'000;
  constexpr std::uint64_t start_ms = 55;
  return std::min<std::size_t>(workers, 1 + work_ms / (2 * start_ms));
}

Result<std::unique_ptr<render::PageStream>>
open_pages(const JobContext& job, render::VectorRun run,
           const std::optional<halftone::Screen>& screen) {
  if (screen) {
    run.screen = std::make_shared<const std::vector<std::uint8_t>>(screen->threshold);
    run.screen_width = screen->width;
    run.screen_height = screen->height;
  }
  model::ColourTarget target;
  target.model = screen ? ColorModel::gray : ColorModel::rgb;
  target.intent = job.ticket.intent;
  return job.document.draw(run, target);
}

} // namespace

std::deque<Stream> plan_streams(const JobContext& job, std::span<const Side> sides,
                                std::size_t workers) {
  const std::size_t renderers = renderers_worth_starting(job.document.info(), workers);
  std::deque<Stream> streams;
  std::vector<Stream> group;
  std::size_t group_size = 0;
  const auto close_group = [&] {
    for (Stream& stream : group)
      streams.push_back(std::move(stream));
    group.clear();
    group_size = 0;
  };
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const layout::SidePlan& plan = sides[i].plan;
    if (plan.page < 0) continue;
    render::VectorRun run;
    run.width = plan.raster.width;
    run.height = plan.raster.height;
    run.format = plan.raster.format;
    run.resolution = job.ticket.resolution;
    set_matrix(run, plan, job.document.info().pages[static_cast<std::size_t>(plan.page)],
               job.ticket.resolution);
    if (!group.empty() &&
        (!same_geometry(group[0].run, run) || group_size == renderers * most_sides_of_a_stream))
      close_group();
    const std::size_t slot = group_size++ % renderers;
    if (slot == group.size()) group.push_back({{}, run});
    group[slot].sides.push_back(i);
    group[slot].run.pages.push_back(plan.page);
  }
  close_group();
  return streams;
}

StreamDrawing::StreamDrawing(const JobContext& job, std::span<const Side> sides, Stream stream,
                             const std::optional<halftone::Screen>& screen)
    : job_(job), sides_(sides), stream_(std::move(stream)),
      pages_(open_pages(job_, stream_.run, screen)) {}

Result<Spool> StreamDrawing::next() {
  if (!pages_) return Failure(pages_.error());
  const Side& side = sides_[stream_.sides[next_++]];
  TRY(auto rows, (*pages_)->next());
  CutPage page(std::move(rows), side.plan.placement);
  Spool payload;
  const auto encoder = job_.language.side(side.spec, payload);
  TRY_VOID(copy_rows(page, *encoder, job_.cancel));
  TRY_VOID(encoder->finish());
  return payload;
}

std::vector<std::string> StreamDrawing::last_words() {
  auto words = (*pages_)->finish();
  if (!words) return {words.error().message()};
  return *std::move(words);
}

} // namespace platen::flow
