#include "monitor/metrics/process.h"

#include "base/file.h"

#include <array>
#include <charconv>
#include <filesystem>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace platen::monitor {

namespace {

using Type = Exposition::Type;

std::string text_of(const char* path) {
  constexpr std::uint64_t most = 64 << 10;
  const auto bytes = read_file(path, most);
  return bytes ? std::string(as_text(*bytes)) : std::string();
}

double number(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// The fields of /proc/self/stat behind the program's name, which may hold anything (proc(5)): the
// first is number 3.
std::array<double, 53> stat_fields() {
  std::array<double, 53> fields{};
  const std::string text = text_of("/proc/self/stat");
  std::size_t at = text.rfind(')');
  if (at == std::string::npos) return fields;
  at += 2;
  for (std::size_t field = 3; field < fields.size() && at < text.size(); ++field) {
    const std::size_t end = text.find(' ', at);
    fields[field] = number(std::string_view(text).substr(at, end - at));
    if (end == std::string::npos) break;
    at = end + 1;
  }
  return fields;
}

double boot_time() {
  const std::string text = text_of("/proc/stat");
  constexpr std::string_view key = "\nbtime ";
  const std::size_t at = text.find(key);
  return at == std::string::npos ? 0 : number(std::string_view(text).substr(at + key.size()));
}

double open_descriptors() {
  std::error_code error;
  double count = 0;
  for (auto entry = std::filesystem::directory_iterator("/proc/self/fd", error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
    ++count;
  return count > 0 ? count - 1 : 0; // without that of the reading itself
}

} // namespace

void expose_process(Exposition& out) {
  const auto fields = stat_fields();
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
  const auto gauge = [&](std::string_view name, std::string_view help, double value) {
    out.family(name, Type::gauge, help);
    out.sample(value);
  };
  out.family("process_cpu_seconds", Type::counter, "Processor time of the server itself.");
  out.sample((fields[14] + fields[15]) / ticks);
  gauge("process_virtual_memory_bytes", "Address space.", fields[23]);
  gauge("process_resident_memory_bytes", "Memory.", fields[24] * page);
  gauge("process_threads", "Threads.", fields[20]);
  gauge("process_start_time_seconds", "When the server started, as a Unix time.",
        boot_time() + fields[22] / ticks);
  gauge("process_open_fds", "Open descriptors.", open_descriptors());
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
    gauge("process_max_fds", "Descriptors that it may have.", static_cast<double>(limit.rlim_cur));
}

} // namespace platen::monitor
