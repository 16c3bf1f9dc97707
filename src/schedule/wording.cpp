#include "schedule/wording.h"

#include "transport/address.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

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

namespace {
std::string of(std::int32_t some, std::int32_t all) {
  return std::to_string(some) + " of " + std::to_string(all) + (all == 1 ? " sheet" : " sheets");
}
} // namespace

std::string amount(const flow::Progress& progress) {
  return of(progress.sheets_taken.value_or(progress.sheets_sent), progress.sheets);
}

std::string amount(const job::Job& job) {
  return of(std::max(job.sheets_done, job.counters.sheets_completed), job.counters.sheets);
}

std::string goes_on(std::int32_t sheets_done) {
  if (sheets_done == 0) return "the job is printed again from its start";
  return "the job goes on with sheet " + std::to_string(sheets_done + 1);
}

std::string when_released(std::int32_t sheets_done) {
  if (sheets_done == 0) return "look at what was printed, then release the job to print all of it";
  return "release the job to print the rest, from sheet " + std::to_string(sheets_done + 1);
}

namespace {
void replace(std::string& text, const std::string& old, const std::string& fresh) {
  if (const std::size_t at = text.find(old); at != std::string::npos)
    text.replace(at, old.size(), fresh);
}
} // namespace

void begin_again(job::Job& job) {
  const std::int32_t done = std::exchange(job.sheets_done, 0);
  if (done == 0) return;
  const auto tell = [&](std::string& text) {
    replace(text, when_released(done), when_released(0));
    replace(text, goes_on(done), goes_on(0));
  };
  tell(job.state_message);
  std::ranges::for_each(job.detailed, tell);
}

void set_notes(job::Job& job, const std::vector<std::string>& notes) {
  std::erase_if(job.detailed,
                [](const std::string& line) { return line.starts_with(not_as_asked); });
  job.detailed.insert(job.detailed.begin(), notes.begin(), notes.end());
}

std::string_view advice(std::string_view reason) {
  struct Advice {
    std::string_view reason, words;
  };
  static constexpr Advice all[] = {
      {"media-jam", "paper is jammed: take it out, then it prints on"},
      {"media-empty", "it is out of paper: fill it, then it prints on"},
      {"media-needed", "it wants the paper of the job: load it, then it prints on"},
      {"cover-open", "a cover is open: close it, then it prints on"},
      {"marker-supply-empty", "an ink is empty: put in a new tank, then it prints on"},
      {"marker-supply-low", "an ink is low: have a new tank ready"},
      {"toner-empty", "the toner is empty: put in a new cartridge, then it prints on"},
      {"toner-low", "the toner is low: have a new cartridge ready"},
      {"offline", "it is offline: put it online at its panel, then it prints on"},
      {"interpreter-complex-page-encountered",
       "a page is too much for its memory: look at its panel"},
      {"other-error", "it shows an error: look at its panel"},
  };
  for (const std::string_view severity : {"-report", "-warning", "-error"})
    if (reason.ends_with(severity) && reason != "other-error")
      reason.remove_suffix(severity.size());
  const auto* const found = std::ranges::find(all, reason, &Advice::reason);
  return found == std::end(all) ? std::string_view{} : found->words;
}

std::string device_trouble(const std::vector<std::string>& reasons, const std::string& words) {
  std::string text;
  for (const std::string& reason : reasons)
    if (const std::string_view said = advice(reason); !said.empty())
      text += (text.empty() ? "" : "; ") + std::string(said);
  if (words.empty()) return text;
  return text.empty() ? words : text + " (" + words + ")";
}

std::string next_try(std::chrono::milliseconds pause) {
  return "; next try in " + std::to_string(std::chrono::ceil<std::chrono::seconds>(pause).count()) +
         " s";
}

} // namespace platen::schedule
