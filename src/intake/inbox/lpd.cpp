#include "intake/inbox/lpd_session.h"
#include "intake/ipp/job_request.h"

#include <algorithm>

namespace platen::intake::inbox {

namespace {

// Words between blanks.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t\r\v\f"), text.size());
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(" \t\r\v\f"), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

// The daemon's commands (RFC 1179 section 5).
class Daemon {
public:
  Daemon(Connection& connection, const Parts& parts)
      : connection_(connection), parts_(parts), in_(connection) {}
  Result<void> serve();

private:
  enum Command : char {
    print_waiting = 1,
    receive = 2,
    short_state = 3,
    long_state = 4,
    remove = 5
  };
  Result<void> do_command(char command, std::vector<std::string> words);
  Result<void> take_jobs(const std::string& queue);
  Result<void> tell_state(bool in_long, std::vector<std::string> words);
  Result<void> remove_some(std::vector<std::string> words);
  bool has_queue(const std::string& name) const;

  Connection& connection_;
  const Parts& parts_;
  LpdInput in_;
};

Result<void> Daemon::serve() {
  TRY(const auto line, in_.line());
  if (!line || line->empty()) return {}; // somebody looked whether there is a daemon
  auto words = words_of(std::string_view(*line).substr(1));
  if (words.empty()) return fail(Errc::malformed, "a command names no queue");
  if (!has_queue(words[0])) {
    static_cast<void>(connection_.write("\1"));
    return fail(Errc::not_found, "there is no LPD queue \"" + ipp::clean_text(words[0]) + "\"");
  }
  return do_command(line->front(), std::move(words));
}

Result<void> Daemon::do_command(char command, std::vector<std::string> words) {
  switch (command) {
  case print_waiting: // they are printed in any case
    return connection_.write(std::string_view("\0", 1));
  case receive:
    return take_jobs(words[0]);
  case short_state:
  case long_state:
    return tell_state(command == long_state, std::move(words));
  case remove:
    return remove_some(std::move(words));
  default:
    return fail(Errc::malformed, "an unknown command");
  }
}

bool Daemon::has_queue(const std::string& name) const {
  const auto printers = parts_.store.printers();
  return std::ranges::any_of(*printers,
                             [&](const job::Printer& one) { return one.lpd && one.name == name; });
}

Result<void> Daemon::take_jobs(const std::string& queue) {
  if (const auto admitted = parts_.desk.admits({queue, connection_.peer(), {}}); !admitted) {
    static_cast<void>(connection_.write("\1"));
    return admitted;
  }
  TRY_VOID(connection_.write(std::string_view("\0", 1)));
  return receive_jobs(in_, connection_, queue, parts_);
}

Result<void> Daemon::tell_state(bool in_long, std::vector<std::string> words) {
  const Sender sender{words[0], connection_.peer(), {}};
  words.erase(words.begin());
  TRY(const std::string text, queue_in_words(sender, words, in_long, parts_.desk));
  return connection_.write(text);
}

// QUEUE AGENT [JOB...]; the agent's name is a claim, as in IPP.
Result<void> Daemon::remove_some(std::vector<std::string> words) {
  if (words.size() < 2) return fail(Errc::malformed, "nobody is named who removes jobs");
  const Sender sender{words[0], connection_.peer(), words[1]};
  words.erase(words.begin(), words.begin() + 2);
  return connection_.write(remove_jobs(sender, words, parts_.desk));
}

} // namespace

void serve_lpd(Connection& connection, const Parts& parts) {
  const auto served = Daemon(connection, parts).serve();
  if (served) return;
  ++parts.counts.broken;
  parts.log("warning", "LPD from " + connection.peer().address + ": " + served.error().message());
}

} // namespace platen::intake::inbox
