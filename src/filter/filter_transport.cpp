#include "filter/filter_transport.h"

#include "base/file.h"
#include "base/pipe.h"
#include "base/scratch_folder.h"
#include "base/spawn.h"
#include "filter/messages.h"
#include "filter/ppd.h"
#include "render/process.h"
#include "render/protocol.h"
#include "render/utf8.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::filter {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t block_bytes = 64 << 10;
constexpr milliseconds look_interval{50};
constexpr std::uint64_t largest_file = 512ULL << 20;

std::string signal_text(int number) {
  const char* const words = ::sigdescr_np(number);
  return words == nullptr ? "signal " + std::to_string(number) : words;
}

// Our end never blocks.
Result<Pipe> patient_pipe(bool ours_is_in) {
  TRY(Pipe made, make_pipe());
  const int ours = ours_is_in ? made.in.get() : made.out.get();
  if (::fcntl(ours, F_SETFL, O_NONBLOCK) != 0)
    return fail(Errc::io, "cannot set up a pipe: " + errno_text(errno));
  return made;
}

Result<UniqueFd> file_of(Bytes bytes) {
  UniqueFd fd(::memfd_create("request", MFD_CLOEXEC));
  if (!fd) return fail(Errc::io, "cannot make a memory file: " + errno_text(errno));
  TRY_VOID(write_all(fd.get(), bytes));
  return fd;
}

// What cupsd tells its filters, cups(1) and filter(7); of the device, nothing.
std::vector<std::string> environment(const Setup& setup, const Ppd& ppd,
                                     const std::string& scratch) {
  const bool raster = ppd.takes() == Takes::cups_raster;
  return {"PATH=/usr/lib/cups/filter:/usr/bin:/bin",
          "LANG=C.UTF-8",
          "CHARSET=utf-8",
          "SOFTWARE=platen",
          "PPD=" + setup.ppd,
          "PRINTER=" + setup.printer,
          std::string("CONTENT_TYPE=application/vnd.cups-") + (raster ? "raster" : "postscript"),
          "FINAL_CONTENT_TYPE=printer/" + setup.printer,
          "CUPS_DATADIR=/usr/share/cups",
          "CUPS_SERVERBIN=/usr/lib/cups",
          "CUPS_SERVERROOT=/etc/cups",
          "CUPS_CACHEDIR=" + scratch,
          "CUPS_STATEDIR=" + scratch,
          "RIP_MAX_CACHE=128m",
          "TMPDIR=" + scratch,
          "HOME=" + scratch};
}

// Its own folder is where such programs have their data.
std::vector<std::string> readable(const Setup& setup) {
  return {std::filesystem::path(setup.program).parent_path().string(), setup.ppd};
}

class FilterTransport final : public transport::Transport {
public:
  FilterTransport(const Setup& setup, std::unique_ptr<transport::Transport> device,
                  const Cancel& cancel, transport::DeviceReport report, Log log, const Running& how,
                  ScratchFolder scratch)
      : name_(std::filesystem::path(setup.program).filename().string()), device_(std::move(device)),
        cancel_(cancel), how_(how), scratch_(std::move(scratch)),
        messages_(std::move(report), std::move(log)), progress_(Clock::now()) {}

  ~FilterTransport() override { kill_and_wait(); }

