#include "schedule/active_job.h"

#include "base/thread.h"
#include "schedule/print_job.h"

#include <algorithm>

namespace platen::schedule {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds look_interval{1000};

} // namespace

ActiveJob::ActiveJob(const Shared& shared, job::Job job, const job::Printer& printer,
                     std::unique_ptr<flow::PreparedJob> prepared, flow::DeviceMemory memory,
                     std::function<void()> wake)
    : job_(std::move(job)), wake_(std::move(wake)), end_grace_(shared.options.cancelled.end),
      stall_told_(shared.options.stall_told), prepared_(std::move(prepared)),
      taken_at_(Clock::now()), memory_(std::move(memory)) {
  flow::Delivery how(printer.device_uri, gently_, at_once_);
  how.deadlines = shared.options.deadlines;
  how.activity = &activity_;
  how.filter_said = [&shared, name = printer.name](std::string_view level,
                                                   const std::string& line) {
    shared.log(level, name + ": the filter says: " + line);
  };
  how.side_grace = shared.options.cancelled.side;
  how.progress = [this](const flow::Progress& progress) {
    {
      const std::lock_guard lock(mutex_);
      progress_ = progress;
    }
    wake_();
  };
  if (shared.options.limits_of)
    how.planned = [this, &shared](const flow::Progress& totals) { return plan(shared, totals); };
  how.asked = [this](const flow::DeviceMemory& said) {
    const std::lock_guard lock(mutex_);
    memory_ = said;
  };
  how.report = [this](const std::vector<std::string>& reasons, const std::string& message) {
    {
      const std::lock_guard lock(mutex_);
      words_ = {reasons, message};
    }
    wake_();
  };
  auto thread = start_thread([this, &shared, how = std::move(how), printer]() mutable {
    if (!is_right(shared, printer)) return;
    deliver(std::move(how));
  });
  if (thread)
    thread_ = *std::move(thread);
  else
    give_up(std::move(thread).error());
}

// What earlier tries used counts as well; of a job that goes on, the sides that it has are those of
// its sheets, or some more.
Result<void> ActiveJob::plan(const Shared& shared, const flow::Progress& totals) const {
  auto limits = shared.options.limits_of(job_);
  if (limits.empty()) return {};
  const job::Usage earlier = job_.earlier;
  const job::Usage whole{earlier.sheets + std::max(0, totals.sheets - job_.sheets_done),
                         job_.sheets_done > 0 ? std::max(earlier.sides, totals.sides)
                                              : earlier.sides + totals.sides};
  return job::wait<void>(
      [&](auto done) { shared.store.plan(job_.id, whole, std::move(limits), std::move(done)); });
}

// It has ended before anything was done for it.
void ActiveJob::give_up(Error error) {
  result_.emplace();
  result_->fault = flow::Delivered::Fault::document;
  result_->error = std::move(error);
  wake_();
}

// Whether the device is the one that the job is for, and has its language.
bool ActiveJob::is_right(const Shared& shared, const job::Printer& printer) {
  using Fault = flow::Delivered::Fault;
  const SchedulerOptions& options = shared.options;
  if (options.may_send)
    if (auto may = options.may_send(printer); !may) {
      keep_back(Fault::connection, std::move(may).error());
      return false;
    }
  if (options.speaks)
    if (auto speaks = options.speaks(printer, language_of(shared, printer, job_)); !speaks) {
      keep_back(Fault::language, std::move(speaks).error());
      return false;
    }
  return true;
}

// The device has got nothing.
void ActiveJob::keep_back(flow::Delivered::Fault fault, Error error) {
  {
    const std::lock_guard lock(mutex_);
    result_.emplace();
    result_->fault = fault;
    result_->error = std::move(error);
  }
  wake_();
}

ActiveJob::~ActiveJob() {
  gently_.request();
  at_once_.request();
  if (thread_.joinable()) thread_.join();
}

void ActiveJob::deliver(flow::Delivery how) {
  auto result = prepared_->deliver(how, memory());
  {
    const std::lock_guard lock(mutex_);
    result_ = std::move(result);
  }
  wake_();
}

flow::Progress ActiveJob::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

flow::DeviceMemory ActiveJob::memory() const {
  const std::lock_guard lock(mutex_);
  return memory_;
}

ActiveJob::DeviceWords ActiveJob::device_words() const {
  const std::lock_guard lock(mutex_);
  return words_;
}

// The reason may end with how grave it is, as "toner-low-warning" does.
ActiveJob::DeviceWords ActiveJob::DeviceWords::lasting() const {
  DeviceWords rest;
  for (const std::string& reason : reasons)
    if (reason.find("-low") != std::string::npos || reason.find("-almost-") != std::string::npos)
      rest.reasons.push_back(reason);
  return rest;
}

void ActiveJob::cancel(Clock::time_point now) {
  if (cut_at_) return;
  cut_at_ = now + end_grace_;
  gently_.request();
}

ActiveJob::Clock::time_point ActiveJob::look_after(Clock::time_point now) {
  watch(now);
  const auto interval = std::min(look_interval, std::max(stall_told_, milliseconds{10}));
  if (!cut_at_ || at_once_.requested()) return now + interval;
  if (now >= *cut_at_) at_once_.request();
  return std::min(*cut_at_, now + interval);
}

void ActiveJob::watch(Clock::time_point now) {
  const std::uint64_t taken = activity_.taken;
  if (taken != taken_ || !activity_.waiting_for_device) {
    taken_ = taken;
    taken_at_ = now;
  }
  if (now - taken_at_ < stall_told_)
    stalled_since_.reset();
  else
    stalled_since_ = taken_at_;
}

bool ActiveJob::ended() const {
  const std::lock_guard lock(mutex_);
  return result_.has_value();
}

flow::Delivered ActiveJob::result() {
  if (thread_.joinable()) thread_.join();
  const std::lock_guard lock(mutex_);
  return *std::move(result_);
}

} // namespace platen::schedule
