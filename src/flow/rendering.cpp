#include "flow/rendering.h"

#include "base/thread.h"
#include "flow/blank_pages.h"
#include "flow/colour_target.h"
#include "flow/job_sheet.h"
#include "flow/side_runs.h"

#include <algorithm>
#include <iterator>

#include <fcntl.h>

namespace platen::flow {

namespace {

using std::chrono::milliseconds;

// Flags are not signals: whoever waits for a side looks at them so often.
constexpr milliseconds look_interval{20};
// Sides that wait for the device while it takes others: two, and more as long as they are small.
// The makers hold some more. The sooner all are made, the sooner the next job's can be.
constexpr std::size_t few_waiting = 2, most_waiting = 32;
constexpr std::uint64_t small_waiting = std::uint64_t{64} << 20;

Result<UniqueFd> again(const UniqueFd& file) {
  UniqueFd copy(::fcntl(file.get(), F_DUPFD_CLOEXEC, 0));
  if (!copy) return fail(Errc::io, "cannot open the document again: " + errno_text(errno));
  return copy;
}

} // namespace

render::Opening opening_of(const model::Ticket& ticket) {
  render::Opening how;
  how.unwraps = !ticket.office.arranged();
  how.distils = ticket.office.written();
  return how;
}

Rendering::Rendering(const PrintJob& job, std::shared_ptr<Parking> parking,
                     std::function<void()> rendered)
    : job_(job), parking_(std::move(parking)), rendered_hook_(std::move(rendered)) {
  auto thread = start_thread([this] { work(); });
  if (thread) {
    thread_ = *std::move(thread);
    return;
  }
  const std::lock_guard lock(mutex_);
  error_ = std::move(thread).error();
}

Rendering::~Rendering() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    cancel_.request();
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (parking_)
    for (const Finished& side : finished_)
      parking_->remove(side.parked);
}

template<class Ready> Result<void> Rendering::wait(const Cancel& cancel, Ready ready) {
  std::unique_lock lock(mutex_);
  while (!ready() && !error_) {
    if (cancel.requested()) return fail(Errc::cancelled, "the job was cancelled");
    changed_.wait_for(lock, look_interval);
  }
  if (!ready()) return Failure(*error_);
  return {};
}

Result<void> Rendering::started() const {
  if (thread_.joinable()) return {};
  const std::lock_guard lock(mutex_);
  return Failure(*error_);
}

Result<void> Rendering::opened(const Cancel& cancel) {
  return wait(cancel, [this] { return opened_; });
}

void Rendering::draw_for(std::unique_ptr<const encode::Language> language) {
  const std::lock_guard lock(mutex_);
  EXPECTS(language_ == nullptr);
  language_ = std::move(language);
  changed_.notify_all();
}

bool Rendering::drawing() const {
  const std::lock_guard lock(mutex_);
  return language_ != nullptr;
}

Result<const JobPlan*> Rendering::plan(const Cancel& cancel) {
  TRY_VOID(wait(cancel, [this] { return plan_.has_value(); }));
  return &*plan_;
}

const JobPlan* Rendering::known_plan() const {
  const std::lock_guard lock(mutex_);
  return plan_ ? &*plan_ : nullptr;
}

Result<void> Rendering::first_side(const Cancel& cancel) {
  return wait(cancel, [this] { return !finished_.empty(); });
}

Result<Spool> Rendering::next(const Cancel& cancel) {
  TRY_VOID(wait(cancel, [this] { return !finished_.empty(); }));
  const std::lock_guard lock(mutex_);
  Finished side = std::move(finished_.front());
  finished_.pop_front();
  waiting_bytes_ -= side.payload.size();
  if (parking_) parking_->remove(side.parked);
  changed_.notify_all();
  return std::move(side.payload);
}

void Rendering::hurry() {
  const std::lock_guard lock(mutex_);
  hurry_ = true;
  changed_.notify_all();
}

bool Rendering::rendered() const {
  const std::lock_guard lock(mutex_);
  return rendered_;
}

std::vector<std::string> Rendering::warnings(const Cancel& cancel) {
  // The last words of the renderers come after the last side.
  static_cast<void>(wait(cancel, [this] { return rendered_; }));
  const std::lock_guard lock(mutex_);
  return warnings_;
}

Result<bool> Rendering::fits(const encode::Language& language) const {
  if (!language.answer_matters()) return true;
  if (language.payload_form() != language_->payload_form()) return false;
  TRY(const JobPlan other, plan_job(documents_, job_.model, job_.ticket, language, left_out_));
  return same_payloads(*plan_, other);
}

void Rendering::work() {
  auto done = open_documents();
  if (done) done = make_sides();
  {
    const std::lock_guard lock(mutex_);
    if (done)
      rendered_ = true;
    else
      error_ = std::move(done).error();
  }
  changed_.notify_all();
  if (rendered_hook_ && done) rendered_hook_();
}

