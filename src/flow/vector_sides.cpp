#include "flow/colour_target.h"
#include "flow/page_statement.h"
#include "flow/rows.h"
#include "flow/screens.h"
#include "flow/side_maker.h"
#include "flow/toned_page.h"
#include "flow/vector_run.h"
#include "halftone/screen.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace platen::flow {

namespace {

// Sides that one Ghostscript draws, in ascending order.
struct Stream {
  std::vector<std::size_t> sides;
  render::VectorRun run;
};

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

// Consecutive sides of one geometry are dealt out to some streams, turn by turn: each
// Ghostscript draws its next side while the others' are being sent.
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
    set_matrix(run, plan.placement, job.document.info().pages[static_cast<std::size_t>(plan.page)],
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

class VectorSides final : public SideMaker {
public:
  VectorSides(const JobContext& job, std::span<const Side> sides, std::size_t workers)
      : job_(job), sides_(sides), streams_(plan_streams(job, sides, workers)),
        window_(2 * workers + 1) {
    if (job.language.raster_format().model == ColorModel::mask)
      screen_ = halftone::make_screen(screen_kind(job.ticket.screen), job.model.tone_curve);
    // Every stream that may be waited for must be running: counted before the first thread takes
    // one.
    const std::size_t threads = std::min(workers, streams_.size());
    for (std::size_t i = 0; i < threads; ++i)
      threads_.emplace_back([this] { work(); });
  }

  ~VectorSides() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      if (wanted_ < sides_.size()) job_.cancel.request();
    }
    changed_.notify_all();
    for (auto& thread : threads_)
      thread.join();
  }

  Result<Spool> payload(std::size_t index) override {
    if (sides_[index].plan.page < 0) {
      advance(index);
      return blank_side(job_, sides_[index].spec);
    }
    std::unique_lock lock(mutex_);
    wanted_ = index;
    changed_.notify_all();
    changed_.wait(lock, [&] { return done_.contains(index); });
    auto node = done_.extract(index);
    if (node.mapped()) {
      wanted_ = index + 1;
      changed_.notify_all();
    }
    return std::move(node.mapped());
  }

  std::vector<std::string> warnings() override {
    for (auto& thread : threads_)
      thread.join(); // every side is done: the renderers only have their last words to say
    threads_.clear();
    return warnings_;
  }

  std::vector<PageStatement> statements() override {
    std::vector<PageStatement> pages;
    for (const Side& side : sides_) {
      if (side.plan.page < 0) continue;
      const bool toned = !screen_ && model::black_and_white(job_.ticket.black_and_white);
      pages.push_back(state_of_drawing(job_, side.plan, toned));
    }
    return pages;
  }

private:
  void advance(std::size_t index) {
    const std::lock_guard lock(mutex_);
    wanted_ = index + 1;
    changed_.notify_all();
  }

  // One thread: streams in their order, each to its end.
  void work() {
    for (;;) {
      std::optional<Stream> stream;
      {
        const std::lock_guard lock(mutex_);
        if (stopping_ || streams_.empty()) return;
        stream = std::move(streams_.front());
        streams_.pop_front();
      }
      if (!run_stream(*stream)) return;
    }
  }

  // False when the thread shall end: the job stops or a side failed.
  bool run_stream(Stream& stream) {
    if (screen_) {
      stream.run.screen = std::make_shared<const std::vector<std::uint8_t>>(screen_->threshold);
      stream.run.screen_width = screen_->width;
      stream.run.screen_height = screen_->height;
    }
    const model::ColourTarget target = colour_target(job_, colours_of(stream.run.format));
    auto pages = job_.document.draw(stream.run, target);
    for (const std::size_t index : stream.sides) {
      if (!wait_for_turn(index)) return false;
      Result<Spool> made =
          pages ? encode_next(**pages, sides_[index]) : Result<Spool>(Failure(pages.error()));
      const bool good = made.has_value();
      {
        const std::lock_guard lock(mutex_);
        done_.emplace(index, std::move(made));
      }
      changed_.notify_all();
      if (!good) return false;
    }
    auto last_words = (*pages)->finish();
    if (!last_words) last_words = std::vector{last_words.error().message()};
    const std::lock_guard lock(mutex_);
    std::move(last_words->begin(), last_words->end(), std::back_inserter(warnings_));
    return true;
  }

  // Nobody runs further ahead of the device than the window: finished sides cost disk.
  bool wait_for_turn(std::size_t index) {
    std::unique_lock lock(mutex_);
    const auto in_window = [&] { return stopping_ || index < wanted_ + window_; };
    changed_.wait(lock, in_window);
    // Room is made elsewhere, without a word to this thread.
    constexpr std::chrono::milliseconds look_interval{20};
    while (!stopping_ && index > wanted_ && job_.room && !job_.room())
      changed_.wait_for(lock, look_interval);
    return !stopping_;
  }

  Result<Spool> encode_next(render::PageStream& pages, const Side& side) {
    TRY(auto rows, pages.next());
    TRY(rows, toned_page(std::move(rows), job_));
    CutPage page(std::move(rows), side.plan.placement);
    Spool payload;
    const auto encoder = job_.language.side(side.spec, payload);
    TRY_VOID(copy_rows(page, *encoder, job_.cancel));
    TRY_VOID(encoder->finish());
    return payload;
  }

  const JobContext job_;
  const std::span<const Side> sides_;
  std::optional<halftone::Screen> screen_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Stream> streams_;
  std::map<std::size_t, Result<Spool>> done_;
  std::size_t wanted_ = 0;
  const std::size_t window_;
  bool stopping_ = false;
  std::vector<std::string> warnings_;
  std::vector<std::thread> threads_;
};

} // namespace

std::unique_ptr<SideMaker> make_vector_sides(const JobContext& job, std::span<const Side> sides,
                                             std::size_t workers) {
  return std::make_unique<VectorSides>(job, sides, workers);
}

Result<Spool> blank_side(const JobContext& job, const encode::SideSpec& spec) {
  Spool payload;
  BlankPage paper(spec.raster);
  const auto encoder = job.language.side(spec, payload);
  TRY_VOID(copy_rows(paper, *encoder, job.cancel));
  TRY_VOID(encoder->finish());
  return payload;
}

} // namespace platen::flow
