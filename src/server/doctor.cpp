#include "server/doctor.h"

#include "base/own_program.h"
#include "base/thread.h"
#include "doctor/look.h"
#include "doctor/zone.h"
#include "http/certificate.h"
#include "server/descriptors.h"

#include <algorithm>
#include <atomic>

#include <arpa/inet.h>
#include <sys/resource.h>
#include <unistd.h>

namespace platen::server {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_side_by_side = 8;
constexpr std::int32_t most_jobs = 10'000;
// A public name of the daemon's own interface (avahi-daemon(8)).
constexpr const char* avahi_socket = "/run/avahi-daemon/socket";

std::vector<doctor::MachineFacts::Missing> missing_programs() {
  std::vector<doctor::MachineFacts::Missing> missing;
  const auto own = [&](const char* name, const char* purpose) {
    if (!own_program(name)) missing.push_back({name, purpose, "platen's own package again"});
  };
  own("platen-render-worker", "printing");
  own("platen-deliver", "sending scans");
  own("platen-ocr", "text in scans");
  own("platen-sane", "scanning with SANE's drivers");
  const auto system = [&](const char* name, const char* purpose, const char* package) {
    if (::access(("/usr/bin/" + std::string(name)).c_str(), X_OK) != 0 &&
        ::access(("/usr/local/bin/" + std::string(name)).c_str(), X_OK) != 0)
      missing.push_back({name, purpose, "apt-get install " + std::string(package)});
  };
  system("gs", "printing PDF and PostScript", "ghostscript");
  system("getent", "finding devices by name", "libc-bin");
  return missing;
}

} // namespace

fs::file_time_type time_of(const fs::path& file) {
  std::error_code error;
  const auto time = fs::last_write_time(file, error);
  return error ? fs::file_time_type::min() : time;
}

doctor::MachineFacts Doctor::machine() const {
  const auto config = parts_.config.get();
  doctor::MachineFacts facts;
  facts.now = now();
  facts.config_file = parts_.paths.config.string();
  if (const auto read = parts_.read_again(); !read) facts.config_error = read.error().message();
  facts.config_newer = time_of(parts_.paths.config) != parts_.config_time();
  const fs::path spool = spool_folder(*config, parts_.paths);
  facts.spool = spool.string();
  facts.spool_error = doctor::why_not_writable(spool);
  if (facts.spool_error.empty()) facts.spool_error = doctor::why_not_writable(parts_.paths.state);
  if (const auto free = parts_.core.store().free_bytes()) facts.free_bytes = *free;
  facts.users = doctor::mode_of(parts_.paths.users());
  facts.secrets = {doctor::mode_of(parts_.paths.accounts()), doctor::mode_of(parts_.paths.key()),
                   doctor::mode_of(parts_.paths.audit_log())};
  std::error_code error;
  if (const fs::path lost = parts_.paths.state / "lost";
      fs::is_directory(lost, error) && !fs::is_empty(lost, error))
    facts.lost = lost.string();
  facts.unprotected = parts_.core.unprotected();
  facts.missing = missing_programs();
  facts.program_replaced =
      fs::read_symlink("/proc/self/exe", error).string().ends_with(" (deleted)");
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0) facts.files_have = files.rlim_cur;
  facts.files_need = descriptors_for(config->connections);
  const fs::path file =
      config->certificate.empty() ? parts_.paths.certificate() : config->certificate;
  if (const auto pem = read_file(file, std::uint64_t{1} << 20)) {
    const auto read = http::read_certificate(as_text(Bytes(*pem)), {});
    if (read)
      facts.certificate = {file.string(), read->self_made,
                           std::chrono::system_clock::to_time_t(read->ends)};
  }
  return facts;
}

doctor::NetworkFacts Doctor::network(const std::string& client) const {
  doctor::NetworkFacts facts;
  for (const http::ListenAddress& address : parts_.listens())
    facts.listen.push_back(address.address);
  facts.announces = parts_.config.get()->announce;
  facts.avahi_socket = avahi_socket;
  facts.avahi_answers = doctor::reach_local(avahi_socket).how == doctor::Reach::How::connected;
  for (const auto printers = parts_.core.store().printers();
       const job::Printer& printer : *printers)
    (printer.shared ? facts.shared : facts.unshared).push_back(printer.name);
  for (const auto printers = parts_.core.store().printers();
       const job::Printer& printer : *printers)
    for (const auto& inbox : parts_.inboxes(printer))
      facts.inboxes.push_back({printer.name, inbox.protocol, inbox.port, inbox.trouble});
  facts.login_to_print = parts_.config.get()->policy.login_to_print;
  facts.printers = facts.shared.size() + facts.unshared.size();
  facts.client = client;
  if (!client.empty()) facts.networks = doctor::own_networks();
  return facts;
}

