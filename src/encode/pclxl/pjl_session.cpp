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

struct PjlAnswer final : DeviceAnswer {};
} // namespace

std::shared_ptr<const DeviceAnswer> PjlSession::remember() const {
  return has_answered_ ? std::make_shared<const PjlAnswer>() : nullptr;
}

void PjlSession::assume(const std::shared_ptr<const DeviceAnswer>& answer) {
  if (dynamic_cast<const PjlAnswer*>(answer.get()) != nullptr) has_answered_before();
}

Result<void> PjlSession::ask(DeviceLink& device) {
  const auto probe = device.read({}, std::chrono::milliseconds{0});
  if (!probe && probe.error().code == Errc::unsupported) return {};
  device.listen([this, &device] { return back_channel_.heed(device); });
  const std::string question = pjl_identify() + pjl_echo(first_words);
  TRY_VOID(device.write(as_bytes(question)));
  if (has_answered_) {
    TRY(answers_, await_echo(device, first_words, question));
    if (!answers_) return fail(Errc::io, "the printer closed the connection");
    return {};
  }
  TRY(answers_, back_channel_.wait_for(device, first_words, device.answer_patience()));
  has_answered_ = answers_;
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

// For a printer that has answered before: it is waited for, and asked again, as an answer may get
// lost. Each page that it tells of is a word. False: it has hung up.
Result<bool> PjlSession::await_echo(DeviceLink& device, std::string_view words,
                                    const std::string& question) {
  std::chrono::milliseconds waited{0};
  auto pages = back_channel_.pages();
  for (;;) {
    TRY(const bool answered, back_channel_.wait_for(device, words, end_interval));
    if (answered) back_channel_.is_heard(device);
    if (answered || back_channel_.hung_up()) return answered;
    waited += end_interval;
    if (back_channel_.pages() != pages) {
      pages = back_channel_.pages();
      back_channel_.is_heard(device);
      waited = std::chrono::milliseconds{0};
    }
    if (waited >= device.stall_patience())
      return fail(Errc::timeout, "the printer has stopped for " +
                                     std::to_string(waited.count() / 1000) + " seconds");
    if (waited < device.answer_patience() || waited % device.answer_patience() >= end_interval)
      continue;
    back_channel_.is_not_heard(device);
    TRY_VOID(device.write(as_bytes(question)));
  }
}

// It reports its errors before it comes to the question.
Result<void> PjlSession::await_the_end(DeviceLink& device) {
  TRY(const bool answered, await_echo(device, last_words, pjl_echo(last_words)));
  if (answered) return {};
  const auto taken = sides_taken();
  if (taken && *taken < sides_sent_)
    return fail(Errc::io, "the printer closed the connection before the last page was out");
  return {};
}

} // namespace platen::encode::pclxl
