#include "schedule/wording.h"

#include "transport/address.h"

#include <array>
#include <ctime>

namespace platen::schedule {

namespace {

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
  std::array<char, 64> text{};
  if (then.tm_year == today.tm_year && then.tm_yday == today.tm_yday)
    return {text.data(), std::strftime(text.data(), text.size(), "%H:%M", &then)};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &then)};
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
