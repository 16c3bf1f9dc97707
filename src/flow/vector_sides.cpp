#include "base/thread.h"
#include "flow/page_statement.h"
#include "flow/rows.h"
#include "flow/screens.h"
#include "flow/vector_streams.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <iterator>
#include <map>
#include <mutex>

namespace platen::flow {

namespace {

class VectorSides final : public SideMaker {
public:
  VectorSides(const JobContext& job, std::span<const Side> sides, std::size_t workers)
      : job_(job), sides_(sides), streams_(plan_streams(job, sides, workers)),
        window_(2 * workers + 1) {
    if (job.language.raster_format().model == ColorModel::mask && dots_by_renderer(job.ticket))
      screen_ = halftone::make_screen(*screen_kind(job.ticket.screen), tone_curve(job));
    start_threads(workers);
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
    if (threads_.empty()) return draw_here(index);
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
      pages.push_back(state_of_drawing(job_, side.plan, all_of(side.plan.raster), false));
    }
    return pages;
  }

private:
  // What there is for several threads to do: streams, or the pages of one.
  std::size_t pieces() const {
    const auto several = [](const Stream& stream) { return stream.letters; };
    return std::ranges::any_of(streams_, several) ? sides_.size() : streams_.size();
  }

  // Every stream that may be waited for must be running: so they are planned for the threads that
  // are to be had, before the first of those takes one.
  void start_threads(std::size_t workers) {
    const std::lock_guard lock(mutex_);
    const std::size_t wanted = std::min(workers, pieces());
    while (threads_.size() < wanted) {
      auto thread = start_thread([this] { work(); });
      if (!thread) break;
      threads_.push_back(*std::move(thread));
    }
    if (threads_.size() < wanted)
      streams_ = plan_streams(job_, sides_, std::max<std::size_t>(1, threads_.size()));
  }

  // There is no thread but the caller's own.
  Result<Spool> draw_here(std::size_t index) {
    if (!here_) {
      here_.emplace(job_, sides_, std::move(streams_.front()), screen_);
      streams_.pop_front();
    }
    std::unique_lock<std::mutex> alone;
    auto made = here_->next(alone);
    if (made) advance(index);
    if (made && here_->done()) {
      note(here_->last_words());
      here_.reset();
    }
    return made;
  }

  void note(std::vector<std::string> words) {
    const std::lock_guard lock(mutex_);
    std::move(words.begin(), words.end(), std::back_inserter(warnings_));
  }

  void advance(std::size_t index) {
    const std::lock_guard lock(mutex_);
    wanted_ = index + 1;
    changed_.notify_all();
  }

  // One thread: streams in their order, each to its end; one of letters together with the others.
  void work() {
    while (const std::shared_ptr<StreamDrawing> drawing = next_drawing())
      if (!run(*drawing)) return;
  }

  std::shared_ptr<StreamDrawing> next_drawing() {
    const std::lock_guard lock(mutex_);
    if (stopping_) return nullptr;
    if (letters_) return letters_;
    if (streams_.empty()) return nullptr;
    auto drawing =
        std::make_shared<StreamDrawing>(job_, sides_, std::move(streams_.front()), screen_);
    streams_.pop_front();
    if (drawing->letters()) letters_ = drawing;
    return drawing;
  }

  void forget_letters(const StreamDrawing& drawing) {
    const std::lock_guard lock(mutex_);
    if (letters_.get() == &drawing) letters_ = nullptr;
  }

  // A stream of letters that proved to be more goes on as others do.
  void hand_over_rest(StreamDrawing& drawing) {
    const std::lock_guard lock(mutex_);
    std::deque<Stream> rest = deal_out(job_, drawing.take_rest(), threads_.size());
    streams_.insert(streams_.begin(), std::make_move_iterator(rest.begin()),
                    std::make_move_iterator(rest.end()));
  }

  // False when the thread shall end: the job stops or a side failed.
  bool run(StreamDrawing& drawing) {
    for (;;) {
      std::unique_lock turn(drawing.turn());
      if (drawing.done()) {
        forget_letters(drawing);
        return true;
      }
      const std::size_t index = drawing.next_side();
      bool last = index == drawing.last_side();
      if (!wait_for_turn(index)) return false;
      Result<Spool> made = drawing.next(turn);
      const bool good = made.has_value();
      {
        const std::lock_guard lock(mutex_);
        done_.emplace(index, std::move(made));
      }
      changed_.notify_all();
      if (!good) return false;
      if (turn && drawing.letters() && !last) {
        hand_over_rest(drawing);
        last = true;
      }
      if (!last) continue;
      if (!turn) turn.lock();
      note(drawing.last_words());
    }
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

  const JobContext job_;
  const std::span<const Side> sides_;
  std::optional<halftone::Screen> screen_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Stream> streams_;
  std::shared_ptr<StreamDrawing> letters_; // on which all threads are at work; may be null
  std::optional<StreamDrawing> here_;      // of the caller's thread
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
