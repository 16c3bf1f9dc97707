#include "remote/job_settings.h"

#include "client/job_options.h"
#include "remote/option_forms.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>

namespace platen::app {

namespace {

// The PIN of a department is better not among the words that every process list shows.
std::string with_department_pin(const std::string& account) {
  const char* const pin = std::getenv("PLATEN_DEPARTMENT_PIN");
  const bool given = account.find(':') != std::string::npos;
  return given || pin == nullptr || *pin == '\0' ? account : account + ":" + pin;
}

} // namespace

Result<void> add_job_settings(platen::ipp::Message& request, const platen::ipp::Message& printer,
                              const model::Options& settings) {
  auto options = as_ipp_counts(settings);
  // A secret is an operation attribute, and those come before the job's.
  std::stable_partition(options.begin(), options.end(),
                        [](const auto& o) { return o.first == "job-password"; });
  for (auto& [name, value] : options)
    if (name == "job-account-id") value = with_department_pin(value);
  for (const auto& [name, value] : options)
    TRY_VOID(client::add_option(request, printer, name, value, std::time(nullptr)));
  return {};
}

} // namespace platen::app
