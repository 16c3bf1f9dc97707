#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace platen::auth {

// Makes guessing slow: after `free_tries` wrong answers under a key each further one doubles the
// time for which the key is refused, up to `longest`. A right answer clears it, and so does an hour
// without a wrong one. Bounded: the keys that were quiet longest go first.
class SlowDown {
public:
  static constexpr int free_tries = 5;
  static constexpr std::int64_t first_ms = 1'000;
  static constexpr std::int64_t longest_ms = 15 * 60'000;
  static constexpr std::int64_t quiet_ms = 4 * longest_ms;
  static constexpr std::size_t most_keys = 10'000;

  explicit SlowDown(int free = free_tries) : free_(free) {}

  // Milliseconds that the key must still wait; 0: it may try.
  std::int64_t wait_ms(const std::string& key, std::int64_t now_ms);
  void wrong(const std::string& key, std::int64_t now_ms);
  void right(const std::string& key);

private:
  struct Entry {
    int wrong = 0;
    std::int64_t until_ms = 0;
    std::int64_t last_ms = 0;
  };
  const int free_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

} // namespace platen::auth