Result<void> Rendering::open_documents() {
  for (const UniqueFd& file : job_.documents) {
    TRY(UniqueFd own, again(file));
    auto document = render::open_document(std::move(own), job_.limits, cancel_,
                                          opening_of(job_.ticket), job_.spares);
    if (!document && job_.documents.size() > 1)
      return fail_within("document " + std::to_string(documents_.size() + 1),
                         std::move(document).error());
    if (!document) return Failure(std::move(document).error());
    say((*document)->info().warnings, documents_.size());
    documents_.push_back(*std::move(document));
  }
  TRY_VOID(add_job_sheet(documents_, job_, cancel_));
  const std::lock_guard lock(mutex_);
  opened_ = true;
  changed_.notify_all();
  return {};
}

Result<void> Rendering::make_sides() {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopping_ || language_ != nullptr; });
    if (stopping_) return fail(Errc::cancelled, "the job was cancelled");
  }
  const Writing how{job_.created, job_.limits, cancel_, job_.spares, job_.underlay, job_.overlay};
  TRY(JobPlan plan,
      plan_without_blank_pages(documents_, job_, *language_, how, cancel_, left_out_));
  {
    const std::lock_guard lock(mutex_);
    plan_ = std::move(plan);
    warnings_.insert(warnings_.end(), plan_->notes.begin(), plan_->notes.end());
    changed_.notify_all();
  }
  TRY(arranged_, arrange(documents_, *plan_, how));
  const auto drawn = arranged_.drawn(documents_);
  for (std::size_t i = 0; i < documents_.size(); ++i)
    if (arranged_.documents[i]) say(arranged_.documents[i]->info().warnings, i);
  if (arranged_.written) say_all(arranged_.written->info().warnings);
  for (const auto run : runs_of(arranged_.sides)) {
    const auto index = static_cast<std::size_t>(run.front().plan.document);
    const bool composed = run.front().plan.composition != nullptr;
    auto made = make_sides_of(index, run, drawn);
    if (!made && job_.documents.size() > 1 && !composed) // whose pages are named one by one
      return fail_within("document " + std::to_string(index + 1), std::move(made).error());
    TRY_VOID(std::move(made));
  }
  return {};
}

Result<void> Rendering::make_sides_of(std::size_t document, std::span<const Side> sides,
                                      const std::vector<const render::Document*>& drawn) {
  if (!wait_for_room()) return fail(Errc::cancelled, "the job was cancelled");
  JobContext job{arranged_.document(documents_, document),
                 plan_->model,
                 plan_->ticket,
                 *language_,
                 job_.profile.get(),
                 cancel_,
                 [this] {
                   const std::lock_guard lock(mutex_);
                   return hurry_ || !parking_ || parking_->has_room();
                 }};
  job.documents = &drawn;
  job.written = arranged_.written.get();
  TRY(const auto behind_toning, make_table_behind_toning(job, job_.limits));
  job.behind_toning = behind_toning.get();
  const auto maker = make_side_maker(job, sides, job_.workers, job_.limits);
  for (std::size_t i = 0; i < sides.size(); ++i) {
    if (!wait_for_room()) return fail(Errc::cancelled, "the job was cancelled");
    TRY(Spool payload, maker->payload(i));
    const std::lock_guard lock(mutex_);
    const std::uint64_t parked = parking_ && !hurry_ ? payload.size() : 0;
    if (parking_) parking_->add(parked);
    waiting_bytes_ += payload.size();
    finished_.push_back({std::move(payload), parked});
    changed_.notify_all();
  }
  if (sides.front().plan.composition)
    say_all(maker->warnings()); // of pages of several documents, which they name
  else
    say(maker->warnings(), document);
  if (document >= job_.documents.size()) return {}; // nothing is stated of a job sheet
  for (PageStatement& page : maker->statements()) {
    const std::lock_guard lock(mutex_);
    statements_.push_back(std::move(page));
  }
  return {};
}

// False when the job stops. Other jobs give room back without a word to this one, so it looks.
bool Rendering::wait_for_room() {
  std::unique_lock lock(mutex_);
  const auto may_go_on = [this] {
    if (hurry_ || !parking_)
      return finished_.size() < few_waiting ||
             (finished_.size() < most_waiting && waiting_bytes_ < small_waiting);
    return parking_->has_room();
  };
  while (!stopping_ && !may_go_on())
    changed_.wait_for(lock, look_interval);
  return !stopping_;
}

void Rendering::say(const std::vector<std::string>& warnings, std::size_t document) {
  const std::lock_guard lock(mutex_);
  std::string where;
  if (document >= job_.documents.size())
    where = "job sheet: ";
  else if (job_.documents.size() > 1)
    where = "document " + std::to_string(document + 1) + ": ";
  for (const std::string& warning : warnings)
    warnings_.push_back(where + warning);
}

void Rendering::say_all(std::vector<std::string> warnings) {
  const std::lock_guard lock(mutex_);
  std::ranges::move(warnings, std::back_inserter(warnings_));
}

std::vector<PageStatement> Rendering::statements() const {
  const std::lock_guard lock(mutex_);
  return statements_;
}

} // namespace platen::flow
