#include "doctor/repair.h"
#include "server/doctor.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <thread>

#include <unistd.h>

// Printers and jobs are mended through the IPP service, by the operations that commands use: with
// their rules, their promises and their line in the audit log.
namespace platen::server {

namespace {

using intake::api::Call;
using intake::api::IppDesk;

Result<void> ask(const IppDesk& ipp, const Call& call, ipp_op_t operation,
                 const std::string& printer) {
  return ipp.ask(call, ipp.to_printer(call, operation, printer)).map([](const auto&) {});
}

struct Change {
  ipp_tag_t tag = IPP_TAG_KEYWORD;
  std::string name, value;
};

Result<void> change(const IppDesk& ipp, const Call& call, const std::string& printer,
                    const Change& change) {
  auto request = ipp.to_printer(call, IPP_OP_SET_PRINTER_ATTRIBUTES, printer);
  if (change.tag == IPP_TAG_BOOLEAN)
    ippAddBoolean(request.get(), IPP_TAG_PRINTER, change.name.c_str(), 1);
  else if (change.tag == IPP_TAG_DELETEATTR) // RFC 3380 section 8.2
    ippAddOutOfBand(request.get(), IPP_TAG_PRINTER, IPP_TAG_DELETEATTR, change.name.c_str());
  else
    ippAddString(request.get(), IPP_TAG_PRINTER, change.tag, change.name.c_str(), nullptr,
                 change.value.c_str());
  return ipp.ask(call, request).map([](const auto&) {});
}

} // namespace

Result<std::string> Doctor::mend(const Call& call, const std::string& code,
                                 const std::string& subject) {
  const auto printers = parts_.core.store().printers();
  const bool is_printer =
      std::ranges::find(*printers, subject, &job::Printer::name) != printers->end();
  TRY(const Report report, look({.printer = is_printer ? subject : std::string(), .client = {}}));
  const auto finding = std::ranges::find_if(report.findings, [&](const doctor::Finding& one) {
    return one.code == code && one.subject == subject && one.has_fix;
  });
  if (finding == report.findings.end())
    return fail(Errc::conflict,
                "there is nothing to mend: " + code + " is not found of " + subject + " now");
  if (subject.starts_with("job ")) return mend_job(call, *finding);
  return is_printer ? mend_printer(call, *finding) : mend_machine(*finding);
}

Result<std::string> Doctor::mend_printer(const Call& call, const doctor::Finding& finding) {
  const std::string& name = finding.subject;
  const std::string& code = finding.code;
  const auto value = [&](const char* key) {
    const auto found = finding.values.find(key);
    return found == finding.values.end() ? std::string() : found->second;
  };
  const auto printers = parts_.core.store().printers();
  const auto printer = std::ranges::find(*printers, name, &job::Printer::name);
  const auto model = model::find_model(
      parts_.core.models(), printer == printers->end() ? std::string_view() : printer->model);
  const auto attribute = [&](const std::string& option) {
    return (model ? model::attribute_name(**model, option) : option) + "-default";
  };
  if (code == "printer-paused") {
    TRY_VOID(ask(ipp_, call, IPP_OP_RESUME_PRINTER, name));
  } else if (code == "printer-not-accepting") {
    TRY_VOID(ask(ipp_, call, IPP_OP_ENABLE_PRINTER, name));
  } else if (code == "printer-holds-new-jobs") {
    TRY_VOID(ask(ipp_, call, IPP_OP_RELEASE_HELD_NEW_JOBS, name));
  } else if (code == "printer-not-shared") {
    TRY_VOID(change(ipp_, call, name, {IPP_TAG_BOOLEAN, "printer-is-shared", {}}));
  } else if (code == "wrong-model") {
    TRY_VOID(change(ipp_, call, name, {IPP_TAG_NAME, "platen-model", value("fitting")}));
  } else if (code == "wrong-language") {
    TRY_VOID(change(ipp_, call, name,
                    {IPP_TAG_KEYWORD, attribute("printer-language"), value("fitting")}));
  } else if (code == "paper-mismatch") {
    TRY_VOID(change(ipp_, call, name, {IPP_TAG_KEYWORD, "media-default", value("fitting")}));
  } else if (code == "defaults-impossible") {
    TRY_VOID(change(ipp_, call, name, {IPP_TAG_DELETEATTR, attribute(value("option")), {}}));
  } else {
    return fail(Errc::conflict, code + " cannot be mended by the server");
  }
  return finding.fix.changes;
}

Result<std::string> Doctor::mend_job(const Call& call, const doctor::Finding& finding) {
  const auto number = finding.values.find("job");
  const auto printer = finding.values.find("printer");
  std::int32_t job = 0;
  if (number != finding.values.end())
    std::from_chars(number->second.data(), number->second.data() + number->second.size(), job);
  if (job == 0 || printer == finding.values.end())
    return fail(Errc::bug, "a finding about a job names it and its printer");
  const auto printers = parts_.core.store().printers();
  const auto its = std::ranges::find(*printers, printer->second, &job::Printer::name);
  if (finding.code == "job-held-for-attention") {
    TRY_VOID(ipp_.ask(call, ipp_.to_job(call, IPP_OP_RELEASE_JOB, job)).map([](const auto&) {}));
  } else if (its != printers->end() && its->paused) {
    return fail(Errc::conflict, its->name + " is paused: resume it, and the job begins");
  } else { // a pause takes back what is being sent; then it is begun anew
    TRY_VOID(ask(ipp_, call, IPP_OP_PAUSE_PRINTER, printer->second));
    TRY_VOID(ask(ipp_, call, IPP_OP_RESUME_PRINTER, printer->second));
  }
  return finding.fix.changes;
}

Result<std::string> Doctor::mend_machine(const doctor::Finding& finding) {
  if (finding.code == "configuration-not-read") {
    TRY_VOID(reload());
  } else if (finding.code == "certificate-expired") {
    TRY_VOID(parts_.renew_certificate());
  } else if (finding.code == "users-file-readable-by-others" ||
             finding.code == "secret-readable-by-others") {
    TRY_VOID(doctor::close_file(finding.subject));
  } else {
    return fail(Errc::conflict, finding.code + " cannot be mended by the server");
  }
  return finding.fix.changes;
}

// The main thread takes the signal, as from "systemctl reload".
Result<void> Doctor::reload() const {
  const auto wanted = time_of(parts_.paths.config);
  if (::kill(::getpid(), SIGHUP) != 0)
    return fail(Errc::io, "the server cannot be told to read it");
  constexpr int tries = 100;
  for (int i = 0; i < tries; ++i) {
    if (parts_.config_time() == wanted) return {};
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  return fail(Errc::conflict,
              "the server did not take " + parts_.paths.config.string() + ": its log says why");
}

} // namespace platen::server
