#include "encode/ivec/conversation.h"

#include "encode/ivec/device_status.h"
#include "encode/ivec/documents.h"

#include <algorithm>
#include <array>

namespace platen::encode::ivec {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int most_unasked_answers = 1000;    // at one time
constexpr milliseconds status_interval{1000}; // how soon a silent device is asked how it is

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

// Whatever a device has said before a document begins is not part of it.
Bytes last_document(Bytes received) {
  const std::size_t begin = as_text(received).rfind("<?xml");
  return begin == std::string_view::npos ? received : received.subspan(begin);
}

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
      auto answer = parse_answer(last_document(Bytes(received_).first(*end)));
      searched_ = 0;
      received_.erase(received_.begin(), received_.begin() + static_cast<std::ptrdiff_t>(*end));
      if (!answer && answer.error().code != Errc::malformed)
        return Failure(std::move(answer).error());
      if (!answer) continue; // noise
      return std::optional<Answer>(std::move(*answer));
    }
    searched_ = received_.size();
    if (received_.size() > answer_bytes)
      return fail(Errc::limit, "the printer's answer does not end");
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    const auto got = device.read(block, std::max(left, milliseconds{0}));
    if (!got && !is_silence(got.error())) return Failure(got.error());
    hung_up_ = got && *got == 0;
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
  const std::string wanted = std::string(operation) + "Response";
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left <= milliseconds{0}) return std::optional<Answer>{}; // however much else it says
    TRY(std::optional<Answer> answer, receive(device, left));
    if (!answer) return answer;
    if (answer->operation == wanted) {
      answers_ = true;
      return answer;
    }
    TRY_VOID(note(device, *answer));
  }
}

Result<void> Conversation::note(DeviceLink& device, const Answer& answer) {
  if (answer.operation == "GetStatusResponse") {
    const Element* response = answer.find("response");
    if (response == nullptr || response->text != "OK") return {};
    tells_status_ = true;
    unheard_ = false;
    news_.hear(device_words(answer), device);
    return {};
  }
  TRY_VOID(check_refusal(answer));
  if (answer.operation == "SendDataResponse")
    pages_taken_ = std::min(pages_taken_ + 1, pages_sent_);
  return {};
}

// A document was answered: whatever kept the device is over, but for what it says itself.
void Conversation::is_heard(DeviceLink& device) {
  if (unheard_) news_.hear({}, device);
  unheard_ = false;
}

void Conversation::is_not_heard(DeviceLink& device) {
  unheard_ = true;
  news_.hear({{"timed-out"}, "it does not answer", false}, device);
}

Result<void> Conversation::await(DeviceLink& device, std::string_view operation,
                                 milliseconds patience) {
  const std::string wanted = std::string(operation) + "Response";
  const milliseconds interval = std::min(status_interval, device.answer_patience() / 3);
  // As patience that has passed: without a word, with other words, in all.
  milliseconds silent{0}, elsewhere{0}, waited{0};
  for (int heard = 0; heard < most_unasked_answers;) {
    TRY(const std::optional<Answer> answer, receive(device, interval));
    if (answer) {
      TRY_VOID(note(device, *answer));
      is_heard(device);
      if (answer->operation == wanted) return {};
      if (answer->operation != "GetStatusResponse") ++heard;
      silent = milliseconds{0};
      continue;
    }
    if (hung_up_) break;
    silent += interval;
    waited += interval;
    if (waited >= device.stall_patience())
      return fail(Errc::timeout, "the printer has stopped for " +
                                     std::to_string(waited.count() / 1000) + " seconds");
    const bool says_how_it_is = tells_status_ && silent <= interval;
    if (says_how_it_is && !news_.last().stopped) elsewhere += interval;
    if (elsewhere > patience) return {}; // it is well, and does not answer this one
    if (!tells_status_ && silent >= patience) break;
    if (silent >= device.answer_patience()) is_not_heard(device);
    const bool ask_now = silent == interval || silent % device.answer_patience() < interval;
    if (ask_now) TRY_VOID(device.write(as_bytes(get_status())));
  }
  answers_ = false;
  return {};
}

Result<void> Conversation::tell(DeviceLink& device, std::string_view document,
                                std::string_view operation, milliseconds patience) {
  TRY_VOID(device.write(as_bytes(document)));
  return answers_ ? await(device, operation, patience) : heed(device);
}

Result<void> Conversation::heed(DeviceLink& device) {
  for (int heard = 0; heard < most_unasked_answers; ++heard) {
    TRY(const std::optional<Answer> answer, receive(device, milliseconds{0}));
    if (!answer) return {};
    TRY_VOID(note(device, *answer));
  }
  return fail(Errc::limit, "the printer does not stop talking");
}

} // namespace platen::encode::ivec
