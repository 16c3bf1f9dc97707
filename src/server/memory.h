#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace platen::server {

// Large blocks (pixels, what checks a password) go back to the system when they are let go, and
// what is free at the end of a heap with them. Otherwise each of the many short threads that print
// leaves some MB in one of the allocator's heaps, and the server grows for an hour before it is
// flat.
void return_freed_memory();

// How many bytes this process can still get, as far as the system tells: by the limit of its
// address space (RLIMIT_AS), its service's MemoryMax= (cgroup v2; what files are cached does not
// count) and what the machine has available. `root` is where /proc and /sys are looked for.
std::uint64_t memory_left(const std::filesystem::path& root = "/");

// Whether memory is so short that new work had better wait. From any thread.
class MemoryWatch {
public:
  static constexpr std::uint64_t for_work = 64ULL << 20;    // a page of a picture more or less
  static constexpr std::uint64_t for_answers = 16ULL << 20; // to look at what is asked
  explicit MemoryWatch(std::uint64_t least = for_work) : least_(least) {}
  bool is_short(); // looks again after a tenth of a second

private:
  const std::uint64_t least_;
  std::atomic<std::int64_t> next_look_{0};
  std::atomic<bool> short_{false};
};

// Some memory that is let go when an allocation fails, once; then that is tried again. A large
// allocation that fails is the end of one request, but among the small ones there are some whose
// failure nothing survives (Boost.Asio starts an operation where it cannot throw). While it lives;
// one at a time.
class MemoryReserve {
public:
  MemoryReserve();
  ~MemoryReserve();
  MemoryReserve(const MemoryReserve&) = delete;
  MemoryReserve& operator=(const MemoryReserve&) = delete;

  static constexpr std::size_t bytes = 2U << 20;
};

} // namespace platen::server
