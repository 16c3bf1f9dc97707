#include "schedule/wording.h"

#include "transport/address.h"

#include <array>
#include <ctime>

namespace platen::schedule {

namespace {

std::string formatted(const std::tm& parts, const char* form) {
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), form, &parts)};
}

std::tm local(job::Time time) {
  const std::time_t seconds = time;
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  return parts;
}

} // namespace

std::string address_of(const std::string& device_uri) {
  const auto address = transport::parse_socket_uri(device_uri);
  return address ? transport::to_string(*address) : device_uri;
}

std::string clock_time(job::Time time, job::Time now) {
  const std::tm then = local(time), today = local(now);
  const bool same_day = then.tm_year == today.tm_year && then.tm_yday == today.tm_yday;
  return formatted(then, same_day ? "%H:%M" : "%Y-%m-%d %H:%M");
}

std::string amount(const flow::Progress& progress) {
  return std::to_string(progress.sheets_sent) + " of " + std::to_string(progress.sheets) +
         (progress.sheets == 1 ? " sheet" : " sheets");
}

std::string next_try(std::chrono::milliseconds pause) {
  return "; next try in " + std::to_string(std::chrono::ceil<std::chrono::seconds>(pause).count()) +
         " s";
}

} // namespace platen::schedule
