#include "auth/users.h"
#include "doctor/bundle.h"
#include "server/doctor.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>
#include <sys/utsname.h>

namespace platen::server {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string dumped(const json& value) {
  return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string about(std::int64_t time) {
  utsname system{};
  const bool known = ::uname(&system) == 0;
  return "platen " PLATEN_VERSION "\nmade " + doctor::date_of(time) + "\nsystem " +
         (known ? std::string(system.sysname) + " " + system.release + " " + system.machine
                : "unknown") +
         "\n\nWithout passwords, PINs, tokens, titles of jobs, names of documents, people and "
         "destinations. Texts\nof platen.toml are \"...\"; what jobs say is left out.\n";
}

json of_supply(const device::Supply& supply) {
  const bool known = supply.level.known == device::Level::Known::percent;
  return {{"type", supply.type},
          {"colorant", supply.colorant},
          {"percent", known ? json(supply.level.percent) : json()}};
}

// What the device says in its own words stays out: anything may stand there.
json of_printer(const job::Printer& printer, const schedule::PrinterStatus& session,
                const device::Status& device) {
  json reasons = json::array(), supplies = json::array(), media = json::array();
  for (const device::Reason& reason : device.condition.reasons)
    reasons.push_back(device::keyword_of(reason));
  for (const device::Supply& supply : device.supplies)
    supplies.push_back(of_supply(supply));
  for (const device::LoadedMedia& loaded : device.media)
    media.push_back({{"source", loaded.source}, {"size", loaded.size}, {"type", loaded.type}});
  return {{"printer-name", printer.name},
          {"model", printer.model},
          {"device-scheme", printer.device_uri.substr(0, printer.device_uri.find(':'))},
          {"paused", printer.paused},
          {"accepting", printer.accepting},
          {"shared", printer.shared},
          {"filter", !printer.filter.empty()},
          {"session-reasons", session.reasons},
          {"device-reasons", reasons},
          {"supplies", supplies},
          {"media", media},
          {"channels", device.channels}};
}

// The words of a code are known. Of what stands in them only that which nobody wrote: the message
// of a pause, a job's state or an error in platen.toml may hold anything.
json of_finding(const doctor::Finding& finding) {
  constexpr std::array told{"level", "minutes", "jobs",    "free",     "mode",     "state",
                            "model", "told",    "fitting", "language", "networks", "have",
                            "need",  "date",    "port",    "option",   "wanted",   "loaded",
                            "job",   "printer", "supply"};
  json values = json::object();
  for (const auto& [name, value] : finding.values)
    if (std::ranges::find(told, name) != told.end()) values[name] = value;
  return {{"code", finding.code},
          {"subject", finding.subject},
          {"severity", doctor::to_string(finding.severity)},
          {"values", std::move(values)}};
}

std::uint64_t bytes_below(const fs::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code gone;
    if (entry->is_regular_file(gone)) bytes += entry->file_size(gone);
  }
  return bytes;
}

// What lies in the state folder, and no deeper: below it files have names that people gave.
std::string listing(const fs::path& state) {
  std::vector<std::string> lines;
  std::error_code error;
  for (fs::directory_iterator entry(state, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code gone;
    const bool folder = entry->is_directory(gone);
    const std::uint64_t bytes = folder                         ? bytes_below(entry->path())
                                : entry->is_regular_file(gone) ? entry->file_size(gone)
                                                               : 0;
    lines.push_back(std::to_string(bytes) + "\t" + entry->path().filename().string() +
                    (folder ? "/" : ""));
  }
  std::ranges::sort(lines);
  std::string text;
  for (const std::string& line : lines)
    text += line + "\n";
  return text;
}

void add_word(doctor::Secrets& secrets, const std::string& word, const std::string& kind) {
  if (!word.empty()) secrets.try_emplace(word, kind + "-" + std::to_string(secrets.size() + 1));
}

std::string host_in(const std::string& uri) {
  const std::size_t begin = uri.find("://");
  if (begin == uri.npos) return {};
  std::string host = uri.substr(begin + 3, uri.find_first_of("/?", begin + 3) - begin - 3);
  if (const std::size_t at = host.rfind('@'); at != host.npos) host.erase(0, at + 1);
  return host.substr(0, host.find(':'));
}

} // namespace

Result<std::string> Doctor::bundle(bool addresses) {
  Core& core = parts_.core;
  TRY(const Report report, look({}));
  doctor::Secrets secrets;
  if (const auto users = auth::read_users(parts_.paths.users()))
    for (const auto& [name, user] : *users)
      add_word(secrets, name, "user");
  for (const std::string& word : parts_.private_words())
    add_word(secrets, word, "destination");
  json printers = json::array();
  for (const auto all = core.store().printers(); const job::Printer& printer : *all) {
    for (const std::string& word : {printer.info, printer.location, printer.organization,
                                    printer.organizational_unit, printer.geo_location})
      add_word(secrets, word, "text");
    if (!addresses) add_word(secrets, host_in(printer.device_uri), "device");
    printers.push_back(
        of_printer(printer, *core.scheduler().status(printer.id), *core.device_status(printer.id)));
  }
  job::JobQuery query;
  query.limit = 10'000;
  query.newest_first = true;
  TRY_VOID(core.store().each_job(query, [&](const job::Job& job) {
    add_word(secrets, job.name, "title");
    add_word(secrets, job.user, "user");
    if (!addresses) add_word(secrets, job.host, "host");
    for (const job::Document& document : job.documents)
      add_word(secrets, document.name, "document");
    return true;
  }));
  for (const char* word : {"platen", "localhost", "anonymous", "root"}) // no secret of anybody's
    secrets.erase(word);
  const auto clean = [&](std::string text) {
    return doctor::redacted(std::move(text), secrets, addresses);
  };
  json findings = json::array();
  for (const doctor::Finding& finding : report.findings)
    findings.push_back(of_finding(finding));
  const auto unfinished = core.store().unfinished();
  const json store{{"unfinished-jobs", unfinished.jobs},
                   {"unfinished-bytes", unfinished.bytes},
                   {"backlog", core.store().backlog()},
                   {"free-bytes", core.store().free_bytes().value_or(0)},
                   {"trouble", !core.store().trouble().empty()},
                   {"whole", "not checked: \"platen store check\" reads all of it"}};
  const auto config = read_file(parts_.paths.config, std::uint64_t{1} << 20);
  const std::string toml =
      config ? doctor::redacted_toml(as_text(Bytes(*config))) : std::string("there is none\n");
  return doctor::tar_gz({{"platen-doctor/about.txt", about(now())},
                         {"platen-doctor/findings.json", clean(dumped(findings))},
                         {"platen-doctor/printers.json", clean(dumped(printers))},
                         {"platen-doctor/store.json", dumped(store)},
                         {"platen-doctor/platen.toml", clean(toml)},
                         {"platen-doctor/log.txt", clean(parts_.recent_log())},
                         {"platen-doctor/files.txt", clean(listing(parts_.paths.state))}},
                        now());
}

} // namespace platen::server
