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

// Dots by the renderer's screen, or the grays of which they are made after it.
PixelFormat drawn_format(const JobContext& job, const layout::SidePlan& plan) {
  const PixelFormat format = plan.raster.format;
  return format == mask1 && !dots_by_renderer(job.ticket) ? gray8 : format;
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

// Whether all pages are letters, which a renderer can give as such (render::Way::letters).
bool are_letters(const JobContext& job, std::span<const Side> sides) {
  return std::ranges::all_of(sides, [&job](const Side& side) {
    return side.plan.page < 0 ||
           (drawn_format(job, side.plan) == mask1 &&
            job.document.info().pages[static_cast<std::size_t>(side.plan.page)].letters);
  });
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
  const bool letters = are_letters(job, sides);
  const std::size_t renderers =
      letters ? 1 : renderers_worth_starting(job.document.info(), workers);
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
    run.format = drawn_format(job, plan);
    run.resolution = job.ticket.resolution;
    set_matrix(run, plan.placement, job.document.info().pages[static_cast<std::size_t>(plan.page)],
               job.ticket.resolution);
    if (!group.empty() && (!same_geometry(group[0].run, run) || plan.page <= last_page ||
                           group_size == renderers * most_sides_of_a_stream))
      close_group();
    last_page = plan.page; // Ghostscript draws pages in their order alone
    const std::size_t slot = group_size++ % renderers;
    if (slot == group.size()) group.push_back({{}, run, letters});
    group[slot].sides.push_back(i);
    group[slot].run.pages.push_back(plan.page);
  }
  close_group();
  return streams;
}

std::deque<Stream> deal_out(const JobContext& job, Stream stream, std::size_t workers) {
  const std::size_t renderers = renderers_worth_starting(job.document.info(), workers);
  std::deque<Stream> streams;
  for (std::size_t i = 0; i < stream.sides.size(); ++i) {
    if (i < renderers) {
      streams.push_back({{}, stream.run, stream.letters});
      streams.back().run.pages.clear();
    }
    Stream& into = streams[i % renderers];
    into.sides.push_back(stream.sides[i]);
    into.run.pages.push_back(stream.run.pages[i]);
  }
  return streams;
}

StreamDrawing::StreamDrawing(const JobContext& job, std::span<const Side> sides, Stream stream,
                             const std::optional<halftone::Screen>& screen)
    : job_(job), sides_(sides), stream_(std::move(stream)), screen_(screen) {}

Result<Spool> StreamDrawing::next(std::unique_lock<std::mutex>& turn) {
  const std::size_t index = next_++;
  const Side& side = sides_[stream_.sides[index]];
  auto made = draw(side, turn);
  if (!made && begin_again_plainly(index, made.error())) made = draw(side, turn);
  if (!made && turn) stream_.sides.resize(next_); // nobody shall ask for more
  return made;
}

Stream StreamDrawing::take_rest() {
  Stream rest{{}, stream_.run, false};
  const auto from = static_cast<std::ptrdiff_t>(next_);
  rest.sides.assign(stream_.sides.begin() + from, stream_.sides.end());
  rest.run.pages.erase(rest.run.pages.begin(), rest.run.pages.begin() + from);
  rest.run.plainly = true;
  stream_.sides.resize(next_);
  return rest;
}

// A renderer that cannot draw what a page needs beside may draw the page all the same. From this
// one on; those before it are drawn.
bool StreamDrawing::begin_again_plainly(std::size_t failed, const Error& error) {
  render::VectorRun& run = stream_.run;
  const bool own_fault = error.code == Errc::malformed || error.code == Errc::limit;
  const render::Way way =
      render::way_of(job_.document.info().pages[static_cast<std::size_t>(run.pages[failed])], run,
                     colour_target(job_, colours_of(run.format)));
  const bool needs_more = way == render::Way::four_inks || way == render::Way::grays;
  if (!needs_more || !own_fault) return false;
  run.plainly = true;
  words_.push_back(std::string(way == render::Way::four_inks ? "printed without overprint"
                                                             : "printed another way") +
                   ": " + error.message());
  render::VectorRun rest = run;
  rest.pages.erase(rest.pages.begin(), rest.pages.begin() + static_cast<std::ptrdiff_t>(failed));
  pages_ = open_pages(job_, std::move(rest), screen_);
  return true;
}

Result<Spool> StreamDrawing::draw(const Side& side, std::unique_lock<std::mutex>& turn) {
  if (!pages_) pages_ = open_pages(job_, stream_.run, screen_);
  if (!*pages_) return Failure(pages_->error());
  render::PageStream& pages = ***pages_;
  TRY(auto rows, pages.next());
  if (turn && pages.apart()) turn.unlock();
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
  auto words = (**pages_)->finish();
  if (words)
    std::move(words->begin(), words->end(), std::back_inserter(words_));
  else
    words_.push_back(words.error().message());
  return std::move(words_);
}

} // namespace platen::flow
