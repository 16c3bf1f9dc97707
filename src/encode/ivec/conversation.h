#pragma once

#include "base/device_link.h"
#include "encode/ivec/parse_answer.h"

#include <optional>
#include <string_view>

namespace platen::encode::ivec {

// Documents to a device and its answers, where any come. Devices differ in what they answer on the
// print port, and a file never does: only a device that has answered before is waited for.
class Conversation {
public:
  // Sends `document` and waits for OPERATION + "Response"; nothing when no answer came in time.
  Result<std::optional<Answer>> ask(DeviceLink& device, std::string_view document,
                                    std::string_view operation, std::chrono::milliseconds patience);
  // Sends `document`; waits for its answer only when the device has answered so far.
  Result<void> tell(DeviceLink& device, std::string_view document, std::string_view operation,
                    std::chrono::milliseconds patience);
  bool answers() const { return answers_; } // the device answered the last question
  // Looks at what has arrived without waiting. A refusal is an error, other answers are only heard.
  Result<void> heed(DeviceLink& device);
  // False for a link that can carry nothing back.
  static bool can_answer(DeviceLink& device);

private:
  // The next whole document within `patience`, or nothing.
  Result<std::optional<Answer>> receive(DeviceLink& device, std::chrono::milliseconds patience);

  Buffer received_;
  std::size_t searched_ = 0; // no document ends within so many bytes of received_
  bool answers_ = false;
};

// The refusal in an answer, in words: Errc::busy, denied or unsupported.
Result<void> check_refusal(const Answer& answer);

} // namespace platen::encode::ivec