  Result<void> start(const Setup& setup, const model::Ticket& ticket, const Ppd& ppd,
                     const render::Limits& limits) {
    render::Request request;
    request.task = render::Task::filter;
    request.memory_bytes = limits.memory_bytes;
    request.cpu_seconds = render::whole_seconds(limits.cpu) * 4;
    request.accept_less = limits.without_sandbox;
    request.scratch = scratch_.path().string();
    request.scratch_file_bytes = std::min(largest_file, how_.scratch_bytes);
    request.readable = readable(setup);
    request.arguments = {setup.program,
                         setup.printer,
                         std::to_string(setup.job),
                         render::harmless(ticket.user_name),
                         render::harmless(ticket.job_name),
                         "1",
                         ppd.options()};
    TRY(const auto program, render::worker_program());
    TRY(UniqueFd request_file, file_of(encode(request)));
    TRY(Pipe in, patient_pipe(false));
    TRY(Pipe out, patient_pipe(true));
    TRY(Pipe errors, patient_pipe(true));
    std::vector<UniqueFd> files(render::request_fd + 1);
    files[0] = std::move(in.in);
    files[1] = std::move(out.out);
    files[2] = std::move(errors.out);
    files[render::request_fd] = std::move(request_file);
    TRY(pid_, spawn(program, {}, std::move(files), environment(setup, ppd, request.scratch)));
    in_ = std::move(in.out);
    out_ = std::move(out.in);
    errors_ = std::move(errors.in);
    return {};
  }

  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    while (!bytes.empty()) {
      TRY_VOID(pump(true));
      if (!in_) return Failure(gone());
      const ssize_t put = ::write(in_.get(), bytes.data(), bytes.size());
      if (put < 0 && errno == EPIPE) in_.reset();
      if (put < 0 && errno != EAGAIN && errno != EINTR && errno != EPIPE)
        return failed("cannot be fed: " + errno_text(errno));
      if (put <= 0) continue;
      progress_ = Clock::now();
      bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return {};
  }

  // Nobody speaks to the device but the filter, and it hears nothing.
  Result<std::size_t> read(std::span<std::byte>, milliseconds) override {
    return fail(Errc::unsupported, "a filter gives no answers");
  }
  void name_job(const std::string& title, const std::string& user) override {
    device_->name_job(title, user);
  }

  std::uint64_t bytes_delivered() const override { return device_->bytes_delivered(); }
  bool may_have_sent() const override { return sent_ && device_->may_have_sent(); }

  Result<void> finish() override {
    in_.reset();
    while (out_ || errors_)
      TRY_VOID(pump(false));
    TRY_VOID(wait_for_end());
    if (!sent_) return failed("ended and has given nothing for the printer");
    return device_->finish();
  }

  void abandon() override {
    if (pid_ > 0) {
      // A filter ends what it has begun when it gets SIGTERM (filter(7)).
      ::kill(-pid_, SIGTERM);
      in_.reset();
      const auto until = Clock::now() + how_.cancelled;
      while (out_ && Clock::now() < until)
        if (!pump_once(false, look_interval / 5)) break;
    }
    kill_and_wait();
    device_->abandon();
  }

private:
  Failure failed(const std::string& what) {
    if (how_.failed) *how_.failed = true;
    read_errors();
    messages_.end();
    std::string words = "the filter " + name_ + " " + what;
    if (!messages_.last_words().empty()) words += ": " + messages_.last_words();
    return fail(Errc::invalid, words);
  }

  // It takes nothing more, though there is more.
  Error gone() {
    while (out_ || errors_)
      if (auto done = pump(false); !done) return std::move(done).error();
    if (auto ended = wait_for_end(); !ended) return std::move(ended).error();
    return failed("ended before it had all pages").value();
  }

  // Passes on what the filter gives, until it takes something (`feeding`) or has given something.
  Result<void> pump(bool feeding) {
    if (cancel_.requested()) {
      kill_and_wait();
      return fail(Errc::cancelled, "cancelled");
    }
    if (Clock::now() - progress_ >= how_.stall) {
      kill_and_wait();
      return failed("has neither taken nor given anything for " +
                    std::to_string(how_.stall.count() / 1000) + " s and was ended");
    }
    const auto now = Clock::now();
    if (now - looked_ >= look_interval && scratch_.bytes() > how_.scratch_bytes) {
      kill_and_wait();
      return failed("has written more than " + std::to_string(how_.scratch_bytes >> 20) +
                    " MB of temporary files and was ended");
    }
    if (now - looked_ >= look_interval) looked_ = now;
    return pump_once(feeding, look_interval);
  }

