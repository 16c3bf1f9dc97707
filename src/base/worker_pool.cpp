#include "base/worker_pool.h"

#include "base/result.h"
#include "base/thread.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <random>
#include <vector>

namespace platen {

namespace {

class ThreadPool final : public WorkerPool {
public:
  explicit ThreadPool(std::size_t workers) {
    EXPECTS(workers >= 1);
    for (std::size_t worker = 1; worker < workers; ++worker) {
      auto thread = start_thread([this, worker] { serve(worker); });
      if (!thread) break;
      threads_.push_back(*std::move(thread));
    }
  }

  ~ThreadPool() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    start_.notify_all();
    for (auto& thread : threads_)
      thread.join();
  }

  std::size_t workers() const override { return threads_.size() + 1; }

  void run(std::size_t count, const Body& body) override {
    {
      const std::lock_guard lock(mutex_);
      body_ = &body;
      count_ = count;
      next_ = 0;
      active_ = threads_.size();
      ++round_;
    }
    start_.notify_all();
    drain(0);
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return active_ == 0; });
    body_ = nullptr;
  }

private:
  void drain(std::size_t worker) {
    for (std::size_t task = next_++; task < count_; task = next_++)
      (*body_)(task, worker);
  }

  void serve(std::size_t worker) {
    std::uint64_t seen = 0;
    for (;;) {
      {
        std::unique_lock lock(mutex_);
        start_.wait(lock, [&] { return stopping_ || round_ != seen; });
        if (stopping_) return;
        seen = round_;
      }
      drain(worker);
      const std::lock_guard lock(mutex_);
      if (--active_ == 0) done_.notify_one();
    }
  }

  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable start_;
  std::condition_variable done_;
  const Body* body_ = nullptr;
  std::size_t count_ = 0;
  std::atomic<std::size_t> next_ = 0;
  std::size_t active_ = 0;
  std::uint64_t round_ = 0;
  bool stopping_ = false;
};

class ShuffledPool final : public WorkerPool {
public:
  ShuffledPool(std::size_t workers, std::uint64_t seed) : workers_(workers), random_(seed) {}

  std::size_t workers() const override { return workers_; }

  void run(std::size_t count, const Body& body) override {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), random_);
    for (const std::size_t task : order)
      body(task, random_() % workers_);
  }

private:
  std::size_t workers_;
  std::mt19937_64 random_;
};

} // namespace

std::unique_ptr<WorkerPool> make_thread_pool(std::size_t workers) {
  return std::make_unique<ThreadPool>(workers);
}

std::unique_ptr<WorkerPool> make_shuffled_pool(std::size_t workers, std::uint64_t seed) {
  return std::make_unique<ShuffledPool>(workers, seed);
}

} // namespace platen
