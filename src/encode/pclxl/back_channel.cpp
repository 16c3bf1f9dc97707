#include "encode/pclxl/back_channel.h"

#include "encode/pclxl/device_status.h"

#include <algorithm>
#include <array>
#include <utility>

namespace platen::encode::pclxl {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t most_kept = 16384;
constexpr int most_reads = 1000; // at one time

bool is_silence(const Error& error) {
  return error.code == Errc::timeout || error.code == Errc::unsupported;
}

// The rest of the line behind `label`, without blanks.
std::string value_of(std::string_view report, std::string_view label) {
  const std::size_t at = report.find(label);
  if (at == std::string_view::npos) return {};
  report.remove_prefix(at + label.size());
  report = report.substr(0, report.find_first_of("\r\n\f"));
  const std::size_t first = report.find_first_not_of(' ');
  return first == std::string_view::npos ? std::string{} : std::string(report.substr(first));
}

// Of "USTATUS [4 ENUMERATED]" and the names below it, which are indented, in an answer to INFO
// CONFIG.
bool lists_pages(std::string_view answer) {
  std::size_t at = answer.find("\nUSTATUS [");
  while (at != std::string_view::npos) {
    at = answer.find('\n', at + 1);
    if (at == std::string_view::npos) return false;
    const std::string_view below = answer.substr(at + 1);
    if (!below.starts_with('\t') && !below.starts_with(' ')) return false;
    const std::string_view name = below.substr(0, below.find_first_of("\r\n"));
    if (name.ends_with("PAGE") && name.find_first_not_of(" \t") == name.size() - 4) return true;
  }
  return false;
}

// Whether all of it is PJL's answers; a form feed is between them.
bool is_readable(std::string_view answers) {
  while (!answers.empty()) {
    std::string_view answer = answers.substr(0, answers.find('\f'));
    answers.remove_prefix(std::min(answer.size() + 1, answers.size()));
    const std::size_t begin = answer.find_first_not_of(" \t\r\n");
    if (begin != std::string_view::npos && !answer.substr(begin).starts_with("@PJL")) return false;
  }
  return true;
}

} // namespace

Result<void> BackChannel::check_report() const {
  const std::size_t at = received_.find("PCL XL error");
  if (at == std::string::npos) return {};
  const std::string_view report = std::string_view(received_).substr(at);
  const std::string error = value_of(report, "Error:");
  const std::string where = value_of(report, "Operator:");
  if (error == "InsufficientMemory") // a device with more, or another language, takes the job
    return fail(Errc::limit, "the printer ran out of memory (PCL XL error \"" + error + "\"" +
                                 (where.empty() ? "" : " at " + where) + ")");
  return fail(Errc::unsupported, "the printer stopped the job with the PCL XL error \"" + error +
                                     (where.empty() ? "\"" : "\" at " + where) +
                                     "; check that the model and its options fit the printer");
}

void BackChannel::note(DeviceLink& device, Bytes arrived) {
  received_ += as_text(arrived);
  while (auto said = take_unsolicited(received_)) {
    if (said->words) {
      if (std::ranges::count(said->words->reasons, too_complex) > 0)
        out_of_memory_ = said->words->message;
      news_.hear(*std::move(said->words), device);
      before_silence_.reset();
    }
    if (said->pages) pages_ = std::max(pages_.value_or(0), *said->pages);
  }
  if (received_.size() > most_kept) received_.erase(0, received_.size() - most_kept);
}

void BackChannel::is_not_heard(DeviceLink& device) {
  if (news_.last().stopped) return;
  if (!before_silence_) before_silence_ = news_.last();
  news_.hear({{"timed-out"}, "it does not answer", false}, device);
}

void BackChannel::is_heard(DeviceLink& device) {
  if (before_silence_) news_.hear(*std::exchange(before_silence_, std::nullopt), device);
}

Result<bool> BackChannel::hear(DeviceLink& device, Clock::time_point until) {
  const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
  if (left <= milliseconds{0}) return false;
  std::array<std::byte, 4096> block{};
  const auto got = device.read(block, left);
  if (!got && !is_silence(got.error())) return Failure(got.error());
  hung_up_ = got && *got == 0;
  if (!got || *got == 0) return false;
  note(device, Bytes(block).first(*got));
  return true;
}

Result<bool> BackChannel::wait_for(DeviceLink& device, std::string_view words,
                                   milliseconds patience) {
  const Clock::time_point until = Clock::now() + patience;
  for (;;) {
    TRY_VOID(check_report());
    if (const std::size_t at = received_.find(words); at != std::string::npos) {
      const std::string_view before = std::string_view(received_).substr(0, at);
      can_tell_pages_ |= lists_pages(before);
      unreadable_ |= !is_readable(before);
      received_.erase(0, at + words.size());
      return true;
    }
    TRY(const bool heard, hear(device, until));
    if (!heard) return false;
  }
}

Result<void> BackChannel::heed(DeviceLink& device) {
  std::array<std::byte, 4096> block{};
  for (int reads = 0; reads < most_reads; ++reads) {
    const auto got = device.read(block, milliseconds{0});
    if (!got && !is_silence(got.error())) return Failure(got.error());
    if (!got || *got == 0) break;
    note(device, Bytes(block).first(*got));
  }
  return check_report();
}

Result<bool> BackChannel::wait_for_news(DeviceLink& device, milliseconds patience) {
  const Clock::time_point until = Clock::now() + patience;
  const auto pages = pages_;
  const DeviceWords words = news_.last();
  for (;;) {
    unreadable_ |= !is_readable(std::string_view(received_).substr(0, received_.rfind('\f') + 1));
    TRY(const bool heard, hear(device, until));
    if (!heard) return false;
    TRY_VOID(check_report());
    if (pages_ != pages || news_.last() != words) return true;
  }
}

} // namespace platen::encode::pclxl
