#include "device/pjl_reader.h"

#include "base/device_limits.h"
#include "device/from_pjl.h"
#include "device/pjl_talk.h"

namespace platen::device {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Both are asked in one breath: what has not come so soon behind the status does not come.
constexpr milliseconds count_patience{500};

class PjlReader final : public StatusReader {
public:
  explicit PjlReader(OpenPjl open) : open_(std::move(open)) {}

  std::string_view channel() const override { return "pjl"; }
  bool shares_print_path() const override { return true; }

  Result<Reading> read(const Cancel& cancel) override {
    const bool count = Clock::now() >= next_count_;
    pjl::StatusAnswers answers;
    const auto take = [&](std::string& received) {
      pjl::take_answers(received, answers);
      if (!answers.status) return limits::pjl_answer;
      return count && !answers.counted ? count_patience : milliseconds{0};
    };
    const auto talked = [&]() -> Result<void> {
      TRY(const auto device, open_({limits::pjl_answer, limits::pjl_answer}, cancel));
      return talk_pjl(*device, pjl::status_questions(count), "PJL's INFO STATUS", take);
    }();
    if (!answers.status) return Failure(talked.error()); // else what was said counts
    if (count && !answers.page_count) next_count_ = Clock::now() + limits::status_last_retry;
    return from_pjl(*answers.status, answers.page_count);
  }

private:
  const OpenPjl open_;
  Clock::time_point next_count_{}; // the page count is not asked for before
};

} // namespace

std::unique_ptr<StatusReader> make_pjl_reader(OpenPjl open) {
  return std::make_unique<PjlReader>(std::move(open));
}

std::unique_ptr<StatusReader> make_pjl_reader(std::string socket_uri) {
  return make_pjl_reader(
      [uri = std::move(socket_uri)](const transport::Deadlines& deadlines, const Cancel& cancel) {
        return transport::open(uri, deadlines, cancel);
      });
}

} // namespace platen::device
