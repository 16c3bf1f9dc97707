#include "../render_worker/no_leak_check.h"
#include "base/file.h"
#include "update/fetch/confine.h"
#include "update/fetch/download.h"

#include <csignal>
#include <cstdio>

namespace {

using namespace platen;
using namespace platen::update;

constexpr std::uint64_t most_request = 64U << 10;

Result<Buffer> fetch(const FetchRequest& request) {
  TRY_VOID(confine(request));
  return download(request);
}

int run() {
  const auto bytes = read_file("/proc/self/fd/" + std::to_string(fetch_request_fd), most_request);
  const auto request =
      bytes ? read_request(as_text(*bytes)) : Result<FetchRequest>(Failure(bytes.error()));
  if (!request) {
    std::fprintf(stderr, "platen-fetch: %s (platen starts it; it is no command)\n",
                 request.error().message().c_str());
    return 2;
  }
  const auto file = fetch(*request);
  if (!file) return write_all(fetch_answer_fd, as_bytes(write_failure(file.error()))) ? 1 : 2;
  const bool told = write_all(fetch_answer_fd, as_bytes("d")).has_value() &&
                    write_all(fetch_answer_fd, *file).has_value();
  return told ? 0 : 2;
}

} // namespace

int main() {
  std::signal(SIGPIPE, SIG_IGN); // errors come as return values
  return run();
}
