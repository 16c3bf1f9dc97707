#include "client/job_settings.h"

#include "client/job_options.h"
#include "client/option_forms.h"

#include <algorithm>

namespace platen::client {

Result<void> add_job_settings(platen::ipp::Message& request, const platen::ipp::Message& printer,
                              const model::Options& settings, std::time_t now) {
  auto options = as_ipp_counts(settings);
  // A secret is an operation attribute, and those come before the job's.
  std::stable_partition(options.begin(), options.end(),
                        [](const auto& o) { return o.first == "job-password"; });
  for (const auto& [name, value] : options)
    TRY_VOID(add_option(request, printer, name, value, now));
  return {};
}

} // namespace platen::client
