#include "intake/ipp/job_settings.h"

#include "intake/ipp/job_request.h"
#include "wire/ipp/dates.h"

#include <algorithm>
#include <array>

namespace platen::intake::ipp {

namespace {

struct Reading {
  ipp_attribute_t* attribute;
  job::Time now;
  const Calendar& calendar;
  JobSettings& into;
};

constexpr std::int32_t longest_interval = 10 * 366 * 86'400; // ten years

std::optional<std::string> name_or_keyword(const Reading& r) {
  const ipp_tag_t tag = ippGetValueTag(r.attribute);
  if (tag != IPP_TAG_KEYWORD && tag != IPP_TAG_NAME && tag != IPP_TAG_NAMELANG) return std::nullopt;
  return std::string(ippGetString(r.attribute, 0, nullptr));
}

std::optional<std::int32_t> number(const Reading& r, int least, int most) {
  if (ippGetValueTag(r.attribute) != IPP_TAG_INTEGER) return std::nullopt;
  const int value = ippGetInteger(r.attribute, 0);
  return value < least || value > most ? std::nullopt : std::optional<std::int32_t>(value);
}

std::optional<job::Time> date(const Reading& r) {
  if (ippGetValueTag(r.attribute) != IPP_TAG_DATE) return std::nullopt;
  const auto time = platen::ipp::moment_of(ippGetDate(r.attribute, 0));
  return !time || *time < 1 || *time > forever ? std::nullopt : std::optional<job::Time>(*time);
}

std::optional<std::string> hold_word(const Reading& r) {
  auto word = name_or_keyword(r);
  return word && release_of(*word, r.now, r.calendar) ? word : std::nullopt;
}

std::optional<std::string> retain_word(const Reading& r) {
  auto word = name_or_keyword(r);
  return word && retained_until(*word, r.now, r.calendar) ? word : std::nullopt;
}

std::optional<std::string> account(const Reading& r) {
  const ipp_tag_t tag = ippGetValueTag(r.attribute);
  if (tag != IPP_TAG_NAME && tag != IPP_TAG_NAMELANG) return std::nullopt;
  return clean_text(ippGetString(r.attribute, 0, nullptr));
}

template<class T> bool put(std::optional<T> value, std::optional<T>& into) {
  if (!value) return false;
  into = std::move(value);
  return true;
}

struct Row {
  std::string_view name;
  bool (*read)(const Reading&); // false: the value is not legal
};
constexpr std::array<Row, 10> rows{{
    {"job-account-id", [](const Reading& r) { return put(account(r), r.into.account_id); }},
    {"job-accounting-user-id",
     [](const Reading& r) { return put(account(r), r.into.accounting_user_id); }},
    {"job-delay-output-until",
     [](const Reading& r) { return put(hold_word(r), r.into.delay_until); }},
    {"job-delay-output-until-time",
     [](const Reading& r) { return put(date(r), r.into.delay_time); }},
    {"job-hold-until", [](const Reading& r) { return put(hold_word(r), r.into.hold_until); }},
    {"job-hold-until-time", [](const Reading& r) { return put(date(r), r.into.hold_time); }},
    {"job-priority", [](const Reading& r) { return put(number(r, 1, 100), r.into.priority); }},
    {"job-retain-until", [](const Reading& r) { return put(retain_word(r), r.into.retain_until); }},
    {"job-retain-until-interval",
     [](const Reading& r) { return put(number(r, 0, longest_interval), r.into.retain_interval); }},
    {"job-retain-until-time", [](const Reading& r) { return put(date(r), r.into.retain_time); }},
}};

bool says_nothing(ipp_attribute_t* attribute) {
  const ipp_tag_t tag = ippGetValueTag(attribute);
  return tag == IPP_TAG_NOVALUE || tag == IPP_TAG_DEFAULT;
}

std::optional<Hold> later(const std::optional<std::string>& keyword,
                          const std::optional<job::Time>& time, job::Time now,
                          const Calendar& calendar) {
  if (time) return Hold{"no-hold", *time > now ? Release{true, *time} : Release{}};
  if (!keyword) return std::nullopt;
  return Hold{*keyword, release_of(*keyword, now, calendar).value_or(Release{true, 0})};
}

bool longer(const Release& a, const Release& b) {
  if (a.held != b.held) return a.held;
  return a.at == 0 || (b.at != 0 && a.at > b.at);
}

} // namespace

bool read_setting(ipp_attribute_t* attribute, job::Time now, const Calendar& calendar,
                  JobSettings& into, std::vector<NotTaken>& refused) {
  const std::string_view name = ippGetName(attribute);
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.name == name; });
  if (row == rows.end()) return false;
  if (says_nothing(attribute)) return true;
  if (ippGetCount(attribute) != 1 || !row->read({attribute, now, calendar, into}))
    refused.push_back({std::string(name), attribute, {}});
  return true;
}

void check_settings(JobSettings& settings) {
  if (settings.hold_until && settings.hold_time)
    settings.contradiction = "job-hold-until and job-hold-until-time exclude each other";
  if (settings.delay_until && settings.delay_time)
    settings.contradiction =
        "job-delay-output-until and job-delay-output-until-time exclude each other";
  if (int{settings.retain_until.has_value()} + int{settings.retain_time.has_value()} +
          int{settings.retain_interval.has_value()} >
      1)
    settings.contradiction = "only one of job-retain-until, job-retain-until-interval and "
                             "job-retain-until-time may be given";
}

std::optional<Hold> hold_of(const JobSettings& settings, job::Time now, const Calendar& calendar) {
  auto hold = later(settings.hold_until, settings.hold_time, now, calendar);
  auto delay = later(settings.delay_until, settings.delay_time, now, calendar);
  if (!hold || (delay && longer(delay->release, hold->release))) return delay;
  return hold;
}

void apply_settings(const JobSettings& settings, job::Time now, const Calendar& calendar,
                    job::Job& job) {
  if (settings.priority) job.priority = *settings.priority;
  if (const auto hold = hold_of(settings, now, calendar)) set_hold(job, *hold);
  if (settings.account_id) job.account_id = *settings.account_id;
  if (settings.accounting_user_id) job.accounting_user_id = *settings.accounting_user_id;
  if (settings.retain_until || settings.retain_time || settings.retain_interval) {
    job.retain_until = settings.retain_until.value_or("");
    // An interval counts from the end of the job: JobWatch makes a time of both when it comes.
    if (settings.retain_interval)
      job.retain_until = "+" + std::to_string(*settings.retain_interval);
    job.retain_until_time = settings.retain_time.value_or(0);
  }
}

std::vector<std::string> setting_names() {
  std::vector<std::string> names;
  for (const Row& row : rows)
    names.emplace_back(row.name);
  return names;
}

} // namespace platen::intake::ipp
