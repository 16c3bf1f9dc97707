#include "intake/ipp/admission.h"

#include "intake/ipp/service.h"

namespace platen::intake::ipp {

namespace {

// The disk is asked for its free space again after so many bytes of a document.
constexpr std::uint64_t look_interval = 1 << 20;
constexpr const char* make_room = ": wait until some are printed, or cancel some";

std::string megabytes(std::int64_t bytes) {
  return std::to_string(bytes >> 20) + " MiB";
}

bool exceeds(std::int64_t value, std::int64_t bound) {
  return bound >= 0 && value > bound;
}

} // namespace

std::string no_room(const Policy& policy) {
  return "the server's disk is nearly full: the last " + megabytes(policy.free_bytes) +
         " are kept for the jobs that it has; new ones are taken when there is room";
}

Admission::Share::Share(Admission& admission, std::string user,
                        std::shared_ptr<const Policy> policy, std::int64_t jobs)
    : admission_(admission), user_(std::move(user)), policy_(std::move(policy)), jobs_(jobs) {
  admission_.add(user_, {jobs_, 0});
}

Admission::Share::~Share() {
  give_back();
}

void Admission::Share::give_back() {
  const std::lock_guard lock(admission_.mutex_);
  if (std::exchange(over_, true)) return;
  admission_.add(user_, {-jobs_, -bytes_});
}

std::optional<Refusal> Admission::Share::grow_to(std::uint64_t bytes) {
  {
    const std::lock_guard lock(admission_.mutex_);
    if (over_) return std::nullopt;
    admission_.add(user_, {0, static_cast<std::int64_t>(bytes) - bytes_});
    bytes_ = static_cast<std::int64_t>(bytes);
    if (auto refusal = admission_.check_bytes(user_, *policy_, bytes_)) return refusal;
  }
  if (bytes < looked_at_ + look_interval) return std::nullopt;
  looked_at_ = bytes;
  return admission_.check_store(*policy_);
}

tl::expected<std::shared_ptr<Admission::Share>, Refusal>
Admission::admit(const std::string& user, std::shared_ptr<const Policy> policy, bool new_job) {
  if (auto refusal = check_store(*policy)) return tl::unexpected(*std::move(refusal));
  const std::lock_guard lock(mutex_);
  if (new_job)
    if (auto refusal = check_jobs(user, *policy)) return tl::unexpected(*std::move(refusal));
  if (auto refusal = check_bytes(user, *policy, 0)) return tl::unexpected(*std::move(refusal));
  return std::make_shared<Share>(*this, user, std::move(policy), new_job ? 1 : 0);
}

// Under the lock.
void Admission::add(const std::string& user, const job::Unfinished& difference) {
  const auto entry = coming_.try_emplace(user).first;
  for (job::Unfinished* sum : {&entry->second, &all_coming_}) {
    sum->jobs += difference.jobs;
    sum->bytes += difference.bytes;
  }
  if (entry->second.jobs == 0 && entry->second.bytes == 0) coming_.erase(entry);
}

job::Unfinished Admission::part_of(const std::string& user) const {
  job::Unfinished part = store_.unfinished(user);
  if (const auto coming = coming_.find(user); coming != coming_.end()) {
    part.jobs += coming->second.jobs;
    part.bytes += coming->second.bytes;
  }
  return part;
}

job::Unfinished Admission::all() const {
  const job::Unfinished stored = store_.unfinished();
  return {stored.jobs + all_coming_.jobs, stored.bytes + all_coming_.bytes};
}

// PWG 5100.5 section 9.1: what the policy for this user has no room for is
// server-error-too-many-jobs.
std::optional<Refusal> Admission::check_jobs(const std::string& user, const Policy& policy) const {
  if (part_of(user).jobs < policy.jobs_per_user) return std::nullopt;
  return Refusal{IPP_STATUS_ERROR_TOO_MANY_JOBS,
                 "you have " + std::to_string(policy.jobs_per_user) +
                     " unfinished jobs, which is the limit" + make_room};
}

// `own`: of the document that comes; what it would not fit into by itself, it never will (RFC 8011
// section B.1.4.9, client-error-request-entity-too-large).
std::optional<Refusal> Admission::check_bytes(const std::string& user, const Policy& policy,
                                              std::int64_t own) const {
  if (exceeds(own, policy.bytes_per_user))
    return Refusal{
        IPP_STATUS_ERROR_REQUEST_ENTITY,
        "the document is larger than all that the unfinished jobs of one user may have, " +
            megabytes(policy.bytes_per_user)};
  if (exceeds(part_of(user).bytes, policy.bytes_per_user))
    return Refusal{IPP_STATUS_ERROR_TOO_MANY_JOBS,
                   "your unfinished jobs have " + megabytes(policy.bytes_per_user) +
                       " of documents, which is the limit" + make_room};
  if (!exceeds(all().bytes, policy.spool_bytes)) return std::nullopt;
  return Refusal{IPP_STATUS_ERROR_BUSY, "the unfinished jobs of all users have " +
                                            megabytes(policy.spool_bytes) +
                                            " of documents, which is the limit: try again when "
                                            "some are printed"};
}

// RFC 8011 section B.1.5.6: a full disk is server-error-temporary-error; section B.1.5.8: too much
// to do is server-error-busy. Both may be tried again.
std::optional<Refusal> Admission::check_store(const Policy& policy) const {
  if (store_.backlog() >= busy_backlog)
    return Refusal{IPP_STATUS_ERROR_BUSY,
                   "the disk of the server does not keep up with its requests: try again later"};
  const auto free = store_.free_bytes();
  if (!free || *free >= static_cast<std::uint64_t>(policy.free_bytes)) return std::nullopt;
  return Refusal{IPP_STATUS_ERROR_TEMPORARY, no_room(policy)};
}

} // namespace platen::intake::ipp
