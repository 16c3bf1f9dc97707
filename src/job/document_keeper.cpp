#include "job/document_keeper.h"

#include "base/thread.h"

#include <map>
#include <utility>

namespace platen::job {
namespace {

// Every sync ends with a flush of the disk's cache; those that wait for it together share one.
constexpr std::size_t syncs_at_once = 8;

} // namespace

DocumentKeeper::DocumentKeeper(std::shared_ptr<DocumentFolder> folder)
    : folder_(std::move(folder)), pool_(make_thread_pool(syncs_at_once)),
      thread_(start_thread([this] { run(); })) {}

Result<void> DocumentKeeper::started() const {
  return outcome_of(thread_);
}

DocumentKeeper::~DocumentKeeper() {
  {
    const std::lock_guard lock(mutex_);
    finishing_ = true;
  }
  wake_.notify_one();
  if (thread_) thread_->join();
}

void DocumentKeeper::wait_for_syncs() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return syncs_.empty() && !syncing_; });
}

void DocumentKeeper::sync(std::vector<ArrivingDocument*> files,
                          std::function<void(Result<void>)> then) {
  {
    const std::lock_guard lock(mutex_);
    syncs_.push_back({std::move(files), std::move(then)});
  }
  wake_.notify_one();
}

void DocumentKeeper::remove(std::vector<std::string> names) {
  if (names.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    removals_.insert(removals_.end(), names.begin(), names.end());
  }
  wake_.notify_one();
}

void DocumentKeeper::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return finishing_ || !syncs_.empty() || !removals_.empty(); });
    if (syncs_.empty() && removals_.empty()) return;
    std::vector<Sync> syncs = std::exchange(syncs_, {});
    const std::vector<std::string> removals = std::exchange(removals_, {});
    syncing_ = true;
    lock.unlock();
    sync_together(syncs);
    for (const std::string& name : removals)
      folder_->remove(name);
    lock.lock();
    syncing_ = false;
    idle_.notify_all();
  }
}

void DocumentKeeper::sync_together(std::vector<Sync>& waiting) {
  std::vector<ArrivingDocument*> files;
  for (const Sync& sync : waiting)
    files.insert(files.end(), sync.files.begin(), sync.files.end());
  // The file system writes its journal once for all files that were begun before the first sync.
  for (ArrivingDocument* file : files)
    file->begin_sync();
  std::vector<Result<void>> synced(files.size());
  pool_->run(files.size(), [&](std::size_t i, std::size_t) { synced[i] = files[i]->sync(); });

  std::map<std::string, Result<void>> named; // each subfolder once
  for (const ArrivingDocument* file : files)
    named.try_emplace(file->subfolder());
  for (auto& [subfolder, result] : named)
    result = folder_->sync_names(subfolder);

  std::size_t next = 0;
  for (Sync& sync : waiting) {
    Result<void> outcome;
    for (const ArrivingDocument* file : sync.files) {
      if (outcome) outcome = synced[next];
      if (outcome) outcome = named[file->subfolder()];
      ++next;
    }
    sync.then(std::move(outcome));
  }
}

} // namespace platen::job
