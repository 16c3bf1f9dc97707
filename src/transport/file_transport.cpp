#include "transport/file_transport.h"

#include "base/file.h"
#include "transport/connect.h"

#include <cerrno>
#include <csignal>
#include <ctime>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace platen::transport {

namespace {

Failure nothing_comes_back(const std::string& name) {
  return fail(Errc::unsupported, name + " is no device: nothing can be read from it");
}

class FileTransport final : public Transport {
public:
  FileTransport(AtomicFile file, std::string path, const Cancel& cancel)
      : file_(std::move(file)), path_(std::move(path)), cancel_(cancel) {}

  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    if (cancel_.requested())
      return fail(Errc::cancelled, "cancelled; " + path_ + " was not written");
    TRY_VOID(file_.write(bytes));
    written_ += bytes.size();
    return {};
  }
  Result<std::size_t> read(std::span<std::byte>, std::chrono::milliseconds) override {
    return nothing_comes_back(path_);
  }
  std::uint64_t bytes_delivered() const override { return finished_ ? written_ : 0; }
  Result<void> finish() override {
    TRY_VOID(file_.commit());
    finished_ = true;
    return {};
  }

private:
  AtomicFile file_;
  std::string path_;
  const Cancel& cancel_;
  std::uint64_t written_ = 0;
  bool finished_ = false;
};

// While it lives, a closed pipe is an error of write() and not the end of the process. Signals that
// were blocked before, or already pending, stay as they were.
class NoSigpipe {
public:
  NoSigpipe() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    sigset_t pending{};
    ::sigpending(&pending);
    was_pending_ = ::sigismember(&pending, SIGPIPE) == 1;
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;
  ~NoSigpipe() {
    const timespec at_once{};
    if (!was_pending_)
      while (::sigtimedwait(&pipe_, nullptr, &at_once) == -1 && errno == EINTR) {
      }
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

private:
  sigset_t pipe_{};
  sigset_t before_{};
  bool was_pending_ = false;
};

// A descriptor that takes the bytes as they come.
class StreamTransport final : public Transport {
public:
  StreamTransport(UniqueFd owned, int fd, std::string name, const Cancel& cancel)
      : owned_(std::move(owned)), fd_(fd), name_(std::move(name)), cancel_(cancel) {}

  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    const NoSigpipe guard;
    while (!bytes.empty()) {
      if (cancel_.requested()) return failure(Errc::cancelled, "cancelled");
      const ssize_t put = ::write(fd_, bytes.data(), bytes.size());
      if (put < 0 && errno == EINTR) continue;
      if (put < 0 && errno == EAGAIN) {
        pollfd entry{fd_, POLLOUT, 0};
        static_cast<void>(::poll(&entry, 1, static_cast<int>(cancel_interval.count())));
        continue;
      }
      if (put < 0) return failure(Errc::io, errno_text(errno));
      written_ += static_cast<std::uint64_t>(put);
      bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return {};
  }
  Result<std::size_t> read(std::span<std::byte>, std::chrono::milliseconds) override {
    return nothing_comes_back(name_);
  }
  std::uint64_t bytes_delivered() const override { return written_; }
  Result<void> finish() override {
    // The last chance of a disk or device to complain; standard output is not ours to close.
    if (owned_ && ::close(owned_.release()) != 0) return failure(Errc::io, errno_text(errno));
    return {};
  }

private:
  Failure failure(Errc code, const std::string& why) const {
    return fail(code, "cannot write to " + name_ + ": " + why + " (after " +
                          std::to_string(written_) + " bytes)");
  }

  UniqueFd owned_;
  int fd_;
  std::string name_;
  const Cancel& cancel_;
  std::uint64_t written_ = 0;
};

// Opened so that nothing that it does can hold up a job that is cancelled; a pipe is waited for
// until somebody reads from it.
Result<UniqueFd> open_stream(const std::string& path, bool pipe, const Cancel& cancel) {
  for (;;) {
    UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (fd) return fd;
    if (errno != ENXIO || !pipe)
      return fail(errno == EACCES ? Errc::denied : Errc::io,
                  "cannot write to " + path + ": " + errno_text(errno));
    if (cancel.requested()) return fail(Errc::cancelled, "cancelled; nobody reads from " + path);
    std::this_thread::sleep_for(cancel_interval / 5);
  }
}

} // namespace

Result<std::unique_ptr<Transport>> open_file(const std::string& path, const Cancel& cancel) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (std::filesystem::is_other(status)) {
    TRY(UniqueFd fd, open_stream(path, std::filesystem::is_fifo(status), cancel));
    const int number = fd.get();
    return std::make_unique<StreamTransport>(std::move(fd), number, path, cancel);
  }
  TRY(AtomicFile file, AtomicFile::create(path));
  return std::make_unique<FileTransport>(std::move(file), path, cancel);
}

std::unique_ptr<Transport> open_standard_output(const Cancel& cancel) {
  return std::make_unique<StreamTransport>(UniqueFd{}, STDOUT_FILENO, "standard output", cancel);
}

} // namespace platen::transport
