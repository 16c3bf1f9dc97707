#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace platen {

// Runs tasks 0..count-1, each once. The body gets the task and the index of the worker that runs
// it, 0 <= worker < workers(), so that it may own scratch memory per worker. run() returns when all
// are done.
class WorkerPool {
public:
  using Body = std::function<void(std::size_t task, std::size_t worker)>;
  virtual ~WorkerPool() = default;
  virtual std::size_t workers() const = 0;
  virtual void run(std::size_t count, const Body& body) = 0;
};

// Real threads, started once. One run() at a time; the calling thread works too. Where the system
// has fewer threads to give than are asked for, there are fewer workers.
std::unique_ptr<WorkerPool> make_thread_pool(std::size_t workers);

// The double for tests: one thread, tasks in an order shuffled by the seed, worker indices too.
std::unique_ptr<WorkerPool> make_shuffled_pool(std::size_t workers, std::uint64_t seed);

} // namespace platen
