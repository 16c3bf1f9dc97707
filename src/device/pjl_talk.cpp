#include "device/pjl_talk.h"

#include "base/bytes.h"
#include "base/device_limits.h"

#include <algorithm>
#include <array>

namespace platen::device {

Result<void> talk_pjl(DeviceLink& device, const std::string& questions, const std::string& what,
                      const TakeAnswers& take) {
  using Clock = std::chrono::steady_clock;
  using std::chrono::milliseconds;
  TRY_VOID(device.write(questions));
  auto until = Clock::now() + limits::pjl_answer;
  std::string received;
  std::array<std::byte, 2048> block{};
  for (std::size_t in_all = 0;;) {
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left <= milliseconds{0}) return fail(Errc::timeout, what + " is not answered");
    TRY(const std::size_t got, device.read(block, left));
    if (got == 0) return fail(Errc::unsupported, what + " is not answered");
    in_all += got;
    if (in_all > limits::pjl_answer_bytes)
      return fail(Errc::limit, "the answer to " + what + " does not end");
    received += as_text(Bytes(block).first(got));
    const milliseconds more = take(received);
    if (more <= milliseconds{0}) return {};
    until = std::min(until, Clock::now() + more);
  }
}

} // namespace platen::device
