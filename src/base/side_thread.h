#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace platen {

// Does what takes long, one piece after another, on a thread of its own, so that whoever asks for
// it need not wait. From any thread.
class SideThread {
public:
  // `run` is false where the thread has ended meanwhile: what waited is told so, and does no more.
  using Work = std::function<void(bool run)>;

  // Beside the piece that is done, `most_waiting` wait.
  explicit SideThread(std::size_t most_waiting) : most_waiting_(most_waiting) {}
  ~SideThread() { end(); }
  SideThread(const SideThread&) = delete;
  SideThread& operator=(const SideThread&) = delete;

  // False: too many wait, the thread has ended, or the system gives none. `work` is dropped then.
  [[nodiscard]] bool take(Work work);
  // Waits for the piece that is being done and tells those that wait. Twice is once. Not from a
  // piece of work.
  void end();

private:
  void loop();

  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> queue_;
  bool ending_ = false;
  std::thread thread_;
};

} // namespace platen
