#include "device/lpd_reader.h"

#include "base/device_limits.h"
#include "device/from_lpd.h"
#include "transport/socket_transport.h"

#include <array>

namespace platen::device {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr char short_state = 3, long_state = 4; // RFC 1179 sections 5.3 and 5.4

class LpdReader final : public StatusReader {
public:
  explicit LpdReader(transport::LpdAddress address) : address_(std::move(address)) {}

  std::string_view channel() const override { return "lpd"; }
  // A small daemon serves one connection at a time.
  bool shares_print_path() const override { return true; }

  Result<Reading> read(const Cancel& cancel) override {
    TRY(Reading reading, ask(short_state, cancel));
    if (reading.condition) return reading;
    TRY(reading, ask(long_state, cancel));
    if (reading.condition) return reading;
    return fail(Errc::unsupported, "the line printer daemon says nothing of its queue");
  }

private:
  // The text ends with the connection.
  Result<Reading> ask(char command, const Cancel& cancel) const {
    const transport::Deadlines deadlines{limits::lpd_answer, limits::lpd_answer};
    TRY(const auto daemon, transport::open_socket(address_.host, deadlines, cancel));
    TRY_VOID(daemon->write(std::string(1, command) + address_.queue + "\n"));
    const auto until = Clock::now() + limits::lpd_answer;
    std::string text;
    std::array<std::byte, 2048> block{};
    for (;;) {
      const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
      if (left <= milliseconds{0})
        return fail(Errc::timeout, "the answer of the line printer daemon does not end");
      TRY(const std::size_t got, daemon->read(block, left));
      if (got == 0) return from_lpd(text);
      text += as_text(Bytes(block).first(got));
      if (text.size() > limits::lpd_answer_bytes)
        return fail(Errc::limit, "the answer of the line printer daemon does not end");
    }
  }

  const transport::LpdAddress address_;
};

} // namespace

std::unique_ptr<StatusReader> make_lpd_reader(transport::LpdAddress address) {
  return std::make_unique<LpdReader>(std::move(address));
}

} // namespace platen::device
