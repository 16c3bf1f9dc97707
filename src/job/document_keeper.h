#pragma once

#include "base/worker_pool.h"
#include "job/documents.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace platen::job {

// The slow work on document files, on a thread of its own, so that nobody's commit waits for the
// sync of a large document or for the removal of one.
class DocumentKeeper {
public:
  explicit DocumentKeeper(std::shared_ptr<DocumentFolder> folder);
  Result<void> started() const; // Errc::busy: there is no thread for it, and nothing may be asked
  ~DocumentKeeper();            // after all that was asked for is done

  // Makes the files durable, with their names, then calls `then` on a thread of this object. What
  // waits is taken together: one sync of a folder serves many files. The documents outlive the
  // call.
  void sync(std::vector<ArrivingDocument*> files, std::function<void(Result<void>)> then);
  void remove(std::vector<std::string> names);
  void wait_for_syncs(); // until none is waiting or under way

private:
  struct Sync {
    std::vector<ArrivingDocument*> files;
    std::function<void(Result<void>)> then;
  };
  void run();
  void sync_together(std::vector<Sync>& waiting);

  std::shared_ptr<DocumentFolder> folder_;
  std::unique_ptr<WorkerPool> pool_;
  std::mutex mutex_;
  std::condition_variable wake_, idle_;
  std::vector<Sync> syncs_;
  std::vector<std::string> removals_;
  bool syncing_ = false, finishing_ = false;
  Result<std::thread> thread_; // last: it uses the others
};

} // namespace platen::job
