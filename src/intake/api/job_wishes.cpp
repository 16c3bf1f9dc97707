#include "intake/api/job_wishes.h"

#include "client/job_settings.h"

#include <algorithm>

namespace platen::intake::api {

using namespace platen::ipp;

namespace {

constexpr const char* account = "job-account-id";

// As -o takes it: NUMBER:PIN.
Result<void> add_department_pin(model::Options& options, const std::string& pin) {
  const auto named = std::ranges::find(options, account, &model::Options::value_type::first);
  if (named == options.end())
    return fail(Errc::invalid, "\"department-pin\" is the PIN of the department that the option "
                               "job-account-id names");
  if (named->second.find(':') == std::string::npos) named->second += ":" + pin;
  return {};
}

} // namespace

HoldUntil hold_until(const std::string& until) {
  const bool moment = until.find('T') != std::string::npos && until.find(':') != std::string::npos;
  return {moment ? "job-hold-until-time" : "job-hold-until", until};
}

Result<model::Options> read_wishes(Body& body) {
  TRY(model::Options options, body.options("options"));
  TRY(const auto until, body.text("hold-until"));
  TRY(const auto pin, body.text("pin"));
  TRY(const auto department_pin, body.text("department-pin"));
  if (until && !until->empty()) {
    auto [option, value] = hold_until(*until);
    options.emplace_back(std::move(option), std::move(value));
  }
  if (pin && !pin->empty()) options.emplace_back("job-password", *pin);
  if (department_pin && !department_pin->empty())
    TRY_VOID(add_department_pin(options, *department_pin));
  return options;
}

Result<void> add_wishes(Message& request, const Message& printer, const model::Options& options,
                        std::time_t now) {
  auto added = client::add_job_settings(request, printer, options, now);
  // Another printer may have it: this request is wrong.
  if (!added && added.error().code == Errc::unsupported)
    return fail(Errc::invalid, added.error().what);
  return added;
}

Result<void> check_changeable(const model::Options& options) {
  for (const auto& [name, value] : options)
    if (name == "job-password")
      return fail(Errc::invalid, "a job keeps its job-password: \"pin\" releases it");
  return {};
}

Result<Message> printer_of_job(const PrintServices& services, const Call& call) {
  TRY(const Message about, ask_job(services, call, {"job-printer-uri"}));
  const auto jobs = records_of(about, IPP_TAG_JOB);
  if (jobs.empty()) return fail(Errc::not_found, "there is no job " + call.names[0]);
  return all_of_printer(services, call, printer_of(jobs[0]));
}

} // namespace platen::intake::api