// Each waits for its device: several at once.
doctor::Findings Doctor::of_printers(const std::vector<job::Printer>& printers, Ask ask) const {
  const auto config = parts_.config.get();
  std::vector<doctor::Findings> each(printers.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < printers.size(); i = next++)
      each[i] = findings_of(printers[i], *config, ask);
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < std::min(printers.size(), most_side_by_side); ++i)
    if (auto thread = start_thread(work)) threads.push_back(*std::move(thread));
  work();
  for (std::thread& thread : threads)
    thread.join();
  doctor::Findings all;
  for (doctor::Findings& some : each)
    std::ranges::move(some, std::back_inserter(all));
  return all;
}

Result<doctor::Findings> Doctor::of_jobs(const std::vector<job::Printer>& printers) const {
  std::vector<doctor::JobFacts> facts;
  for (const auto which : {job::JobQuery::Which::not_finished, job::JobQuery::Which::finished}) {
    constexpr std::int32_t finished_looked_at = 200;
    const bool ended = which == job::JobQuery::Which::finished;
    job::JobQuery query;
    query.which = which;
    query.limit = ended ? finished_looked_at : most_jobs;
    query.newest_first = ended;
    TRY(const auto jobs, parts_.core.store().jobs(query));
    for (const job::Job& job : jobs) {
      const auto found = std::ranges::find(printers, job.printer, &job::Printer::id);
      if (found != printers.end()) facts.push_back({job, found->name});
    }
  }
  return doctor::check_jobs(facts, now());
}

doctor::LibraryFacts Doctor::library() const {
  doctor::LibraryFacts facts;
  const library::Shelf& shelf = parts_.core.shelf();
  const auto held = shelf.library();
  for (const library::LibraryProfile& entry : held->profiles) {
    const auto bytes = shelf.profile(entry.profile.id.sha256);
    const std::string name = entry.profile.id.name;
    if (!bytes) {
      auto& list =
          bytes.error().code == Errc::not_found ? facts.missing_profiles : facts.damaged_profiles;
      list.push_back({name, bytes.error().message()});
      continue;
    }
    const auto text = as_text(Bytes(*bytes));
    if (text.substr(std::min<std::size_t>(36, text.size()), 4) != "acsp") // ICC.1, section 7.2
      facts.damaged_profiles.push_back({name, "its bytes are no ICC profile"});
  }
  for (const model::Model& model : parts_.core.models().now())
    if (const auto extended = library::extend(model, *held); !extended)
      facts.models.push_back({model.id, extended.error().message()});
  return facts;
}

Result<Doctor::Report> Doctor::look(const Question& question) {
  std::uint8_t octets[16];
  if (!question.client.empty() && ::inet_pton(AF_INET, question.client.c_str(), octets) != 1 &&
      ::inet_pton(AF_INET6, question.client.c_str(), octets) != 1)
    return fail(Errc::invalid, "\"" + question.client + "\" is no numeric address of a client");
  std::vector<job::Printer> printers = *parts_.core.store().printers();
  if (!question.printer.empty())
    std::erase_if(printers, [&](const job::Printer& one) { return one.name != question.printer; });
  if (printers.empty() && !question.printer.empty())
    return fail(Errc::not_found, "there is no printer " + question.printer);
  Report report;
  report.version = PLATEN_VERSION;
  report.findings =
      of_printers(printers, question.printer.empty() ? Ask::what_is_not_known : Ask::everything);
  const auto add = [&](doctor::Findings more) {
    std::ranges::move(more, std::back_inserter(report.findings));
  };
  TRY(doctor::Findings jobs, of_jobs(printers));
  add(std::move(jobs));
  add(doctor::check_machine(machine()));
  doctor::Findings around = doctor::check_network(network(question.client));
  if (!question.printer.empty()) // of other printers nobody asked
    std::erase_if(around, [&](const doctor::Finding& one) {
      const bool of_printer = one.code == "printer-not-shared" || one.code.starts_with("inbox-");
      return of_printer && one.subject != question.printer;
    });
  add(std::move(around));
  add(doctor::check_library(library()));
  doctor::sort_by_severity(report.findings);
  std::vector<std::string> addresses;
  for (const doctor::Network& own : doctor::own_networks())
    if (!own.address.starts_with("127.") && own.address != "::1" &&
        !own.address.starts_with("fe80:"))
      addresses.push_back(own.address);
  report.dns_records = doctor::zone_records(parts_.announcements(), parts_.host, addresses);
  return report;
}

} // namespace platen::server
