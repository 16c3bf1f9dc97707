#include "account_source.h"
#include "commands.h"
#include "csv.h"
#include "remote/session.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <map>

#include <nlohmann/json.hpp>

namespace platen::app {

namespace {

using job::AccountEntry;

struct Sum {
  std::int64_t jobs = 0, sheets = 0, sides = 0, color_sides = 0;
};

std::tm local(job::Time time) {
  const std::time_t moment = time;
  std::tm date{};
  ::localtime_r(&moment, &date);
  return date;
}

std::string month_of(job::Time time) {
  const std::tm date = local(time);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m", &date)};
}

std::string moment_of(job::Time time) {
  const std::tm date = local(time);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S%z", &date)};
}

struct Grouping {
  std::string_view name;
  std::string (*of)(const AccountEntry&);
};
constexpr std::array<Grouping, 5> groupings{
    {{"user", [](const AccountEntry& e) { return e.user; }},
     {"department", [](const AccountEntry& e) { return e.department; }},
     {"printer", [](const AccountEntry& e) { return e.printer; }},
     {"month", [](const AccountEntry& e) { return month_of(e.ended); }},
     {"media", [](const AccountEntry& e) { return e.media; }}}};

// The first moment of a day, `later` days after it, where the server stands.
Result<job::Time> day_of(const std::string& option, const std::string& text, int later) {
  std::tm date{};
  const auto number = [&](std::size_t from, std::size_t count, int least, int most, int& into) {
    const char* const begin = text.data() + from;
    const auto read = std::from_chars(begin, begin + count, into);
    return read.ec == std::errc() && read.ptr == begin + count && into >= least && into <= most;
  };
  const bool good = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                    number(0, 4, 1970, 9999, date.tm_year) && number(5, 2, 1, 12, date.tm_mon) &&
                    number(8, 2, 1, 31, date.tm_mday);
  const int day = date.tm_mday;
  date.tm_year -= 1900;
  --date.tm_mon;
  date.tm_isdst = -1;
  std::tm same = date;
  same.tm_hour = 12; // no clock is changed then
  ::mktime(&same);
  if (!good || same.tm_mday != day)
    return fail(Errc::invalid, option + " \"" + text + "\" is no date: write 2026-12-31");
  date.tm_mday += later;
  return static_cast<job::Time>(::mktime(&date));
}

Result<job::AccountQuery> query_of(const Arguments& arguments) {
  job::AccountQuery query;
  if (arguments.has("from")) {
    TRY(query.from, day_of("--from", arguments.get("from"), 0));
  }
  if (arguments.has("to")) {
    TRY(query.to, day_of("--to", arguments.get("to"), 1));
  }
  return query;
}

enum class Format : std::uint8_t { text, csv, json };

Result<Format> format_of(const Arguments& arguments) {
  const std::string word = arguments.get("format", "text");
  if (word == "text") return Format::text;
  if (word == "csv") return Format::csv;
  if (word == "json") return Format::json;
  return fail(Errc::invalid, "--format is text, csv or json");
}

bool put(const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
}

std::string as_json(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

// ---- one line for each job

const std::vector<std::string> entry_fields{"job",        "ended",  "printer", "user",
                                            "department", "name",   "media",   "color",
                                            "copies",     "sheets", "sides",   "result"};

std::vector<std::string> values_of(const AccountEntry& entry) {
  return {std::to_string(entry.job),
          moment_of(entry.ended),
          entry.printer,
          entry.user,
          entry.department,
          entry.name,
          entry.media,
          entry.color ? "color" : "monochrome",
          std::to_string(entry.copies),
          std::to_string(entry.sheets),
          std::to_string(entry.sides),
          std::string(job::to_string(entry.result))};
}

std::string in_tabs(const std::vector<std::string>& values) {
  std::string line;
  for (std::size_t i = 0; i < values.size(); ++i)
    line += (i == 0 ? "" : "\t") + (values[i].empty() ? std::string("-") : values[i]);
  return line + "\n";
}

std::string json_of(const AccountEntry& entry) {
  const auto values = values_of(entry);
  nlohmann::ordered_json object;
  for (std::size_t i = 0; i < values.size(); ++i)
    object[entry_fields[i]] = values[i];
  object["job"] = entry.job;
  object["copies"] = entry.copies;
  object["sheets"] = entry.sheets;
  object["sides"] = entry.sides;
  return as_json(object);
}

Result<void> write_entries(const Account& account, Format format) {
  bool written = true, first = true;
  if (format == Format::csv) written = put(csv_record(entry_fields));
  if (format == Format::json) written = put("[");
  TRY_VOID(account([&](const AccountEntry& entry) {
    const std::string before = first ? "\n" : ",\n";
    first = false;
    if (format == Format::csv) written = written && put(csv_record(values_of(entry)));
    if (format == Format::json) written = written && put(before + json_of(entry));
    if (format == Format::text) written = written && put(in_tabs(values_of(entry)));
    return written;
  }));
  if (format == Format::json) written = written && put("\n]\n");
  return written && std::fflush(stdout) == 0 ? Result<void>()
                                             : fail(Errc::io, "standard output takes no more");
}

// ---- sums

Result<std::map<std::string, Sum>> sums_of(const Account& account, const Grouping& grouping) {
  std::map<std::string, Sum> sums;
  TRY_VOID(account([&](const AccountEntry& entry) {
    Sum& sum = sums[grouping.of(entry)];
    ++sum.jobs;
    sum.sheets += entry.sheets;
    sum.sides += entry.sides;
    if (entry.color) sum.color_sides += entry.sides;
    return true;
  }));
  return sums;
}

std::vector<std::string> values_of(const std::string& group, const Sum& sum) {
  return {group, std::to_string(sum.jobs), std::to_string(sum.sheets), std::to_string(sum.sides),
          std::to_string(sum.color_sides)};
}

Result<void> write_sums(const Account& account, Format format, const Grouping& grouping) {
  TRY(const auto sums, sums_of(account, grouping));
  const std::vector<std::string> names{std::string(grouping.name), "jobs", "sheets", "sides",
                                       "color-sides"};
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  bool written = true;
  if (format == Format::csv) written = put(csv_record(names));
  if (format == Format::text) written = put(in_tabs(names));
  for (const auto& [group, sum] : sums) {
    if (format == Format::csv) written = written && put(csv_record(values_of(group, sum)));
    if (format == Format::text) written = written && put(in_tabs(values_of(group, sum)));
    all.push_back({{names[0], group},
                   {"jobs", sum.jobs},
                   {"sheets", sum.sheets},
                   {"sides", sum.sides},
                   {"color-sides", sum.color_sides}});
  }
  if (format == Format::json) written = put(as_json(all) + "\n");
  return written && std::fflush(stdout) == 0 ? Result<void>()
                                             : fail(Errc::io, "standard output takes no more");
}

Result<void> act(const Arguments& arguments) {
  if (!arguments.operands.empty()) return fail(Errc::invalid, "it takes options alone");
  TRY(const job::AccountQuery query, query_of(arguments));
  TRY(const Format format, format_of(arguments));
  const std::string by = arguments.get("by", "user");
  const auto grouping = std::ranges::find(groupings, by, &Grouping::name);
  if (by != "job" && grouping == groupings.end())
    return fail(Errc::invalid, "--by is user, department, printer, month, media or job");
  TRY(const Account account, find_account(arguments, query));
  if (by == "job") return write_entries(account, format);
  return write_sums(account, format, *grouping);
}

int run(const Command& command, const Arguments& arguments) {
  const auto done = act(arguments);
  return done ? exit_done : report(command, done.error());
}

} // namespace

const Command& report_command() {
  static const Command command{
      "report",
      "What was printed: sheets and sides by user, department, printer, month, media or job.",
      "",
      {{0, "from", "DATE", "what ended on that day or later, as 2026-11-01"},
       {0, "to", "DATE", "what ended on that day or before"},
       {0, "by", "WHAT", "user (default), department, printer, month, media, or job: each job"},
       {0, "format", "FORMAT", "text (default), csv or json"},
       server_flag,
       {0, "state", "DIR", "read the store in a state folder, of a server that may be down"}},
      "A server tells it to its administrators. Where none runs, and none is named, the store of\n"
      "the caller's own, or for root of the system's, is read.\n",
      run};
  return command;
}

} // namespace platen::app
