#include "server/memory.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <limits>
#include <new>
#include <string>

#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

namespace platen::server {

namespace {

constexpr std::uint64_t plenty = std::numeric_limits<std::uint64_t>::max();
constexpr std::chrono::milliseconds look_again{100};

// The number behind `word` in a file of lines "WORD NUMBER ...".
std::uint64_t number_behind(const std::filesystem::path& file, const std::string& word,
                            std::uint64_t otherwise) {
  std::ifstream in(file);
  std::string line;
  while (std::getline(in, line))
    if (line.starts_with(word)) {
      const auto digit = line.find_first_of("0123456789", word.size());
      return digit == std::string::npos ? otherwise : std::stoull(line.substr(digit, 19));
    }
  return otherwise;
}

std::uint64_t only_number(const std::filesystem::path& file, std::uint64_t otherwise) {
  std::uint64_t number = 0;
  return std::ifstream(file) >> number ? number : otherwise; // "max" is none
}

std::uint64_t address_space_left(const std::filesystem::path& proc) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return plenty;
  const std::uint64_t used =
      only_number(proc / "self/statm", 0) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return limit.rlim_cur - std::min<std::uint64_t>(used, limit.rlim_cur);
}

// "0::/system.slice/platen.service"
std::uint64_t group_left(const std::filesystem::path& root) {
  std::ifstream in(root / "proc/self/cgroup");
  std::string line;
  while (std::getline(in, line) && !line.starts_with("0::/")) {
  }
  if (!line.starts_with("0::/")) return plenty;
  const auto group = root / "sys/fs/cgroup" / line.substr(4);
  const std::uint64_t most = only_number(group / "memory.max", plenty);
  if (most == plenty) return plenty;
  const std::uint64_t used = only_number(group / "memory.current", 0);
  const std::uint64_t files = number_behind(group / "memory.stat", "file ", 0);
  return most - std::min(most, used - std::min(used, files));
}

std::uint64_t machine_left(const std::filesystem::path& proc) {
  const std::uint64_t kib = number_behind(proc / "meminfo", "MemAvailable:", plenty);
  return kib == plenty ? plenty : kib * 1024;
}

std::int64_t now() {
  return std::chrono::steady_clock::now().time_since_epoch().count();
}

bool is_lacking(std::uint64_t least) {
  try {
    return memory_left() < least;
  } catch (const std::bad_alloc&) { // not even for the question
    return true;
  }
}

void* map_reserve() {
  void* const block = ::mmap(nullptr, MemoryReserve::bytes, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  return block == MAP_FAILED ? nullptr : block;
}

// A new-handler is a plain function: what it lets go cannot be handed to it.
std::atomic<void*>& kept() {
  static std::atomic<void*> block{nullptr};
  return block;
}

void let_go() {
  void* const block = kept().exchange(nullptr);
  if (block == nullptr) throw std::bad_alloc();
  ::munmap(block, MemoryReserve::bytes);
}

// Once memory is there again.
void keep_again() {
  if (kept().load() != nullptr) return;
  void* const block = map_reserve();
  void* none = nullptr;
  if (block != nullptr && !kept().compare_exchange_strong(none, block))
    ::munmap(block, MemoryReserve::bytes);
}

} // namespace

void return_freed_memory() {
  // mallopt(3): a threshold that is set stays; else it follows the largest block, up to 32 MB.
  constexpr int bytes = 1 << 20;
  ::mallopt(M_MMAP_THRESHOLD, bytes);
  ::mallopt(M_TRIM_THRESHOLD, bytes);
}

std::uint64_t memory_left(const std::filesystem::path& root) {
  return std::min(
      {address_space_left(root / "proc"), group_left(root), machine_left(root / "proc")});
}

bool MemoryWatch::is_short() {
  std::int64_t due = next_look_.load();
  const std::int64_t at = now();
  if (at < due) return short_;
  const auto again = std::chrono::duration_cast<std::chrono::steady_clock::duration>(look_again);
  if (!next_look_.compare_exchange_strong(due, at + again.count())) return short_;
  const bool lacking = is_lacking(least_);
  if (!lacking && std::get_new_handler() == let_go) keep_again();
  short_ = lacking;
  return lacking;
}

MemoryReserve::MemoryReserve() {
  kept() = map_reserve();
  std::set_new_handler(let_go);
}

MemoryReserve::~MemoryReserve() {
  std::set_new_handler(nullptr);
  if (void* const block = kept().exchange(nullptr)) ::munmap(block, bytes);
}

} // namespace platen::server
