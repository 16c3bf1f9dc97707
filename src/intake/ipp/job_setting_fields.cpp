#include "intake/ipp/hold_times.h"
#include "intake/ipp/job_fields.h"
#include "intake/ipp/job_states.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace platen::intake::ipp {

namespace {

// A keyword that we announce, or a name: a time of day.
void word(ipp_t* out, const char* name, const std::string& value,
          const std::vector<std::string_view>& keywords) {
  const bool known = std::find(keywords.begin(), keywords.end(), value) != keywords.end();
  ippAddString(out, IPP_TAG_JOB, known ? IPP_TAG_KEYWORD : IPP_TAG_NAME, name, nullptr,
               value.c_str());
}

void account(ipp_t* out, const char* name, const std::string& value) {
  if (!value.empty()) ippAddString(out, IPP_TAG_JOB, IPP_TAG_NAME, name, nullptr, value.c_str());
}

void date(ipp_t* out, const char* name, job::Time time) {
  ippAddDate(out, IPP_TAG_JOB, name, ippTimeToDate(static_cast<std::time_t>(time)));
}

bool is_interval(const job::Job& job) {
  return job.retain_until.starts_with('+'); // as apply_settings() writes it
}

const auto fields = std::to_array<JobField>({
    {"job-priority", false, false,
     [](const JobView& v, ipp_t* out, const char* name) {
       ippAddInteger(out, IPP_TAG_JOB, IPP_TAG_INTEGER, name, v.job.priority);
     }},
    {"job-hold-until", false, false,
     [](const JobView& v, ipp_t* out, const char* name) {
       word(out, name, v.job.hold_until, hold_until_keywords());
     }},
    {"job-hold-until-time", false, false,
     [](const JobView& v, ipp_t* out, const char* name) {
       if (v.job.hold_until == "no-hold" && hold_time(v.job) != 0)
         date(out, name, hold_time(v.job));
     }},
    {"job-retain-until", false, false,
     [](const JobView& v, ipp_t* out, const char* name) {
       if (!v.job.retain_until.empty() && !is_interval(v.job))
         word(out, name, v.job.retain_until, retain_until_keywords());
     }},
    {"job-retain-until-interval", false, false,
     [](const JobView& v, ipp_t* out, const char* name) {
       if (!is_interval(v.job)) return;
       int seconds = 0;
       const std::string& text = v.job.retain_until;
       std::from_chars(text.data() + 1, text.data() + text.size(), seconds);
       ippAddInteger(out, IPP_TAG_JOB, IPP_TAG_INTEGER, name, seconds);
     }},
    {"job-retain-until-time", false, false,
     [](const JobView& v, ipp_t* out, const char* name) {
       if (v.job.retain_until_time != 0) date(out, name, v.job.retain_until_time);
     }},
    {"job-account-id", true, false,
     [](const JobView& v, ipp_t* out, const char* name) { account(out, name, v.job.account_id); }},
    {"job-accounting-user-id", true, false,
     [](const JobView& v, ipp_t* out, const char* name) {
       account(out, name, v.job.accounting_user_id);
     }},
});

} // namespace

std::span<const JobField> job_setting_fields() {
  return fields;
}

} // namespace platen::intake::ipp
