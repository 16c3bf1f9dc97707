#include "../render_worker/no_leak_check.h"
#include "base/file.h"
#include "scan/deliver/courier/confine.h"
#include "scan/deliver/courier/courier.h"

#include <csignal>
#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

namespace {

using namespace platen;
using namespace platen::scan;

constexpr std::uint64_t most_request = 64ULL << 20;

// The request, which is then closed: nothing that is started later could read the secret in it.
Result<DeliveryRequest> take_request() {
  auto bytes = read_file("/proc/self/fd/" + std::to_string(request_fd), most_request);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing < 0 || ::dup2(nothing, request_fd) < 0)
    return fail(Errc::io, "cannot open /dev/null: " + errno_text(errno));
  ::close(nothing);
  if (!bytes) return Failure(bytes.error());
  return read_request(*bytes);
}

int run() {
  courier::Reporter reporter(report_fd);
  const auto request = take_request();
  if (!request) {
    std::fprintf(stderr, "platen-deliver: %s (platen starts it; it is no command)\n",
                 request.error().message().c_str());
    return 2;
  }
  if (auto confined = courier::confine(*request); !confined) {
    reporter.end({DeliveryEnd::Kind::again, confined.error().message(), {}});
    return 1;
  }
  reporter.end(courier::run(*request, reporter));
  return 0;
}

} // namespace

int main() {
  // Errors come as return values: a broken connection, a file that may not grow.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return run();
}
