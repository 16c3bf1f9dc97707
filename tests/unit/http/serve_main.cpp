// A server with a fixed answer, for the tests that use other people's clients and for load tests.
// serve_main PORT SOCKET CERTIFICATE KEY ANSWER-BYTES THREADS; "-" leaves a thing out.
#include "http/server.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

namespace {

using namespace platen;

class Counter final : public http::Exchange {
public:
  explicit Counter(const http::Head& head, std::shared_ptr<const std::string> fixed)
      : fixed_(std::move(fixed)),
        about_(head.method + " " + head.path + (head.peer.encrypted ? " tls" : " plain")) {}
  std::optional<http::Response> body(Bytes piece) override {
    bytes_ += piece.size();
    return {};
  }
  void finish(http::Respond respond) override {
    http::Response response;
    if (fixed_) {
      response.content_type = "application/ipp";
      response.body = fixed_;
    } else {
      response = http::text_response(200, about_ + " " + std::to_string(bytes_));
    }
    respond(std::move(response));
  }

private:
  std::shared_ptr<const std::string> fixed_;
  std::string about_;
  std::uint64_t bytes_ = 0;
};

class Counting final : public http::Handler {
public:
  explicit Counting(std::size_t answer) {
    if (answer > 0) fixed_ = std::make_shared<const std::string>(answer, 'x');
  }
  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override {
    if (head.path == "/denied") return http::text_response(403, "not this one");
    return std::make_unique<Counter>(head, fixed_);
  }

private:
  std::shared_ptr<const std::string> fixed_;
};

std::string argument(const char* text) {
  return std::string(text) == "-" ? "" : text;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 7) return 2;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  Counting handler(std::strtoul(argv[5], nullptr, 10));
  http::ServerOptions options;
  options.listen = {
      {"127.0.0.1", static_cast<std::uint16_t>(std::strtoul(argv[1], nullptr, 10))},
  };
  options.unix_socket = argument(argv[2]);
  options.certificate = argument(argv[3]);
  options.key = argument(argv[4]);
  options.names = {"printhost"};
  options.threads = std::strtoul(argv[6], nullptr, 10);
  options.log = [](std::string_view level, std::string_view text) {
    std::fprintf(stderr, "%.*s: %.*s\n", static_cast<int>(level.size()), level.data(),
                 static_cast<int>(text.size()), text.data());
  };
  auto server = http::open_server(options, handler);
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().message().c_str());
    return 1;
  }
  std::printf("%u\n", (*server)->addresses().front().port);
  std::fflush(stdout);
  std::jthread ender([&] {
    int signal = 0;
    sigwait(&signals, &signal);
    (*server)->stop();
  });
  (*server)->run();
  return 0;
}
