#include "scan/engine/runs.h"

#include "base/thread.h"

#include <utility>

namespace platen::scan {

Result<void> Runs::start(std::int64_t key, std::function<void(const Cancel& cancel)> work) {
  const std::lock_guard lock(mutex_);
  reap();
  if (stopping_) return fail(Errc::busy, "the server stops");
  if (runs_.contains(key))
    return fail(Errc::conflict, "something goes on for scan " + std::to_string(key) + " already");
  if (runs_.size() >= most_)
    return fail(Errc::busy, std::to_string(most_) + " scans go on already: try again later");
  auto run = std::make_shared<Run>();
  TRY(run->thread, start_thread([run, work = std::move(work)] {
        work(run->cancel);
        run->over = true;
      }));
  runs_[key] = std::move(run);
  return {};
}

void Runs::reap() {
  std::erase_if(runs_, [](auto& entry) {
    if (!entry.second->over) return false;
    entry.second->thread.join();
    return true;
  });
}

bool Runs::running(std::int64_t key) const {
  const std::lock_guard lock(mutex_);
  const auto found = runs_.find(key);
  return found != runs_.end() && !found->second->over;
}

void Runs::cancel(std::int64_t key) {
  std::shared_ptr<Run> run;
  {
    const std::lock_guard lock(mutex_);
    const auto found = runs_.find(key);
    if (found == runs_.end()) return;
    run = std::move(found->second);
    runs_.erase(found);
  }
  run->cancel.request();
  run->thread.join();
}

void Runs::stop() {
  std::map<std::int64_t, std::shared_ptr<Run>> all;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    all.swap(runs_);
  }
  for (const auto& [key, run] : all)
    run->cancel.request();
  for (const auto& [key, run] : all)
    run->thread.join();
}

} // namespace platen::scan
