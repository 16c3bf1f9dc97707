#include "flow/vector_streams.h"

#include "flow/colour_target.h"
#include "flow/rows.h"
#include "flow/screens.h"
#include "flow/toned_page.h"
#include "flow/vector_run.h"
#include "render/ghostscript_job.h"

#include <algorithm>
#include <iterator>

namespace platen::flow {

namespace {

bool same_geometry(const render::VectorRun& a, const render::VectorRun& b) {
  return a.width == b.width && a.height == b.height && a.a == b.a && a.b == b.b && a.c == b.c &&
         a.d == b.d && a.e == b.e && a.f == b.f;
}

// Ghostscript takes its list of pages as one argument of at most 2,047 characters.
constexpr std::size_t most_sides_of_a_stream = 256;

// How many renderers are worth their start: another one takes about 55 ms of a processor, a page of
// text and lines 2.5 ms, one on which things blend or overprint 100 ms and more, and what else
// makes pages slower, pictures, makes the document larger, about 10 kB for each millisecond
// (measured with Ghostscript 10.0, A4 at 600 dpi, 1 bit).
std::size_t renderers_worth_starting(const render::DocumentInfo& info, std::size_t workers) {
  const auto slow = [](const render::PageInfo& page) { return page.blends || page.overprints; };
  const auto slow_pages = static_cast<std::uint64_t>(std::ranges::count_if(info.pages, slow));
  const std::uint64_t work_ms = info.pages.size() * 5 / 2 + slow_pages * 100 + info.bytes / 10'000;
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
  return job.document.draw(run, colour_target(job, colours_of(run.format)));
}

} // namespace

std::deque<Stream> plan_streams(const JobContext& job, std::span<const Side> sides,
                                std::size_t workers) {
  const std::size_t renderers = renderers_worth_starting(job.document.info(), workers);
  std::deque<Stream> streams;
  std::vector<Stream> group;
  std::size_t group_size = 0;
  std::int32_t last_page = -1;
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
    if (run.format == mask1 && !dots_by_renderer(job.ticket)) run.format = gray8;
    run.resolution = job.ticket.resolution;
    set_matrix(run, plan.placement, job.document.info().pages[static_cast<std::size_t>(plan.page)],
               job.ticket.resolution);
    if (!group.empty() && (!same_geometry(group[0].run, run) || plan.page <= last_page ||
                           group_size == renderers * most_sides_of_a_stream))
      close_group();
    last_page = plan.page; // Ghostscript draws pages in their order alone
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
    : job_(job), sides_(sides), stream_(std::move(stream)), screen_(screen),
      pages_(open_pages(job_, stream_.run, screen)) {}

Result<Spool> StreamDrawing::next() {
  const Side& side = sides_[stream_.sides[next_]];
  auto made = draw(side);
  if (!made && begin_again_plainly(made.error())) made = draw(side);
  ++next_;
  return made;
}

// A renderer that cannot draw what a page needs beside may draw the page all the same. From this
// one on; those before it are drawn.
bool StreamDrawing::begin_again_plainly(const Error& error) {
  render::VectorRun& run = stream_.run;
  const bool own_fault = error.code == Errc::malformed || error.code == Errc::limit;
  const render::Way way =
      render::way_of(job_.document.info().pages[static_cast<std::size_t>(run.pages[next_])], run,
                     colour_target(job_, colours_of(run.format)));
  if (way == render::Way::plain || !own_fault) return false;
  run.plainly = true;
  words_.push_back(std::string(way == render::Way::four_inks ? "printed without overprint"
                                                             : "printed another way") +
                   ": " + error.message());
  render::VectorRun rest = run;
  rest.pages.erase(rest.pages.begin(), rest.pages.begin() + static_cast<std::ptrdiff_t>(next_));
  pages_ = open_pages(job_, std::move(rest), screen_);
  return true;
}

Result<Spool> StreamDrawing::draw(const Side& side) {
  if (!pages_) return Failure(pages_.error());
  TRY(auto rows, (*pages_)->next());
  TRY(rows, toned_page(std::move(rows), job_));
  const PixelFormat raster = side.spec.raster.format;
  rows = std::make_unique<CutPage>(std::move(rows), side.plan.placement);
  TRY(rows, screened_page(std::move(rows), raster, job_));
  Spool payload;
  const auto encoder = job_.language.side(side.spec, payload);
  DotSink dots(rows->shape(), raster, job_, *encoder);
  TRY_VOID(copy_rows(*rows, dots.rows(), job_.cancel));
  TRY_VOID(encoder->finish());
  return payload;
}

std::vector<std::string> StreamDrawing::last_words() {
  auto words = (*pages_)->finish();
  if (words)
    std::move(words->begin(), words->end(), std::back_inserter(words_));
  else
    words_.push_back(words.error().message());
  return std::move(words_);
}

} // namespace platen::flow
