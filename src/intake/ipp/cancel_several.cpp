#include "intake/ipp/cancel_several.h"

#include "intake/ipp/job_operation.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <utility>

namespace platen::intake::ipp {

namespace {

using Done = std::function<void(Result<void>)>;
using Ids = std::vector<job::JobId>;

constexpr std::int32_t jobs_at_once = 500;

// Those that end by themselves meanwhile are no failure.
void cancel_all(const std::shared_ptr<Call>& call, const Ids& ids, Done done) {
  struct Pending {
    std::atomic<std::size_t> left;
    std::mutex mutex;
    std::optional<Error> failure;
  };
  const auto pending = std::make_shared<Pending>();
  pending->left = ids.size();
  const auto shared = std::make_shared<Done>(std::move(done));
  for (const job::JobId id : ids)
    cancel_job_of(call, id, [pending, shared](const Result<void>& outcome) {
      if (!outcome && outcome.error().code != Errc::conflict) {
        const std::lock_guard lock(pending->mutex);
        if (!pending->failure) pending->failure = outcome.error();
      }
      if (--pending->left > 0) return;
      (*shared)(pending->failure ? Result<void>(Failure(*pending->failure)) : Result<void>());
    });
}

// Piece after piece in the order of ids, so that any number of jobs costs the memory of one piece.
class Run : public std::enable_shared_from_this<Run> {
public:
  Run(std::shared_ptr<Call> call, Several which, Done done)
      : call_(std::move(call)), which_(std::move(which)), done_(std::move(done)) {
    if (call_->printer != nullptr) query_.printer = call_->printer->id;
    if (which_.only_mine) query_.user = call_->user;
    query_.ids = which_.ids;
  }

  void next() {
    Ids ids;
    while (ids.empty() && more_)
      if (auto read = read_piece(ids); !read) return done_(std::move(read));
    if (ids.empty()) return finish();
    cancel_all(call_, ids, [self = shared_from_this()](Result<void> canceled) {
      if (!canceled) return self->done_(std::move(canceled));
      self->next();
    });
  }

private:
  bool is_meant(const job::Job& job) const { return !which_.only_mine || may_change(*call_, job); }

  Result<void> read_piece(Ids& ids) {
    query_.which = job::JobQuery::Which::not_finished;
    query_.limit = jobs_at_once;
    std::int32_t count = 0;
    const auto read = call_->services.store.each_job(query_, [&](const job::Job& job) {
      ++count;
      query_.first = job.id + 1;
      if (is_meant(job)) ids.push_back(job.id);
      return true;
    });
    more_ = count == jobs_at_once;
    return read;
  }

  void finish() {
    if (!which_.purge) return done_({});
    query_.first = 1;
    const auto self = shared_from_this();
    call_->services.store.forget_jobs(
        query_, [self](const job::Job& job) { return self->is_meant(job); },
        [self](const Result<job::PruneReport>& forgot) { self->forgotten(forgot); });
  }

  void forgotten(const Result<job::PruneReport>& forgot) {
    const auto outcome = forgot ? Result<void>() : Failure(forgot.error());
    const std::string where = call_->printer == nullptr ? "all printers" : call_->printer->name;
    const std::string what = forgot ? std::to_string(forgot->jobs) + " jobs of " : "jobs of ";
    note(*call_, "purge-jobs", what + where, outcome);
    done_(outcome);
  }

  const std::shared_ptr<Call> call_;
  const Several which_;
  const Done done_;
  job::JobQuery query_;
  bool more_ = true;
};

} // namespace

void cancel_or_purge(const std::shared_ptr<Call>& call, Several which, Done done) {
  std::make_shared<Run>(call, std::move(which), std::move(done))->next();
}

} // namespace platen::intake::ipp
