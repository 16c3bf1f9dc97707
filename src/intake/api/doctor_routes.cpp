#include "intake/api/doctor_routes.h"

#include "base/percent.h"
#include "intake/api/ipp_desk.h"
#include "transport/address.h"

namespace platen::intake::api {

namespace {

Result<std::string> decoded(const Call& call, std::string_view name) {
  auto text = percent_decoded(call.asked(name));
  if (!text) return fail(Errc::malformed, "\"" + std::string(name) + "\" is not well encoded");
  return *std::move(text);
}

Result<http::Response> look(DoctorDesk& desk, const Call& call) {
  DoctorDesk::Question question;
  TRY(question.printer, decoded(call, "printer"));
  TRY(question.client, decoded(call, "client"));
  TRY(const DoctorDesk::Report report, desk.look(question));
  Json findings = Json::array();
  for (const doctor::Finding& finding : report.findings)
    findings.push_back(Json::parse(dumped(doctor::to_json(finding))));
  return json_response(200, dumped({{"version", report.version},
                                    {"findings", std::move(findings)},
                                    {"dns-records", report.dns_records}}));
}

Result<http::Response> mend(DoctorDesk& desk, const Call& call) {
  const Json asked = Json::parse(call.body, nullptr, false);
  const auto text = [&](const char* key) {
    const bool there = asked.is_object() && asked.contains(key) && asked[key].is_string();
    return there ? asked[key].get<std::string>() : std::string();
  };
  const std::string code = text("code"), subject = text("subject");
  if (code.empty() || subject.empty())
    return fail(Errc::malformed, "\"code\" and \"subject\" of a finding are needed");
  TRY(const std::string done, desk.mend(call, code, subject));
  return json_response(200, dumped({{"done", done}}));
}

Result<http::Response> bundle(DoctorDesk& desk, const Call& call) {
  TRY(std::string archive, desk.bundle(call.asked("addresses") == "yes"));
  http::Response response;
  response.content_type = "application/gzip";
  response.body = std::make_shared<const std::string>(std::move(archive));
  response.fields.emplace_back("Cache-Control", "no-store");
  response.fields.emplace_back("X-Content-Type-Options", "nosniff");
  response.fields.emplace_back("Content-Disposition",
                               "attachment; filename=\"platen-doctor.tar.gz\"");
  return response;
}

} // namespace

Routes doctor_routes(DoctorDesk* desk) {
  using auth::Role;
  using auth::Scope;
  const auto run = [desk](Result<http::Response> (*operation)(DoctorDesk&, const Call&)) {
    return [desk, operation](const Call& call) { return operation(*desk, call); };
  };
  return {
      {"GET", "doctor", Role::printer_operator, Scope::read, Pace::slow, run(look)},
      {"POST", "doctor/fix", Role::administrator, Scope::administer, Pace::slow, run(mend)},
      {"GET", "doctor/bundle", Role::administrator, Scope::administer, Pace::slow, run(bundle)},
  };
}

} // namespace platen::intake::api
