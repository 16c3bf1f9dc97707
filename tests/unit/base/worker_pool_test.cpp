#include "base/worker_pool.h"

#include <atomic>
#include <vector>

#include <gtest/gtest.h>

namespace platen {
namespace {

TEST(WorkerPool, RunsEveryTaskOnceOnAKnownWorker) {
  for (const auto make : {+[](std::size_t n) { return make_thread_pool(n); },
                          +[](std::size_t n) { return make_shuffled_pool(n, 7); }}) {
    for (const std::size_t workers : {1u, 2u, 5u}) {
      const auto pool = make(workers);
      EXPECT_EQ(pool->workers(), workers);
      for (const std::size_t count : {0u, 1u, 3u, 200u}) {
        std::vector<std::atomic<int>> seen(count);
        std::atomic<bool> strange = false;
        pool->run(count, [&](std::size_t task, std::size_t worker) {
          ++seen[task];
          if (worker >= workers) strange = true;
        });
        for (const auto& times : seen)
          EXPECT_EQ(times, 1);
        EXPECT_FALSE(strange);
      }
    }
  }
}

} // namespace
} // namespace platen
