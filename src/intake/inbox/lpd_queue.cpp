#include "intake/inbox/lpd_session.h"
#include "wire/ipp/records.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace platen::intake::inbox {

namespace {

constexpr std::size_t most_wanted = 32;

std::string state_line(const std::string& printer, const PrinterState& state) {
  if (state.kind == PrinterState::Kind::stopped)
    return printer + " is not ready" + (state.message.empty() ? "" : ": " + state.message) + "\n";
  if (!state.accepting) return printer + " takes no jobs\n";
  const bool prints = state.kind == PrinterState::Kind::processing;
  return printer + (prints ? " is ready and printing\n" : " is ready\n");
}

std::string ordinal(std::size_t number) {
  const std::size_t ten = number % 100 / 10, one = number % 10;
  const char* const end = ten == 1 || one == 0 || one > 3 ? "th"
                          : one == 1                      ? "st"
                          : one == 2                      ? "nd"
                                                          : "rd";
  return std::to_string(number) + end;
}

// A column of a table; what is too long is cut.
std::string column(std::string text, std::size_t width) {
  text.resize(std::min(text.size(), width - 1));
  text.resize(width, ' ');
  return text;
}

bool is_wanted(const std::vector<std::string>& wanted, const std::string& user,
               const std::string& number) {
  return wanted.empty() || std::ranges::any_of(wanted, [&](const std::string& one) {
           return one == user || one == number;
         });
}

} // namespace

Result<std::string> queue_in_words(const Sender& sender, const std::vector<std::string>& wanted,
                                   bool in_long, const JobDesk& desk) {
  TRY(const PrinterState state, desk.state(sender));
  std::string text = state_line(sender.printer, state);
  const auto jobs = desk.jobs(sender);
  if (!jobs) return text; // not for everybody to know
  std::string rows;
  std::size_t waiting = 0;
  for (const platen::ipp::Record& job : platen::ipp::records_of(*jobs, IPP_TAG_JOB)) {
    const bool prints = job.text("job-state") == "processing";
    if (!prints) ++waiting;
    const std::string rank = prints ? "active" : ordinal(waiting);
    const std::string user = job.text("job-originating-user-name"), number = job.text("job-id");
    const std::string size = std::to_string(job.integer("job-k-octets").value_or(0) * 1024LL);
    if (!is_wanted(wanted, user, number)) continue;
    rows += in_long ? "\n" + column(user + ": " + rank, 41) + "[job " + number + "]\n        " +
                          column(job.text("job-name"), 32) + size + " bytes\n"
                    : column(rank, 7) + column(user, 11) + column(number, 5) +
                          column(job.text("job-name"), 38) + size + " bytes\n";
  }
  if (rows.empty()) return text + "no entries\n";
  if (!in_long) text += "Rank   Owner      Job  Files                                 Total Size\n";
  return text + rows;
}

std::string remove_jobs(const Sender& sender, const std::vector<std::string>& wanted,
                        const JobDesk& desk) {
  std::string text;
  for (std::size_t i = 0; i < std::min(wanted.size(), most_wanted); ++i) {
    const std::string& word = wanted[i];
    std::int32_t job = 0;
    const auto end = std::from_chars(word.data(), word.data() + word.size(), job);
    if (end.ec != std::errc() || end.ptr != word.data() + word.size()) continue;
    const auto canceled = desk.cancel(sender, job);
    text += "job " + word + (canceled ? " canceled" : ": " + canceled.error().message()) + "\n";
  }
  return text.empty() ? "name jobs by their numbers\n" : text;
}

} // namespace platen::intake::inbox
