#include "job/document_keeper.h"

#include <map>
#include <utility>

namespace platen::job {

DocumentKeeper::DocumentKeeper(std::shared_ptr<DocumentFolder> folder)
    : folder_(std::move(folder)), thread_([this] { run(); }) {}

DocumentKeeper::~DocumentKeeper() {
  {
    const std::lock_guard lock(mutex_);
    finishing_ = true;
  }
  wake_.notify_one();
  thread_.join();
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
  // The file system writes its journal once for all files that were begun before the first sync.
  for (const Sync& sync : waiting)
    for (ArrivingDocument* file : sync.files)
      file->begin_sync();
  std::vector<Result<void>> results(waiting.size());
  std::map<std::string, Result<void>> names; // each subfolder once
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    for (ArrivingDocument* file : waiting[i].files) {
      names.try_emplace(file->file_name().substr(0, 2));
      if (results[i]) results[i] = file->sync();
    }
  }
  for (auto& [subfolder, result] : names)
    result = folder_->sync_names(subfolder);
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    for (ArrivingDocument* file : waiting[i].files) {
      const Result<void>& named = names[file->file_name().substr(0, 2)];
      if (results[i] && !named) results[i] = named;
    }
    waiting[i].then(std::move(results[i]));
  }
}

} // namespace platen::job
