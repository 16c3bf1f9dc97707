#pragma once

#include "base/device_link.h"
#include "encode/device_words.h"
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
  // Sends `document`; waits for its answer only when the device has answered so far: as await().
  Result<void> tell(DeviceLink& device, std::string_view document, std::string_view operation,
                    std::chrono::milliseconds patience);
  // The answer to what was sent last. A silent device is asked how it is. One that has ever said it
  // is waited for as long as the link has patience: while it has stopped, and while it says nothing
  // at all; for `patience` while it is well and just does not give this answer. One that has not is
  // waited for that long once, and then never again.
  Result<void> await(DeviceLink& device, std::string_view operation,
                     std::chrono::milliseconds patience);
  bool answers() const { return answers_; } // the device did, and is waited for
  // What an answer tells: a refusal is an error; pages that were taken; how the device is.
  Result<void> note(DeviceLink& device, const Answer& answer);
  // Looks at what has arrived without waiting. A refusal is an error, other answers are only heard.
  Result<void> heed(DeviceLink& device);
  // A page was sent whole.
  void page_sent() { ++pages_sent_; }
  std::int32_t pages_sent() const { return pages_sent_; }
  // How many of them the device has confirmed.
  std::int32_t pages_taken() const { return pages_taken_; }
  bool hung_up() const { return hung_up_; }
  // False for a link that can carry nothing back.
  static bool can_answer(DeviceLink& device);

private:
  void is_heard(DeviceLink& device);
  void is_not_heard(DeviceLink& device);
  // The next whole document within `patience`, or nothing; what cannot be read is passed over.
  Result<std::optional<Answer>> receive(DeviceLink& device, std::chrono::milliseconds patience);

  Buffer received_;
  std::size_t searched_ = 0; // no document ends within so many bytes of received_
  bool answers_ = false, hung_up_ = false;
  bool tells_status_ = false, unheard_ = false;
  std::int32_t pages_sent_ = 0, pages_taken_ = 0;
  DeviceNews news_;
};

// The refusal in an answer, in words: Errc::busy, denied or unsupported.
Result<void> check_refusal(const Answer& answer);

} // namespace platen::encode::ivec
