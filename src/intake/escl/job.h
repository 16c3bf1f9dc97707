#pragma once

#include "base/cancel.h"
#include "intake/escl/page_stream.h"
#include "intake/escl/plan.h"
#include "scan/broker/scanners.h"
#include "scan/pack/pack.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace platen::intake::escl {

using Clock = std::chrono::steady_clock;

// How long a job waits for whom; tests have little of it.
struct Patience {
  std::chrono::milliseconds client, first_byte, turn; // base/intake_limits.h explains them
  static Patience usual();
};

// One scan job: a thread that reads the scanner and makes documents of its pages, one after
// another, as its client fetches them. The first sheet moves at once, each further one when it is
// asked for, so that no sheet is read for which nobody comes.
class Job {
public:
  struct Setup {
    std::string id, uri; // uri: path
    std::string client;  // address
    std::string scanner; // name
    Plan plan;
    Patience patience;
    std::function<void(std::string_view level, std::string_view text)> log;
    // How the feeder was found when the job ended; from the job's thread.
    std::function<void(scan::FeederState)> observed;
  };
  explicit Job(Setup setup);
  ~Job(); // cancels, and waits for the thread
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  // `cancel` is for Scanners::acquire().
  const Cancel& cancel_flag() const { return cancel_; }
  Result<void> start(std::unique_ptr<scan::Scanners::Lease> lease);

  const Setup& setup() const { return setup_; }
  bool has_scanner() const; // nobody else can use it meanwhile
  bool has_ended() const;
  platen::escl::JobInfo info() const;

  // All from any thread.
  void next_document(http::Respond respond);
  http::Response next_document_head() const;
  // A client that waits for longer than it should is told to ask again.
  void look(Clock::time_point now);
  // Ends it, if it has not ended; `then` is called when the scanner is free.
  void cancel(std::function<void()> then);
  bool was_deleted() const;

private:
  void run();
  Result<void> scan();
  Result<bool> one_page(std::unique_ptr<scan::Feed>& feed);
  Result<void> whole_stack(std::unique_ptr<scan::Feed> feed);
  Result<std::optional<PageShape>> next_page(scan::Feed& feed);
  Result<void> page(scan::Feed& feed, PageShape shape, scan::StreamedFile& file,
                    const std::shared_ptr<PageStream>& stream);
  std::shared_ptr<PageStream> new_stream();
  void offer(const std::shared_ptr<PageStream>& stream);
  Result<void> deliver(PageStream& stream);
  Result<void> wait_until_asked();
  void free_scanner();
  scan::FeederState feeder_now();
  void end(Result<void> outcome);
  http::Response document(PageStream& stream) const;
  http::Response outcome_reply() const;
  void log(std::string_view level, const std::string& text) const;

  const Setup setup_;
  const Clock::time_point made_ = Clock::now();
  Cancel cancel_;
  std::unique_ptr<scan::Scanners::Lease> lease_; // the thread's
  bool ran_out_ = false;                         // the thread's: the feeder gave no more

  mutable std::mutex mutex_;
  std::condition_variable asked_;
  std::shared_ptr<PageStream> making_; // from its first row until it is delivered
  bool offered_ = false;               // it has bytes
  http::Respond waiting_;              // a client, for the next document
  Clock::time_point waiting_since_{};
  bool wanted_ = true; // the next document
  bool has_scanner_ = false, ended_ = false, deleted_ = false;
  std::int32_t pages_ = 0, delivered_ = 0;
  std::optional<Error> error_; // why it ended early
  std::vector<std::function<void()>> when_free_;
  std::thread thread_;
};

} // namespace platen::intake::escl
