#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace platen::intake::inbox {

// How many connections there are, in all and of each address. From any thread.
class Crowd {
public:
  [[nodiscard]] bool enter(const std::string& address); // false: there are too many
  void leave(const std::string& address);

private:
  std::mutex mutex_;
  std::size_t all_ = 0;
  std::map<std::string, std::size_t> each_;
};

} // namespace platen::intake::inbox
