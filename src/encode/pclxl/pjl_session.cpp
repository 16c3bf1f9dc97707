#include "encode/pclxl/pjl_session.h"

#include "encode/pclxl/pjl.h"

#include <algorithm>

namespace platen::encode::pclxl {

namespace {
constexpr std::string_view first_words = "platen: begin";
constexpr std::string_view last_words = "platen: end of job";
constexpr std::chrono::milliseconds end_interval{1000};
// A printer may have read the job long before its engine is through, which warms up, and takes its
// time for thick paper: between two pages it has so many times the patience with an answer.
constexpr int page_patience = 10;
} // namespace

Result<void> PjlSession::ask(DeviceLink& device) {
  const auto probe = device.read({}, std::chrono::milliseconds{0});
  if (!probe && probe.error().code == Errc::unsupported) return {};
  device.listen([this, &device] { return back_channel_.heed(device); });
  TRY_VOID(device.write(as_bytes(pjl_identify() + pjl_echo(first_words))));
  TRY(answers_, back_channel_.wait_for(device, first_words, device.answer_patience()));
  return {};
}

Result<void> PjlSession::tell(DeviceLink& device, Bytes bytes) {
  return heard(device, device.write(bytes));
}

Result<void> PjlSession::heard(DeviceLink& device, Result<void> written) {
  TRY_VOID(back_channel_.heed(device));
  return written;
}

std::optional<std::int32_t> PjlSession::sides_taken() const {
  auto pages = back_channel_.pages();
  // None is out yet, as it would have said; an engine that has to warm up takes its time.
  if (!pages && back_channel_.can_tell_pages()) pages = 0;
  return pages && *pages <= sides_sent_ ? pages : std::nullopt;
}

Result<void> PjlSession::end(DeviceLink& device, std::string last) {
  if (answers_) last += pjl_echo(last_words);
  TRY_VOID(tell(device, as_bytes(last)));
  is_sent_ = true;
  if (!answers_) return {};
  TRY_VOID(await_the_end(device));
  TRY_VOID(await_the_pages(device));
  return hush(device);
}

Result<void> PjlSession::hush(DeviceLink& device) {
  if (!answers_) return {};
  return device.write(as_bytes(pjl_be_quiet()));
}

bool PjlSession::has_told_of_all() const {
  // What cannot be read may have told of the rest.
  const auto taken = back_channel_.unreadable() ? std::nullopt : sides_taken();
  if (!taken || *taken >= sides_sent_) return true;
  // Some count a page once, however many copies of it they make.
  return *taken == pages_sent_ && !back_channel_.out_of_memory();
}

// In PCL 5e that a page is missing is all that a printer without room for it ever says. One that
// stands still and says so is waited for like one that does not take the job.
Result<void> PjlSession::await_the_pages(DeviceLink& device) {
  const auto quiet = std::min(page_patience * device.answer_patience(), device.stall_patience());
  std::chrono::milliseconds waited{0};
  while (!has_told_of_all()) {
    if (waited >= (back_channel_.stopped() ? device.stall_patience() : quiet) ||
        back_channel_.hung_up()) {
      if (const auto& shown = back_channel_.out_of_memory())
        return fail(Errc::limit, "the printer ran out of memory (" + *shown + ")");
      return fail(Errc::conflict,
                  "the printer has read the whole job and has not put all of it out");
    }
    TRY(const bool heard, back_channel_.wait_for_news(device, end_interval));
    waited = heard ? std::chrono::milliseconds{0} : waited + end_interval;
  }
  return {};
}

// A printer that answers reports its errors before it comes to the question. It has answered this
// question before, so it is waited for, and asked again: an answer may get lost.
Result<void> PjlSession::await_the_end(DeviceLink& device) {
  std::chrono::milliseconds waited{0};
  for (;;) {
    TRY(const bool answered, back_channel_.wait_for(device, last_words, end_interval));
    if (answered) return {};
    if (back_channel_.hung_up()) break;
    waited += end_interval;
    if (waited >= device.stall_patience())
      return fail(Errc::timeout, "the printer has stopped for " +
                                     std::to_string(waited.count() / 1000) + " seconds");
    if (waited % device.answer_patience() >= end_interval) continue;
    back_channel_.is_not_heard(device);
    TRY_VOID(device.write(as_bytes(pjl_echo(last_words))));
  }
  const auto taken = sides_taken();
  if (taken && *taken < sides_sent_)
    return fail(Errc::io, "the printer closed the connection before the last page was out");
  return {};
}

} // namespace platen::encode::pclxl
