#include "pipeline/band_schedule.h"
#include "pipeline/chain.h"
#include "pipeline/check.h"
#include "pipeline/executor.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <vector>

namespace platen::pipeline {

namespace {

struct Slot {
  RowBuffer in, out;
};

// Copies the rows `range`, which both bands hold.
void copy_rows(const ConstBand& from, const Band& to, RowRange range) {
  for (std::int32_t y = range.first; y < range.end(); ++y)
    std::memcpy(to.row(y).data(), from.row(y).data(), from.row_bytes());
}

// One page on its way. Whichever worker is free takes the next step; see BandSchedule.
class BandedRun {
public:
  BandedRun(RowSource& source, const Stages& stages, RowSink& sink, std::size_t workers,
            const BandedOptions& options);

  Result<void> plan(); // before serve()
  void serve(std::size_t worker);
  Result<void> outcome() const;

private:
  using Kind = BandSchedule::Kind;
  RowRange out_rows(std::int32_t band) const;
  Slot& slot(std::int32_t band) { return slots_[static_cast<std::size_t>(band) % slots_.size()]; }
  Result<void> take(BandSchedule::Step step, std::size_t worker);
  Result<void> feed(std::int32_t band);
  Result<void> skip_to(std::int32_t row);
  Result<void> work(std::int32_t band, std::size_t worker);
  Result<void> drain(std::int32_t band);

  RowSource& source_;
  const Stages& stages_;
  RowSink& sink_;
  const Cancel* const cancel_;
  const PageShape in_, out_;
  const std::int32_t band_rows_;
  const std::int32_t bands_;
  std::vector<RowRange> needed_; // source rows of each band
  std::vector<Slot> slots_;
  std::vector<std::optional<Chain>> chains_; // one a worker, made when it first works
  std::int32_t read_ = 0;                    // source rows read so far; the feeder's

  std::mutex mutex_; // guards what follows
  std::condition_variable changed_;
  BandSchedule schedule_;
  std::optional<Error> error_;
};

constexpr std::size_t spare_slots = 2; // one being fed and one being drained while all work

BandedRun::BandedRun(RowSource& source, const Stages& stages, RowSink& sink, std::size_t workers,
                     const BandedOptions& options)
    : source_(source), stages_(stages), sink_(sink), cancel_(options.cancel), in_(source.shape()),
      out_(output_shape(in_, stages)),
      band_rows_(std::clamp(options.band_rows, 1, std::max(1, out_.height))),
      bands_((out_.height - 1 + band_rows_) / band_rows_), slots_(workers + spare_slots),
      chains_(workers), schedule_(bands_, static_cast<std::int32_t>(slots_.size())) {}

RowRange BandedRun::out_rows(std::int32_t band) const {
  const std::int32_t first = band * band_rows_;
  return {first, std::min(band_rows_, out_.height - first)};
}

Result<void> BandedRun::plan() {
  std::int32_t most = 1;
  RowRange last;
  for (std::int32_t band = 0; band < bands_; ++band) {
    const RowRange rows = source_rows(stages_, out_rows(band));
    // The window only slides down: rows that have left it are gone.
    if (rows.first < last.first || rows.end() < last.end() || rows.end() > in_.height)
      return fail(Errc::bug, "a stage asks for rows that have passed");
    needed_.push_back(rows);
    most = std::max(most, rows.count);
    last = rows;
  }
  const auto used = std::min(slots_.size(), static_cast<std::size_t>(bands_));
  for (std::size_t i = 0; i < used; ++i) {
    slots_[i].in = RowBuffer(in_.width, most, in_.format);
    if (!stages_.empty()) slots_[i].out = RowBuffer(out_.width, band_rows_, out_.format);
  }
  return {};
}

void BandedRun::serve(std::size_t worker) {
  std::unique_lock lock(mutex_);
  while (!error_) {
    if (cancel_ != nullptr && cancel_->requested()) {
      error_ = Error{Errc::cancelled, "cancelled", no_offset};
      break;
    }
    const BandSchedule::Step step = schedule_.next();
    if (step.kind == Kind::finished) break;
    if (step.kind == Kind::wait) {
      changed_.wait(lock);
      continue;
    }
    lock.unlock();
    Result<void> done = take(step, worker);
    lock.lock();
    schedule_.done(step);
    if (!done && !error_) error_ = std::move(done).error();
    changed_.notify_all();
  }
  changed_.notify_all();
}

Result<void> BandedRun::outcome() const {
  if (error_) return Failure(*error_);
  return {};
}

Result<void> BandedRun::take(BandSchedule::Step step, std::size_t worker) {
  switch (step.kind) {
  case Kind::feed:
    return feed(step.band);
  case Kind::work:
    return work(step.band, worker);
  case Kind::drain:
    return drain(step.band);
  case Kind::wait:
  case Kind::finished:
    break;
  }
  return {};
}

Result<void> BandedRun::feed(std::int32_t band) {
  if (band == bands_) return skip_to(in_.height);
  const RowRange rows = needed_[static_cast<std::size_t>(band)];
  if (rows.count == 0) return {};
  TRY_VOID(skip_to(rows.first));
  const Band into = slot(band).in.band(rows);
  if (read_ > rows.first) { // the last band's rows that this one needs too; workers only read them
    const RowRange before = needed_[static_cast<std::size_t>(band - 1)];
    copy_rows(slot(band - 1).in.band(before), into, {rows.first, read_ - rows.first});
  }
  const RowRange fresh{read_, rows.end() - read_};
  if (fresh.count > 0) TRY_VOID(source_.read(into.sub(fresh)));
  read_ = rows.end();
  return {};
}

// Reads rows that nobody needs.
Result<void> BandedRun::skip_to(std::int32_t row) {
  constexpr std::int32_t at_once = 16;
  if (read_ >= row) return {};
  RowBuffer unused(in_.width, std::min(at_once, row - read_), in_.format);
  while (read_ < row) {
    const std::int32_t count = std::min(unused.capacity(), row - read_);
    TRY_VOID(source_.read(unused.band({read_, count})));
    read_ += count;
  }
  return {};
}

Result<void> BandedRun::work(std::int32_t band, std::size_t worker) {
  if (stages_.empty()) return {};
  std::optional<Chain>& chain = chains_[worker];
  if (!chain) chain.emplace(stages_, band_rows_);
  Slot& held = slot(band);
  const ConstBand in = held.in.band(needed_[static_cast<std::size_t>(band)]);
  return chain->run(in, held.out.band(out_rows(band)));
}

Result<void> BandedRun::drain(std::int32_t band) {
  RowBuffer& rows = stages_.empty() ? slot(band).in : slot(band).out;
  return sink_.write(rows.band(out_rows(band)));
}

} // namespace

Result<void> run_banded(RowSource& source, const Stages& stages, RowSink& sink, WorkerPool& pool,
                        const BandedOptions& options) {
  EXPECTS(options.band_rows > 0);
  TRY_VOID(check_stages(source.shape(), stages));
  BandedRun run(source, stages, sink, pool.workers(), options);
  TRY_VOID(run.plan());
  pool.run(pool.workers(), [&](std::size_t, std::size_t worker) { run.serve(worker); });
  return run.outcome();
}

} // namespace platen::pipeline
