#include "server/at_once.h"

#include "base/thread.h"

#include <algorithm>
#include <atomic>

namespace platen::server {

void at_once(std::size_t count, std::size_t most, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++)
      work(i);
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < std::min(count, most); ++i)
    if (auto thread = start_thread(run)) threads.push_back(*std::move(thread));
  run();
  for (std::thread& thread : threads)
    thread.join();
}

} // namespace platen::server
