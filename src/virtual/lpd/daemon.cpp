#include "virtual/lpd/daemon.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace platen::twin::lpd {

namespace {

// RFC 1179 sections 5 and 6.
enum Command : char { print_waiting = 1, receive_job, short_state, long_state, remove_jobs };
enum JobCommand : char { abort_job = 1, receive_control, receive_data };

constexpr std::size_t longest_line = 1024, longest_control = 65'536;

class Daemon {
public:
  Daemon(ByteSource& in, ByteSink& out, const SharedCondition& condition, const OpenJob& open)
      : in_(in), out_(out), condition_(condition), open_(open) {}

  // One command a connection, but that which receives a job (section 3.1).
  Result<void> run() {
    TRY(const std::string line, read_line());
    if (line.empty()) return {};
    const std::string queue = line.substr(1, line.find(' ') - 1);
    switch (line[0]) {
    case receive_job:
      TRY_VOID(acknowledge());
      return receive();
    case short_state:
    case long_state:
      return out_.write(queue_state(condition_.now(), queue, line[0] == long_state));
    default:
      return {}; // nothing waits here: jobs are printed as they come
    }
  }

private:
  Result<void> acknowledge() { return out_.write(std::string(1, '\0')); }

  // Without its end; empty at the end of the connection.
  Result<std::string> read_line() {
    std::string line;
    for (std::array<std::byte, 1> octet{}; line.size() < longest_line;) {
      TRY(const std::size_t got, in_.read(octet));
      if (got == 0) return std::string();
      if (octet[0] == std::byte{'\n'}) return line;
      line += static_cast<char>(octet[0]);
    }
    return fail(Errc::malformed, "LPD: a command does not end");
  }

  Result<void> receive() {
    for (;;) {
      TRY(const std::string line, read_line());
      if (line.empty() || line[0] == abort_job) return {};
      std::uint64_t count = 0;
      const char* const end = line.data() + line.size();
      const auto read = std::from_chars(line.data() + 1, end, count);
      if (read.ec != std::errc() || read.ptr == end || *read.ptr != ' ')
        return fail(Errc::malformed, "LPD: a file without its size");
      BufferSink control;
      if (line[0] == receive_control && count <= longest_control) {
        TRY_VOID(take_file(count, control));
      } else if (line[0] == receive_data) {
        TRY_VOID(acknowledge());
        TRY(const auto job, open_());
        TRY_VOID(copy(count, *job));
        TRY_VOID(take_end());
      } else {
        return fail(Errc::malformed, "LPD: neither a control nor a data file");
      }
    }
  }

  Result<void> take_file(std::uint64_t count, ByteSink& into) {
    TRY_VOID(acknowledge());
    TRY_VOID(copy(count, into));
    return take_end();
  }

  Result<void> copy(std::uint64_t count, ByteSink& into) {
    std::array<std::byte, 16'384> block{};
    while (count > 0) {
      const std::span piece(block.data(), std::min<std::uint64_t>(count, block.size()));
      TRY(const std::size_t got, in_.read(piece));
      if (got == 0) return fail(Errc::malformed, "LPD: a file is cut short");
      TRY_VOID(into.write(Bytes(piece).first(got)));
      count -= got;
    }
    return {};
  }

  // A file is followed by an octet of zeros (sections 6.2 and 6.3).
  Result<void> take_end() {
    std::array<std::byte, 1> octet{};
    TRY(const std::size_t got, in_.read(octet));
    if (got == 0 || octet[0] != std::byte{0})
      return fail(Errc::malformed, "LPD: a file does not end where it says");
    return acknowledge();
  }

  ByteSource& in_;
  ByteSink& out_;
  const SharedCondition& condition_;
  const OpenJob& open_;
};

std::string printer_line(const Condition& now, std::string_view queue) {
  const std::string name(queue);
  if (!now.queue_words.empty()) return now.queue_words;
  if (now.cover_open) return name + ": cover open";
  if (now.jam) return name + ": paper jam";
  if (now.wrong_paper || now.paper_out()) return name + ": load paper";
  if (now.service_call) return name + ": service call";
  if (now.output_full) return name + ": output tray full";
  if (now.supply_empty()) return name + ": no toner";
  if (now.offline) return name + " is offline";
  const std::string low = now.supply_low() ? ", toner low" : "";
  return name + (now.printing ? " is ready and printing" : " is ready") + low;
}

} // namespace

// RFC 1179 leaves the form to the daemon; the lists look as those of the daemon of BSD do.
std::string queue_state(const Condition& now, std::string_view queue, bool in_long) {
  const std::string first = printer_line(now, queue) + "\n";
  if (!now.printing) return first + "no entries\n";
  const std::string job = now.job.empty() ? "job" : now.job;
  if (in_long)
    return first + "\nnobody: active                           [job 001]\n        " + job + "\n";
  return first + "Rank   Owner      Job  Files                                 Total Size\n" +
         "active nobody     1    " + job + "\n";
}

void serve(ByteSource& in, ByteSink& out, const SharedCondition& condition, const OpenJob& open) {
  // What is broken off the client sees: the connection ends.
  [[maybe_unused]] const auto done = Daemon(in, out, condition, open).run();
}

} // namespace platen::twin::lpd
