#pragma once

#include "base/file.h"
#include "http/server.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace platen::http::test {

using namespace std::chrono_literals;

// One answer as a client sees it.
struct Answer {
  int status = 0; // 0: none came
  std::string head;
  std::map<std::string, std::string> fields; // names in lower case
  std::string body;
  bool whole = false; // neither cut off nor late
};

// A client that sends what it is told to, right or wrong. A closed connection is no error here.
class Client {
public:
  explicit Client(std::uint16_t port, const std::string& address = "127.0.0.1");
  explicit Client(const std::filesystem::path& socket);

  bool send(std::string_view bytes); // false: the server has closed
  Answer receive(bool to_head = false, std::chrono::milliseconds patience = 20s);
  Answer ask(std::string_view request) {
    send(request);
    return receive();
  }
  // Everything until the server closes or resets; nothing if it does not in time.
  std::optional<std::string> rest(std::chrono::milliseconds patience = 20s);
  bool is_closed_by_server(std::chrono::milliseconds patience = 20s) {
    return rest(patience).has_value();
  }
  bool was_reset() const { return reset_; }
  void end_sending();
  void close() { fd_.reset(); }
  int fd() const { return fd_.get(); }

private:
  bool fill(std::chrono::milliseconds patience); // false: nothing more
  UniqueFd fd_;
  std::string waiting_;
  bool reset_ = false;
};

// What a handler was given, and what it shall do; from any thread.
struct Seen {
  Head head;
  std::string body;
  std::size_t pieces = 0, largest = 0;
  bool finished = false, gone = false; // gone: destroyed
};

// The handler of the tests: echoes bodies unless told otherwise.
class Script final : public Handler {
public:
  // Set before the first request.
  std::function<std::optional<Response>(const Head&)> at_begin;             // answers at once
  std::function<std::optional<Response>(const Head&, std::size_t)> at_body; // after so many bytes
  std::function<void(const Head&, std::string body, Respond)> at_finish;
  std::variant<Response, std::unique_ptr<Exchange>> begin(const Head& head) override;

  std::vector<Seen> seen() const;
  bool wait_until(const std::function<bool(const std::vector<Seen>&)>& holds,
                  std::chrono::milliseconds patience = 20s) const;

private:
  friend class Scripted;
  void change(std::size_t index, const std::function<void(Seen&)>& how);
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::vector<Seen> seen_;
};

// A server on a free port of 127.0.0.1, running.
class Running {
public:
  explicit Running(ServerOptions options = {});
  ~Running();
  Running(const Running&) = delete;

  std::uint16_t port() const { return port_; }
  Client client() const { return Client(port_); }
  Answer ask(std::string_view request) const { return client().ask(request); }
  std::vector<std::string> log() const;
  void stop() { server->stop(); }
  void wait() { thread_.join(); } // for run() to return

  Script script;
  std::unique_ptr<Server> server;

private:
  mutable std::mutex mutex_;
  std::vector<std::string> log_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

// A folder that goes away with the test.
class Folder {
public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
  std::filesystem::path path_;
};

} // namespace platen::http::test
