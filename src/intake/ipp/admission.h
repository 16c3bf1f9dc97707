#pragma once

#include "intake/ipp/checks.h"
#include "job/store.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace platen::intake::ipp {

struct Policy;

// Changes that wait for the disk; from then on no new job is taken.
inline constexpr std::size_t busy_backlog = 2'000;

// Keeps new jobs and documents out before the disk is full or one user has all of it
// (docs/limits.md). What requests bring counts while it comes, so that a hundred of them at once do
// not get by what one would not. May be used from any thread; outlives its shares.
class Admission {
public:
  explicit Admission(const job::Store& store) : store_(store) {}

  // What one request adds to its user's part; it is given back with it.
  class Share {
  public:
    Share(Admission& admission, std::string user, std::shared_ptr<const Policy> policy,
          std::int64_t jobs);
    ~Share();
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    // So many bytes of its document have come or are about to.
    std::optional<Refusal> grow_to(std::uint64_t bytes);
    // The request is answered; whoever still holds this holds nothing of its user's part.
    void give_back();

  private:
    Admission& admission_;
    const std::string user_;
    const std::shared_ptr<const Policy> policy_;
    const std::int64_t jobs_; // that it makes
    std::int64_t bytes_ = 0;
    std::uint64_t looked_at_ = 0; // bytes, when the disk was looked at last
    bool over_ = false;
  };

  // For a request that brings a new job, or a further document of one (`new_job` false).
  tl::expected<std::shared_ptr<Share>, Refusal>
  admit(const std::string& user, std::shared_ptr<const Policy> policy, bool new_job);

private:
  void add(const std::string& user, const job::Unfinished& difference);
  // In the store and on its way there.
  job::Unfinished part_of(const std::string& user) const;
  job::Unfinished all() const;
  std::optional<Refusal> check_jobs(const std::string& user, const Policy& policy) const;
  std::optional<Refusal> check_bytes(const std::string& user, const Policy& policy,
                                     std::int64_t own) const;
  std::optional<Refusal> check_store(const Policy& policy) const;

  const job::Store& store_;
  mutable std::mutex mutex_;
  std::map<std::string, job::Unfinished> coming_; // users with requests under way
  job::Unfinished all_coming_;
};

// What people read of a disk that is nearly full.
std::string no_room(const Policy& policy);

} // namespace platen::intake::ipp
