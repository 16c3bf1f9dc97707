#pragma once

#include "base/thread.h"
#include "job/document_keeper.h"
#include "job/sqlite/change.h"
#include "job/sqlite/state.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace platen::job::sqlite {

// The one thread that writes. It takes all changes that wait and commits them together: one sync
// makes all of them durable. Then it tells the observers, then the callers.
class Writer {
public:
  struct Options {
    std::function<Time()> clock;
    std::chrono::microseconds gather{0};
    int checkpoint_pages = 0;
  };
  Writer(std::unique_ptr<Connection> connection, State& state, DocumentKeeper& keeper,
         Options options);
  Result<void> started() const { return outcome_of(thread_); } // else nothing is ever settled
  ~Writer();                                                   // finish()

  void submit(std::shared_ptr<Change> change); // settled with Errc::cancelled after finish()
  std::size_t backlog() const;                 // changes that wait, or are at work
  StoreWork work() const;
  void observe(Store::Observer observer);
  void finish(); // commits what waits, then ends

private:
  using Changes = std::vector<std::shared_ptr<Change>>;
  void run();
  Changes take_waiting();
  std::size_t commit(std::span<const std::shared_ptr<Change>> changes);
  void count(std::size_t changes, bool done, std::chrono::steady_clock::duration took);
  void note_outcome(const Result<void>& outcome, const std::vector<bool>& refused);
  Result<bool> run_change(Change& change, Effects& effects);
  Result<void> end_transaction(const Effects& effects);
  void tell(Effects& effects);
  void checkpoint();

  std::unique_ptr<Connection> connection_;
  State& state_;
  DocumentKeeper& keeper_;
  Options options_;
  int log_pages_ = 0; // of the write-ahead log, after the last commit

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Changes waiting_;
  StoreWork work_;
  std::atomic<std::size_t> at_work_ = 0;
  using Observers = std::vector<Store::Observer>;
  std::shared_ptr<const Observers> observers_ = std::make_shared<const Observers>();
  bool finishing_ = false, finished_ = false;
  Result<std::thread> thread_; // last: it uses the others
};

} // namespace platen::job::sqlite
