#include "scan/device/mp730_session.h"

#include "transport/connect.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <thread>

namespace platen::scan {

namespace {

using Clock = std::chrono::steady_clock;

Failure refused() {
  return fail(Errc::conflict, "the scanner refused a command");
}
Failure still_busy(std::chrono::milliseconds patience) {
  return fail(Errc::busy, "the scanner has been busy for " + std::to_string(patience.count()) +
                              " ms; see whether somebody else uses it");
}

Result<void> as_done(mp730::Status status) {
  if (status == mp730::Status::failed) return refused();
  if (status == mp730::Status::busy)
    return fail(Errc::busy, "the scanner is busy; see whether somebody else uses it");
  return {};
}

} // namespace

Result<void> Mp730Session::fill(std::span<std::byte> into) {
  while (!into.empty()) {
    TRY(const std::size_t got, link_.receive(into));
    if (got == 0) return fail(Errc::malformed, "the scanner's answer is too short");
    into = into.subspan(got);
  }
  return {};
}

Result<mp730::Status> Mp730Session::ask(Bytes command) {
  TRY_VOID(link_.send(command));
  std::array<std::byte, mp730::status_bytes> status{};
  TRY_VOID(fill(status));
  return mp730::read_status(status);
}

Result<Buffer> Mp730Session::exchange(Bytes command, std::size_t answer_bytes) {
  TRY(const mp730::Status status, ask(command));
  TRY_VOID(as_done(status));
  Buffer answer(answer_bytes);
  TRY_VOID(fill(answer));
  if (!answer.empty()) TRY_VOID(mp730::check_sum(answer));
  return answer;
}

Result<void> Mp730Session::pause() {
  if (cancel_.requested()) return fail(Errc::cancelled, "cancelled");
  std::this_thread::sleep_for(std::min(patience_.again, transport::cancel_interval));
  return {};
}

Result<mp730::DeviceStatus> Mp730Session::status() {
  TRY(const Buffer answer, exchange(mp730::plain(mp730::Code::status, mp730::device_status_bytes),
                                    mp730::device_status_bytes));
  return mp730::read_device_status(answer);
}

Result<void> Mp730Session::activate(std::uint8_t phase) {
  TRY_VOID(exchange(mp730::activate(phase), 0));
  return {};
}

Result<void> Mp730Session::start() {
  const auto until = Clock::now() + patience_.busy;
  for (;;) {
    TRY(const mp730::Status status, ask(mp730::plain(mp730::Code::start_session)));
    if (status != mp730::Status::busy) return as_done(status);
    if (Clock::now() >= until) return still_busy(patience_.busy);
    TRY_VOID(pause());
  }
}

Result<void> Mp730Session::select(mp730::Source source) {
  TRY_VOID(exchange(mp730::select_source(source), 0));
  return {};
}

Result<void> Mp730Session::set(const mp730::ScanParameters& parameters) {
  TRY_VOID(exchange(mp730::scan_parameters(parameters), 0));
  return {};
}

Result<void> Mp730Session::abort() {
  TRY_VOID(exchange(mp730::plain(mp730::Code::abort_session), 0));
  return {};
}

Result<void> Mp730Session::tell_time() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  std::array<char, 24> text{};
  ::localtime_r(&now, &local);
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y/%m/%d %H:%M", &local);
  TRY_VOID(exchange(mp730::time_of_day(std::string_view(text.data(), length).substr(2)), 0));
  return {};
}

Result<std::string> Mp730Session::error_info() {
  TRY(const Buffer answer, exchange(mp730::plain(mp730::Code::error_info, mp730::error_info_bytes),
                                    mp730::error_info_bytes));
  std::string text;
  for (const std::byte octet : answer)
    for (const int shift : {4, 0})
      text += "0123456789abcdef"[std::to_integer<unsigned>(octet) >> shift & 0xf];
  return text;
}

// Nothing: the scanner has none yet.
Result<std::optional<Mp730Session::Block>> Mp730Session::ask_for_image() {
  TRY(const mp730::Status status, ask(mp730::read_image()));
  if (status == mp730::Status::busy) return std::optional<Block>();
  TRY_VOID(as_done(status));
  std::array<std::byte, mp730::image_header_bytes> bytes{};
  TRY_VOID(fill(bytes));
  TRY(const mp730::ImageHeader header, mp730::read_image_header(bytes));
  block_.resize(header.length);
  TRY_VOID(fill(block_));
  if (header.length == 0 && !header.last) return std::optional<Block>();
  return std::optional<Block>({block_, header.last});
}

Result<Mp730Session::Block> Mp730Session::read_image() {
  const auto until = Clock::now() + patience_.image;
  for (;;) {
    TRY(const auto block, ask_for_image());
    if (block) return *block;
    if (Clock::now() >= until)
      return fail(Errc::timeout, "the scanner has given no more of the side for " +
                                     std::to_string(patience_.image.count()) +
                                     " ms; see what it shows, then scan again");
    TRY_VOID(pause());
  }
}

} // namespace platen::scan
