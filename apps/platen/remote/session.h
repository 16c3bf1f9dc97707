#pragma once

#include "client/connection.h"
#include "commands.h"

#include <string>
#include <vector>

namespace platen::app {

// Flags that several commands share.
inline constexpr Flag server_flag{0, "server", "HOST[:PORT]",
                                  "the server (default: this computer's)"};
inline constexpr Flag json_flag{0, "json", "", "as JSON"};
inline constexpr Flag printer_flag{'d', "printer", "NAME", "the printer"};
inline constexpr Flag option_flag{'o', "option", "NAME=VALUE",
                                  "a setting, under its IPP name; may be repeated"};

// An IPP request and the path that it is posted to.
struct Request {
  platen::ipp::Message message;
  std::string path;

  ipp_t* get() const { return message.get(); }
  void add(ipp_tag_t group, ipp_tag_t tag, const char* name, const std::string& value) {
    ippAddString(get(), group, tag, name, nullptr, value.c_str());
  }
};

// The server that a command talks to.
class Session {
public:
  // By --server, the environment or the usual sockets. Errc::unreachable says what was tried.
  static Result<Session> open(const Arguments& arguments);

  // The answer; a status that is an error is one here, too.
  Result<platen::ipp::Message> ask(const Request& request, int document_fd = -1);

  Request printer_request(ipp_op_t operation, const std::string& printer) const; // "": the default
  Request server_request(ipp_op_t operation) const;                              // of all printers
  Request system_request(ipp_op_t operation) const;                              // PWG 5100.22
  Request job_request(ipp_op_t operation, int job) const;
  Request job_request(ipp_op_t operation, const std::string& job_uri) const;
  std::string printer_uri(const std::string& printer) const;
  const std::string& user() const { return user_; }

private:
  Session(std::unique_ptr<client::Connection> connection, const client::ServerAddress& address);
  Request make(ipp_op_t operation, const char* target, const std::string& path) const;
  std::string uri(const std::string& path) const;

  std::unique_ptr<client::Connection> connection_;
  std::string host_, user_;
};

// The value of -d, checked: what it may look like is known without the server.
Result<std::string> printer_name(const Arguments& arguments);
Result<std::string> needed_printer_name(const Arguments& arguments);
// The operands as job numbers, at least one ("7", or "NAME-7" as CUPS writes it).
Result<std::vector<int>> job_numbers(const Arguments& arguments);
Result<void> no_operands(const Arguments& arguments);
// -o NAME=VALUE, in order.
Result<std::vector<std::pair<std::string, std::string>>> name_values(const Arguments& arguments);

// Runs a part of a command and gives its exit code; its error is reported.
template<class Work> int run_reported(const Command& command, Work&& work) {
  const Result<void> done = work();
  return done ? exit_done : report(command, done.error());
}

// Does something to each job in turn, whatever became of those before; the first error's exit code.
template<class Act>
int for_each_job(const Command& command, const Arguments& arguments, Act&& act) {
  const auto jobs = job_numbers(arguments);
  if (!jobs) return report(command, jobs.error());
  auto session = Session::open(arguments);
  if (!session) return report(command, session.error());
  int code = exit_done;
  for (const int job : *jobs) {
    const Result<void> done = act(*session, job);
    if (done) continue;
    const int failed = report(
        command, {done.error().code, "job " + std::to_string(job) + ": " + done.error().what});
    if (code == exit_done) code = failed;
  }
  return code;
}

} // namespace platen::app
