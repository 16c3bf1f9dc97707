#pragma once

#include "scan/engine/book.h"
#include "scan/engine/clean_side.h"

#include <condition_variable>
#include <deque>
#include <semaphore>
#include <thread>

namespace platen::scan {

// So many pages are worked on at a time, of all sessions together: each needs memory for two copies
// of itself.
using Workplaces = std::counting_semaphore<64>;

// Cleans the pages of one session while the next ones are scanned, in a thread of its own. A page
// that cannot be cleaned stays as it was scanned, with the reason.
class Cleaner {
public:
  Cleaner(SessionBook& book, SessionId session, Workplaces& places, FindOrientation orientation);
  ~Cleaner(); // what waits is left as it is
  Result<void> started() const { return started_; }
  void add(std::int32_t page);
  void add_all();                    // of the session, but those that are clean
  void finish(const Cancel& cancel); // waits until all that was added is clean

private:
  void loop();
  void clean(std::int32_t page);
  Result<void> try_to_clean(const Session& session, const ScanPage& page);

  SessionBook& book_;
  const SessionId session_;
  Workplaces& places_;
  const FindOrientation orientation_;
  std::mutex mutex_; // of what follows
  std::condition_variable changed_;
  std::deque<std::int32_t> waiting_;
  bool busy_ = false, ending_ = false;
  Result<void> started_;
  std::thread thread_;
};

// The page of that number, which may be gone: null.
ScanPage* page_of(Session& session, std::int32_t number);
const ScanPage* page_of(const Session& session, std::int32_t number);

} // namespace platen::scan
