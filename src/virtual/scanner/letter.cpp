#include "virtual/scanner/letter.h"

#include "base/file.h"
#include "base/own_program.h"
#include "base/spawn.h"

#include <cerrno>
#include <chrono>

#include <sys/wait.h>
#include <unistd.h>

namespace platen::twin::scanner {

namespace {

using Clock = std::chrono::steady_clock;

// Longer than a client takes to see that the feeder is empty.
constexpr std::chrono::seconds refill_pause{10};

class LetterStack final : public Stack {
public:
  std::vector<std::string> pages() override {
    if (left_.empty() && Clock::now() - emptied_ >= refill_pause) left_ = both();
    return left_;
  }
  Result<Picture> read(const std::string& page) override {
    return letter_page(page == both()[0] ? 1 : 2);
  }
  Result<void> take_out(const std::string& page) override {
    std::erase(left_, page);
    emptied_ = Clock::now();
    return {};
  }

private:
  static std::vector<std::string> both() { return {"page 1", "page 2"}; }

  std::vector<std::string> left_ = both();
  Clock::time_point emptied_{};
};

} // namespace

Result<Picture> letter_page(std::int32_t page) {
  TRY(const auto program, own_program("platen-sample"));
  TRY(const UniqueFd drawn, unnamed_file());
  std::vector<UniqueFd> files(3);
  TRY(files[0], open_for_reading("/dev/null"));
  files[1] = UniqueFd(::dup(drawn.get()));
  files[2] = UniqueFd(::dup(STDERR_FILENO));
  if (!files[1] || !files[2])
    return fail(Errc::io, "cannot draw the test letter: " + errno_text(errno));
  TRY(const pid_t pid, spawn(program, {"scan-" + std::to_string(page)}, std::move(files)));
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return fail(Errc::io, "cannot draw the test letter");
  return read_picture(drawn.get());
}

std::unique_ptr<Stack> letter_stack() {
  return std::make_unique<LetterStack>();
}

} // namespace platen::twin::scanner
