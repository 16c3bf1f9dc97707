#include "doctor/checks.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace platen::doctor {

namespace {

constexpr unsigned of_others = 0077;

std::string octal(unsigned mode) {
  std::array<char, 8> text{};
  const int length = std::snprintf(text.data(), text.size(), "%04o", mode & 07777);
  return {text.data(), static_cast<std::size_t>(length)};
}

void check_disk(const MachineFacts& facts, Findings& found) {
  if (!facts.spool_error.empty()) {
    found.push_back(
        make_finding("spool-not-writable", facts.spool, {{"reason", facts.spool_error}}));
  }
  if (!facts.free_bytes) return;
  const auto free = static_cast<std::int64_t>(*facts.free_bytes);
  const Values values{{"free", std::to_string(free >> 20)}};
  if (free < disk_full_bytes)
    found.push_back(make_finding("disk-full", facts.spool, values));
  else if (free < disk_low_bytes)
    found.push_back(make_finding("disk-nearly-full", facts.spool, values));
}

} // namespace

std::string date_of(std::int64_t time) {
  const auto seconds = static_cast<std::time_t>(time);
  std::tm parts{};
  if (::gmtime_r(&seconds, &parts) == nullptr) return "?";
  std::array<char, 16> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts);
  return {text.data(), length};
}

std::string moment_of(std::int64_t time) {
  const std::int64_t minutes = time / 60 % 1'440;
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), " %02d:%02d UTC", static_cast<int>(minutes / 60),
                static_cast<int>(minutes % 60));
  return date_of(time) + text.data();
}

void check_modes(const FileMode& users, const std::vector<FileMode>& secrets, Findings& into) {
  if ((users.mode & of_others) != 0)
    into.push_back(
        make_finding("users-file-readable-by-others", users.path, {{"mode", octal(users.mode)}}));
  for (const FileMode& file : secrets)
    if ((file.mode & of_others) != 0)
      into.push_back(
          make_finding("secret-readable-by-others", file.path, {{"mode", octal(file.mode)}}));
}

void check_certificate(const CertificateFact& fact, const std::string& subject, std::int64_t now,
                       Findings& into) {
  Values values{{"date", date_of(fact.ends)}, {"file", fact.file}};
  if (fact.ends <= now) // whoever only saw it cannot make another
    into.push_back(make_finding("certificate-expired", subject, std::move(values),
                                fact.self_made && !fact.file.empty()));
  else if (fact.ends - now < certificate_notice_s && !fact.self_made)
    into.push_back(make_finding("certificate-ends-soon", subject, std::move(values)));
}

Findings check_machine(const MachineFacts& facts) {
  Findings found;
  if (!facts.config_error.empty())
    found.push_back(
        make_finding("configuration-wrong", facts.config_file, {{"reason", facts.config_error}}));
  else if (facts.config_newer)
    found.push_back(make_finding("configuration-not-read", facts.config_file));
  check_disk(facts, found);
  check_modes(facts.users, facts.secrets, found);
  if (facts.certificate)
    check_certificate(*facts.certificate, facts.certificate->file, facts.now, found);
  if (!facts.lost.empty()) found.push_back(make_finding("store-was-mended", facts.lost));
  if (!facts.unprotected.empty())
    found.push_back(make_finding("sandbox-lacking", "server", {{"reason", facts.unprotected}}));
  for (const MachineFacts::Missing& one : facts.missing)
    found.push_back(make_finding("program-missing", one.program,
                                 {{"purpose", one.purpose}, {"install", one.install}}));
  if (facts.program_replaced) found.push_back(make_finding("program-replaced", "server"));
  if (facts.files_have < facts.files_need)
    found.push_back(make_finding(
        "too-few-open-files", "server",
        {{"have", std::to_string(facts.files_have)}, {"need", std::to_string(facts.files_need)}}));
  return found;
}

} // namespace platen::doctor
