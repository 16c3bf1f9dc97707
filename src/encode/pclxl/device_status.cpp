#include "encode/pclxl/device_status.h"

#include "encode/pclxl/jam_place.h"

#include <charconv>

namespace platen::encode::pclxl {

namespace {

constexpr std::string_view heading = "@PJL USTATUS ";

// The rest of the line behind `label`, without its quotes; empty where there is no such line.
std::string_view value_of(std::string_view message, std::string_view label) {
  const std::size_t at = message.find(label);
  if (at == std::string_view::npos) return {};
  message.remove_prefix(at + label.size());
  message = message.substr(0, message.find_first_of("\r\n"));
  if (message.starts_with('"')) message.remove_prefix(1);
  if (message.ends_with('"')) message.remove_suffix(1);
  return message;
}

std::optional<std::int32_t> number(std::string_view text) {
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end == text.data() || value < 0) return std::nullopt;
  return value;
}

constexpr std::int32_t duplex_jam = 40093;

// HP's groups of codes: 40 and above need somebody, 41 wants paper, 42 and 44 are jams, 43 what is
// wrong with an external feeder or finisher.
std::string_view reason_of(std::int32_t code, bool online) {
  if (code == 10006) return "toner-low";
  if (code == 30016 || code == 30017)
    return too_complex; // Lexmark: 38 Memory Full, 39 Complex Page
  if (code == 40038) return "toner-empty";
  if (code == 40021) return "cover-open";
  const std::int32_t group = code / 1000;
  if (code == 40022 || code == duplex_jam || group == 42 || group == 44) return "media-jam";
  if (group == 41) return "media-needed";
  if (group == 43 || group == 50) return "other-error";
  if (!online) return "offline";
  return {};
}

std::optional<DeviceWords> device_words(std::string_view message) {
  const auto code = number(value_of(message, "CODE="));
  if (!code) return std::nullopt;
  const bool online = value_of(message, "ONLINE=") != "FALSE";
  DeviceWords words;
  words.stopped = !online;
  if (const std::string_view reason = reason_of(*code, online); !reason.empty()) {
    words.reasons.emplace_back(reason);
    const std::string_view display = value_of(message, "DISPLAY=").substr(0, 80);
    const std::string place(jam_place(*code, display));
    words.message =
        place + (place.empty() ? "" : ", ") + "it shows \"" + std::string(display) + '"';
  }
  return words;
}

} // namespace

std::optional<Unsolicited> take_unsolicited(std::string& received) {
  const std::size_t begin = received.find(heading);
  if (begin == std::string::npos) return std::nullopt;
  const std::size_t end = received.find('\f', begin);
  if (end == std::string::npos) return std::nullopt;
  const std::string message = received.substr(begin + heading.size(), end - begin - heading.size());
  received.erase(begin, end + 1 - begin);
  Unsolicited said;
  if (message.starts_with("DEVICE")) said.words = device_words(message);
  if (message.starts_with("PAGE")) {
    const std::size_t digits = message.find_first_of("0123456789");
    if (digits != std::string::npos) said.pages = number(std::string_view(message).substr(digits));
  }
  return said;
}

} // namespace platen::encode::pclxl
