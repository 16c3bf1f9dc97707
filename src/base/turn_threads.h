#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace platen {

// Does what people ask for on a few threads, so that none of them holds up the others: of one
// person less than all threads work at a time, and the rest waits in its order. From any thread.
class TurnThreads {
public:
  // `run` is false where the threads have ended meanwhile.
  using Work = std::function<void(bool run)>;
  struct Bounds {
    std::size_t threads = 3;
    std::size_t at_a_time = 2; // of one person
    std::size_t waiting = 256, waiting_of_one = 64;
  };

  explicit TurnThreads(const Bounds& bounds) : bounds_(bounds) {}
  ~TurnThreads() { end(); }
  TurnThreads(const TurnThreads&) = delete;
  TurnThreads& operator=(const TurnThreads&) = delete;

  // False: too many wait, the threads have ended, or the system gives none. `work` is dropped then.
  [[nodiscard]] bool take(const std::string& person, Work work);
  // Waits for what is being done and tells those that wait. Twice is once. Not from a piece of
  // work.
  void end();

private:
  struct Waiting {
    std::string person;
    Work work;
  };
  struct Share {
    std::size_t waiting = 0, working = 0;
  };
  void loop();
  std::deque<Waiting>::iterator next(); // whose person may have one more thread; locked
  void give_back(const std::string& person);

  const Bounds bounds_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Waiting> queue_;
  std::map<std::string, Share> shares_; // of those that have anything here
  bool ending_ = false;
  std::size_t idle_ = 0;
  std::vector<std::thread> threads_; // begun as they are needed
};

} // namespace platen
