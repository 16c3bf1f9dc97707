#include "server/disk_watch.h"

#include "intake/ipp/admission.h"

#include <utility>

namespace platen::server {

namespace {

constexpr int looks_between_tries = 5;

} // namespace

void DiskWatch::look() {
  if (!store_.trouble().empty() && ++looks_ % looks_between_tries == 0) try_writing();
  std::string words = present_words();
  if (words.empty() == words_.empty()) return;
  words_ = std::move(words);
  if (words_.empty())
    options_.log("info", "there is room on the disk again: jobs are taken as before");
  else
    options_.log("error", words_);
  options_.told(words_);
}

std::string DiskWatch::present_words() const {
  if (const std::string trouble = store_.trouble(); !trouble.empty())
    return "nothing can be stored: " + trouble +
           "; the jobs that are here stay, new ones are taken when it can";
  const auto policy = options_.policy.get();
  // It is over when there is a little more, so that it is not told again and again.
  const std::int64_t enough = policy->free_bytes + (words_.empty() ? 0 : policy->free_bytes / 8);
  const auto free = store_.free_bytes();
  if (!free) return "the free space of the disk cannot be known: " + free.error().message();
  return static_cast<std::int64_t>(*free) < enough ? intake::ipp::no_room(*policy) : std::string();
}

void DiskWatch::try_writing() {
  if (trying_->exchange(true)) return; // still at the last one
  store_.try_writing([trying = trying_](const Result<void>&) { *trying = false; });
}

} // namespace platen::server
