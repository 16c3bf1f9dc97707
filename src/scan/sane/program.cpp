#include "scan/sane/program.h"

#include "base/file.h"
#include "base/thread.h"
#include "scan/sane/confine.h"
#include "scan/sane/device.h"
#include "scan/sane/protocol.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <poll.h>
#include <unistd.h>

namespace platen::scan::sane {

namespace {

constexpr int requests_fd = 0, answers_fd = 3;
constexpr std::chrono::seconds time_to_end{5};

// For the signal's handler, which has no other way to them. This process is one device.
std::atomic<Device*> cancelled_device = nullptr;
std::atomic<bool> cancelled = false;

extern "C" void on_cancel(int) {
  cancelled = true;
  // libsane says that this may be called from a handler (SANE standard 1.06, 4.3.11).
  if (Device* const device = cancelled_device) device->cancel();
}

void listen_to_cancel() {
  // Without SA_RESTART: a driver that waits for its device shall notice.
  struct sigaction action {};
  action.sa_handler = on_cancel;
  ::sigaction(SIGINT, &action, nullptr);
}

// A driver may hang for ever, and whoever would kill this process may have been killed itself: when
// nobody holds the other end any more, the answer under way gets a while, and then all ends.
void watch_parent() {
  pollfd requests{requests_fd, POLLRDHUP, 0};
  while (::poll(&requests, 1, -1) <= 0 || (requests.revents & (POLLHUP | POLLRDHUP | POLLERR)) == 0)
    continue;
  std::this_thread::sleep_for(time_to_end);
  ::_exit(1);
}

// It must not take the signal that is to wake a driver.
Result<std::thread> begin_watching() {
  sigset_t cancel, before;
  ::sigemptyset(&cancel);
  ::sigaddset(&cancel, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &cancel, &before);
  auto watching = start_thread(watch_parent);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return watching;
}

// False: there are no more requests.
Result<bool> read_exactly(std::span<std::byte> into) {
  while (!into.empty()) {
    const ssize_t got = ::read(requests_fd, into.data(), into.size());
    if (got == 0) return false;
    if (got < 0 && errno != EINTR) return fail(Errc::io, errno_text(errno));
    if (got > 0) into = into.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

class Program {
public:
  explicit Program(Library library) : library_(std::move(library)) {}
  ~Program() { cancelled_device = nullptr; }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  Result<Buffer> answer(Request request, Bytes payload) {
    switch (request) {
    case Request::open:
      return open(std::string(as_text(payload)));
    case Request::list: {
      TRY(const auto devices, library_.devices());
      return devices_payload(devices);
    }
    default:
      break;
    }
    if (!device_) return fail(Errc::bug, "no device is open");
    if (request == Request::stop) {
      device_->stop();
      cancelled = false;
      return Buffer{};
    }
    if (cancelled) return fail(Errc::cancelled, "cancelled");
    return scan(request, payload);
  }

private:
  Result<Buffer> open(const std::string& name) {
    TRY(device_, library_.open(name));
    cancelled_device = device_.get();
    return facts_payload(device_->facts());
  }

  Result<Buffer> scan(Request request, Bytes payload) {
    switch (request) {
    case Request::state:
      return state_payload(device_->state());
    case Request::start: {
      TRY(const ScanRequest wanted, read_request(payload));
      TRY(const PageShape shape, device_->start(wanted));
      return page_payload(shape);
    }
    case Request::next: {
      TRY(const auto shape, device_->next());
      return page_payload(shape);
    }
    case Request::rows: {
      ByteReader in(payload);
      TRY(const std::uint32_t most, in.u32be());
      return device_->rows(static_cast<std::int32_t>(std::min(most, 0x7fff'ffffU)));
    }
    case Request::page_end:
      return page_end_payload(device_->page_end());
    default:
      return fail(Errc::bug, "no such request");
    }
  }

  Library library_;
  std::unique_ptr<Device> device_; // closed before libsane ends
};

Result<bool> serve_one(Program& program) {
  Buffer header(header_bytes);
  TRY(const bool more, read_exactly(header));
  if (!more) return false;
  TRY(const Header request, read_header(header, most_request));
  Buffer payload(request.length);
  TRY(const bool whole, read_exactly(payload));
  if (!whole) return false;
  const auto answer = program.answer(static_cast<Request>(request.code), payload);
  const Answer kind = answer ? Answer::value : Answer::error;
  const Buffer out = answer ? *answer : error_payload(answer.error());
  TRY_VOID(write_all(answers_fd, message(static_cast<std::uint8_t>(kind), out)));
  return true;
}

} // namespace

int run_program() {
  const char* const settings = std::getenv("SANE_CONFIG_DIR");
  if (!confine(settings == nullptr ? "" : settings)) return 1;
  auto library = Library::begin();
  if (!library) return 1;
  Program program(*std::move(library));
  listen_to_cancel();
  auto watching = begin_watching();
  if (!watching) return 1;
  watching->detach(); // it ends with the process, or ends it
  for (;;) {
    const auto more = serve_one(program);
    if (!more) return 1;
    if (!*more) return 0;
  }
}

} // namespace platen::scan::sane
