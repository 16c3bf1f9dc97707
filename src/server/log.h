#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace platen::server {

enum class LogLevel : std::uint8_t { debug, info, warning, error };
enum class LogFormat : std::uint8_t { text, json };

// What happened, one line each, on one stream. Lines from many threads never mix. Control
// characters of a text are replaced, so that no client can forge a line.
class Log {
public:
  using Field = std::pair<std::string_view, std::string_view>;
  using Write = std::function<void(std::string_view line)>; // a line with its newline

  // `write` empty: standard error. `now` gives seconds since 1970, UTC.
  Log(LogLevel least, LogFormat format, std::function<std::int64_t()> now, Write write = {});

  void line(LogLevel level, std::string_view text, std::initializer_list<Field> fields = {});
  void set(LogLevel least, LogFormat format);
  // The last lines, each with its newline: at most 500 of them, and 128 kB.
  std::string recent() const;
  // Adapter for modules that log through a callback; an unknown level counts as info.
  std::function<void(std::string_view level, std::string_view text)> callback(std::string source);

private:
  std::atomic<LogLevel> least_;
  std::atomic<LogFormat> format_;
  std::function<std::int64_t()> now_;
  Write write_;
  mutable std::mutex one_line_;
  std::deque<std::string> recent_;
  std::size_t recent_bytes_ = 0;
};

} // namespace platen::server
