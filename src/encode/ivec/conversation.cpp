#include "encode/ivec/conversation.h"

#include <array>

namespace platen::encode::ivec {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int most_unasked_answers = 1000; // at one time

struct Refusal {
  std::string_view detail; // as the device spells it
  Errc code;
  std::string_view words;
};

constexpr Refusal refusals[] = {
    {"DeivceUseOtherJob", Errc::busy, "it is printing another job; try again when that has ended"},
    {"Busy", Errc::busy, "it is busy; try again later"},
    {"Initializing", Errc::busy, "it is starting up; try again in a minute"},
    {"Suspended", Errc::busy, "it is suspended; look at its panel"},
    {"ShuttingDown", Errc::busy, "it is switching off; switch it on again"},
    {"AuthenticationError", Errc::denied, "it wants a user name or password"},
    {"ParameterError", Errc::unsupported,
     "it does not accept one of the settings (paper, media type, quality)"},
    {"NotSupportService", Errc::unsupported, "it has no print service"},
    {"NotSupportOperation", Errc::unsupported, "it does not know this operation"},
    {"NotSupported", Errc::unsupported, "it does not support this"},
    {"NotStart", Errc::unsupported, "it says that no job has been started"},
    {"IllegalJobID", Errc::unsupported, "it does not accept the job number"},
    {"IllegalOperation", Errc::unsupported, "it does not accept this operation now"},
    {"DataSizeOver", Errc::unsupported, "the page is larger than it can take"},
};

bool is_silence(const Error& error) {
  return error.code == Errc::timeout || error.code == Errc::unsupported;
}

} // namespace

Result<void> check_refusal(const Answer& answer) {
  const Element* response = answer.find("response");
  if (response == nullptr || response->text != "NG") return {};
  const Element* detail = answer.find("response_detail");
  const std::string_view word = detail == nullptr ? std::string_view{} : detail->text;
  const std::string said = "the printer refused (" + answer.operation + "): ";
  for (const Refusal& refusal : refusals)
    if (refusal.detail == word) return fail(refusal.code, said + std::string(refusal.words));
  return fail(Errc::unsupported, said + (word.empty() ? "it gives no reason" : std::string(word)));
}

Result<std::optional<Answer>> Conversation::receive(DeviceLink& device, milliseconds patience) {
  const Clock::time_point until = Clock::now() + patience;
  std::array<std::byte, 4096> block{};
  for (;;) {
    if (const auto end = document_end(received_, searched_)) {
      auto answer = parse_answer(Bytes(received_).first(*end));
      searched_ = 0;
      received_.erase(received_.begin(), received_.begin() + static_cast<std::ptrdiff_t>(*end));
      if (!answer) return Failure(std::move(answer).error());
      return std::optional<Answer>(std::move(*answer));
    }
    searched_ = received_.size();
    if (received_.size() > answer_bytes)
      return fail(Errc::limit, "the printer's answer does not end");
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    const auto got = device.read(block, std::max(left, milliseconds{0}));
    if (!got && !is_silence(got.error())) return Failure(got.error());
    if (!got || *got == 0) return std::optional<Answer>{};
    received_.insert(received_.end(), block.begin(),
                     block.begin() + static_cast<std::ptrdiff_t>(*got));
  }
}

bool Conversation::can_answer(DeviceLink& device) {
  // Reading nothing tells a link without a way back from one that is merely silent.
  const auto probe = device.read({}, milliseconds{0});
  return probe.has_value() || probe.error().code != Errc::unsupported;
}

Result<std::optional<Answer>> Conversation::ask(DeviceLink& device, std::string_view document,
                                                std::string_view operation, milliseconds patience) {
  TRY_VOID(device.write(as_bytes(document)));
  const Clock::time_point until = Clock::now() + patience;
  answers_ = false;
  const std::string wanted = std::string(operation) + "Response";
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left <= milliseconds{0}) return std::optional<Answer>{}; // however much else it says
    TRY(std::optional<Answer> answer, receive(device, left));
    answers_ = answer && answer->operation == wanted;
    if (!answer || answers_) return answer;
    TRY_VOID(check_refusal(*answer));
  }
}

Result<void> Conversation::tell(DeviceLink& device, std::string_view document,
                                std::string_view operation, milliseconds patience) {
  if (!answers_) {
    TRY_VOID(device.write(as_bytes(document)));
    return heed(device);
  }
  TRY(const std::optional<Answer> answer, ask(device, document, operation, patience));
  return answer ? check_refusal(*answer) : Result<void>{};
}

Result<void> Conversation::heed(DeviceLink& device) {
  for (int heard = 0; heard < most_unasked_answers; ++heard) {
    TRY(const std::optional<Answer> answer, receive(device, milliseconds{0}));
    if (!answer) return {};
    TRY_VOID(check_refusal(*answer));
  }
  return fail(Errc::limit, "the printer does not stop talking");
}

} // namespace platen::encode::ivec
