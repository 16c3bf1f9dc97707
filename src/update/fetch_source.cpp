#include "base/own_program.h"
#include "base/pipe.h"
#include "base/sealed_file.h"
#include "base/spawn.h"
#include "update/fetch/message.h"
#include "update/open_source.h"

#include <cerrno>

#include <fcntl.h>
#include <poll.h>

namespace platen::update {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds beyond_patience{10}; // for a helper that keeps no time itself
constexpr int cancel_period_ms = 50;

// Neither the server's settings nor a user's (proxies, .netrc) change whom it asks.
std::vector<std::string> helper_environment() {
  return {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent", "TMPDIR=/nonexistent"};
}

// platen-fetch at work; ended, if it is still there, by the destructor.
class Fetching {
public:
  static Result<Fetching> start(const FetchRequest& request) {
    TRY(const std::filesystem::path program, own_program("platen-fetch"));
    TRY(UniqueFd asked, sealed_file(as_bytes(write_request(request))));
    TRY(Pipe answer, make_pipe());
    UniqueFd errors(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!errors) return fail(Errc::io, "cannot open /dev/null: " + errno_text(errno));
    std::vector<UniqueFd> files;
    files.push_back(std::move(asked));      // fetch_request_fd
    files.push_back(std::move(answer.out)); // fetch_answer_fd
    files.push_back(std::move(errors));
    TRY(const pid_t pid, spawn(program, {}, std::move(files), helper_environment()));
    return Fetching(pid, std::move(answer.in));
  }
  Fetching(Fetching&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)), answer_(std::move(other.answer_)) {}
  Fetching& operator=(Fetching&&) = delete;
  ~Fetching() {
    if (pid_ > 0) kill_and_reap(pid_);
  }

  // All that it says, up to `most` bytes.
  Result<Buffer> answer(std::uint64_t most, std::chrono::seconds patience, const Cancel* cancel) {
    const auto ends = Clock::now() + patience + beyond_patience;
    Buffer all;
    for (;;) {
      if (cancel != nullptr && cancel->requested()) return fail(Errc::cancelled, "cancelled");
      if (Clock::now() >= ends)
        return fail(Errc::timeout, "platen-fetch took too long and was ended");
      pollfd wanted{answer_.get(), POLLIN, 0};
      const int ready = ::poll(&wanted, 1, cancel_period_ms);
      if (ready < 0 && errno != EINTR)
        return fail(Errc::io, "cannot wait for platen-fetch: " + errno_text(errno));
      if (ready <= 0) continue;
      Buffer block(16384);
      TRY(const std::size_t got, read_some(answer_.get(), block));
      if (got == 0) return all;
      all.insert(all.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(got));
      if (all.size() > most)
        return fail(Errc::limit, "platen-fetch gave more than it was asked for");
    }
  }

private:
  Fetching(pid_t pid, UniqueFd answer) : pid_(pid), answer_(std::move(answer)) {}
  pid_t pid_ = -1;
  UniqueFd answer_;
};

class FetchSource final : public Source {
public:
  FetchSource(std::string base, SourceOptions options)
      : base_(std::move(base)), options_(std::move(options)) {
    if (!base_.ends_with('/')) base_ += '/';
  }

  Result<Buffer> get(const std::string& name, std::uint64_t most_bytes) override {
    constexpr std::uint64_t words = 4096;
    TRY(Fetching helper,
        Fetching::start({base_ + name, options_.trust.string(), most_bytes, options_.patience}));
    TRY(const Buffer answer, helper.answer(most_bytes + words, options_.patience, options_.cancel));
    return read_answer(answer, most_bytes);
  }

private:
  std::string base_;
  SourceOptions options_;
};

} // namespace

std::unique_ptr<Source> fetch_source(const std::string& base, const SourceOptions& options) {
  return std::make_unique<FetchSource>(base, options);
}

} // namespace platen::update