  Result<void> pump_once(bool feeding, milliseconds patience) {
    for (;;) {
      std::array<pollfd, 3> wanted{pollfd{feeding ? in_.get() : -1, POLLOUT, 0},
                                   pollfd{out_.get(), POLLIN, 0}, pollfd{errors_.get(), POLLIN, 0}};
      const int ready = ::poll(wanted.data(), wanted.size(), static_cast<int>(patience.count()));
      if (ready < 0 && errno != EINTR)
        return fail(Errc::io, "cannot wait for the filter: " + errno_text(errno));
      if (ready <= 0) return {};
      if (wanted[2].revents != 0) read_errors();
      if (wanted[1].revents != 0) TRY_VOID(pass_on());
      if (wanted[0].revents != 0 || !feeding) return {};
    }
  }

  Result<void> pass_on() {
    std::array<std::byte, block_bytes> block{};
    const ssize_t got = ::read(out_.get(), block.data(), block.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return {};
    if (got <= 0) {
      out_.reset();
      return {};
    }
    sent_ = true;
    const auto done = device_->write(Bytes(block).first(static_cast<std::size_t>(got)));
    progress_ = Clock::now(); // however long the device took
    return done;
  }

  void read_errors() {
    std::array<char, 4096> block{};
    while (errors_) {
      const ssize_t got = ::read(errors_.get(), block.data(), block.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return;
      if (got <= 0) {
        errors_.reset();
        messages_.end();
        return;
      }
      progress_ = Clock::now();
      messages_.take({block.data(), static_cast<std::size_t>(got)});
    }
  }

  // It has closed its files; what it is still busy with must be short.
  Result<void> wait_for_end() {
    if (pid_ <= 0) return {};
    const auto until = Clock::now() + how_.stall;
    int status = 0;
    for (;;) {
      const pid_t ended = ::waitpid(pid_, &status, WNOHANG);
      if (ended == pid_) break;
      if (ended < 0 && errno != EINTR) return fail(Errc::io, "cannot wait for the filter");
      if (cancel_.requested()) {
        kill_and_wait();
        return fail(Errc::cancelled, "cancelled");
      }
      if (Clock::now() >= until) {
        kill_and_wait();
        return failed("has closed its output and does not end; it was ended");
      }
      ::poll(nullptr, 0, static_cast<int>(look_interval.count() / 5));
    }
    pid_ = -1;
    if (WIFSIGNALED(status)) return failed("crashed (" + signal_text(WTERMSIG(status)) + ")");
    if (WEXITSTATUS(status) != 0)
      return failed("failed with the code " + std::to_string(WEXITSTATUS(status)));
    return {};
  }

  void kill_and_wait() {
    if (pid_ <= 0) return;
    kill_and_reap(pid_);
    pid_ = -1;
  }

  const std::string name_;
  const std::unique_ptr<transport::Transport> device_;
  const Cancel& cancel_;
  const Running how_;
  const ScratchFolder scratch_;
  Messages messages_;
  Clock::time_point progress_; // when the filter last took or gave something
  Clock::time_point looked_{}; // at its folder
  pid_t pid_ = -1;
  UniqueFd in_, out_, errors_;
  bool sent_ = false;
};

} // namespace

Result<std::unique_ptr<transport::Transport>>
open_filter(const Setup& setup, const model::Ticket& ticket,
            std::unique_ptr<transport::Transport> device, const Cancel& cancel,
            const render::Limits& limits, transport::DeviceReport report, Log log,
            const Running& how) {
  TRY_VOID(check(setup));
  TRY(const auto ppd, Ppd::open(setup, ticket));
  TRY(ScratchFolder scratch, ScratchFolder::make());
  auto made = std::make_unique<FilterTransport>(setup, std::move(device), cancel, std::move(report),
                                                std::move(log), how, std::move(scratch));
  if (auto started = made->start(setup, ticket, *ppd, limits); !started)
    return fail_within("the filter", std::move(started).error());
  return made;
}

} // namespace platen::filter
