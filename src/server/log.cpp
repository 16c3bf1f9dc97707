#include "server/log.h"

#include <array>
#include <cstdio>
#include <ctime>

#include <nlohmann/json.hpp>

namespace platen::server {

namespace {

constexpr std::size_t most_lines = 500, most_bytes = 128 << 10, longest_line = 4 << 10;

constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};

std::string_view name_of(LogLevel level) {
  return level_names[static_cast<std::size_t>(level)];
}

LogLevel level_of(std::string_view name) {
  for (std::size_t i = 0; i < level_names.size(); ++i)
    if (level_names[i] == name) return static_cast<LogLevel>(i);
  return LogLevel::info;
}

std::string time_text(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text.data(), size};
}

std::string harmless(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return out;
}

// As the value of a field, between quotation marks.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : harmless(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string as_text(std::string_view time, LogLevel level, std::string_view text,
                    std::initializer_list<Log::Field> fields) {
  std::string line = std::string(time) + " " + std::string(name_of(level)) + " " + harmless(text);
  for (const auto& [key, value] : fields)
    line += " " + std::string(key) + "=" + quoted(value);
  return line + "\n";
}

std::string as_json(std::string_view time, LogLevel level, std::string_view text,
                    std::initializer_list<Log::Field> fields) {
  nlohmann::ordered_json line{{"time", time}, {"level", name_of(level)}, {"message", text}};
  for (const auto& [key, value] : fields)
    line[std::string(key)] = value;
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

} // namespace

Log::Log(LogLevel least, LogFormat format, std::function<std::int64_t()> now, Write write)
    : least_(least), format_(format), now_(std::move(now)), write_(std::move(write)) {
  if (!write_)
    write_ = [](std::string_view line) { std::fwrite(line.data(), 1, line.size(), stderr); };
}

void Log::line(LogLevel level, std::string_view text, std::initializer_list<Field> fields) {
  if (level < least_.load(std::memory_order_relaxed)) return;
  const std::string time = time_text(now_());
  const std::string whole = format_.load(std::memory_order_relaxed) == LogFormat::json
                                ? as_json(time, level, text, fields)
                                : as_text(time, level, text, fields);
  const std::lock_guard lock(one_line_);
  write_(whole);
  const bool fits = whole.size() <= longest_line;
  recent_.push_back(fits ? whole : whole.substr(0, longest_line) + "...\n");
  recent_bytes_ += recent_.back().size();
  while (recent_.size() > most_lines || recent_bytes_ > most_bytes) {
    recent_bytes_ -= recent_.front().size();
    recent_.pop_front();
  }
}

std::string Log::recent() const {
  const std::lock_guard lock(one_line_);
  std::string text;
  for (const std::string& one : recent_)
    text += one;
  return text;
}

void Log::set(LogLevel least, LogFormat format) {
  least_.store(least, std::memory_order_relaxed);
  format_.store(format, std::memory_order_relaxed);
}

std::function<void(std::string_view, std::string_view)> Log::callback(std::string source) {
  return [this, source = std::move(source)](std::string_view level, std::string_view text) {
    line(level_of(level), text, {{"part", source}});
  };
}

} // namespace platen::server
