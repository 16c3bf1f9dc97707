#include "cases.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace platen::doctor {

namespace {

constexpr std::int64_t now = 1'800'000'000;

const model::Model& copier() {
  return **model::find_model(models(), "canon-ir1024");
}

bool has(const Findings& found, std::string_view code) {
  return std::any_of(found.begin(), found.end(),
                     [&](const Finding& one) { return one.code == code; });
}

device::Level left(int percent) {
  return device::Level::of_percent(percent);
}

using Change = std::function<void(PrinterFacts&)>;

std::function<Findings()> printer(const Change& change) {
  return [change] {
    PrinterFacts facts = healthy();
    change(facts);
    return check_printer(facts, models());
  };
}

std::function<Findings()> reason(const std::string& keyword, device::Severity severity) {
  return printer([=](PrinterFacts& facts) {
    facts.device.condition.reasons = {{keyword, severity, "E013", 0}};
  });
}

std::function<Findings()> machine(const std::function<void(MachineFacts&)>& change) {
  return [change] {
    MachineFacts facts = well_machine();
    change(facts);
    return check_machine(facts);
  };
}

NetworkFacts well_network() {
  NetworkFacts facts;
  facts.listen = {"0.0.0.0"};
  facts.avahi_socket = "/run/avahi-daemon/socket";
  facts.printers = 1;
  facts.shared = {"office"};
  facts.networks = {{"127.0.0.1", 8}, {"192.168.1.5", 24}, {"2001:db8::5", 64}};
  return facts;
}

std::function<Findings()> network(const std::function<void(NetworkFacts&)>& change) {
  return [change] {
    NetworkFacts facts = well_network();
    change(facts);
    return check_network(facts);
  };
}

ClientFacts well_client() {
  ClientFacts facts;
  facts.text = "print.example port 8631";
  facts.host = "print.example";
  facts.port = 8631;
  facts.reach.how = Reach::How::connected;
  facts.answers = true;
  facts.own_version = facts.version = "1.2";
  facts.now = now;
  return facts;
}

std::function<Findings()> client(const std::function<void(ClientFacts&)>& change) {
  return [change] {
    ClientFacts facts = well_client();
    change(facts);
    return check_client(facts);
  };
}

std::function<Findings()> absent(const std::function<void(ClientFacts&)>& change) {
  return client([change](ClientFacts& facts) {
    facts.answers = false;
    facts.here = true;
    facts.host.clear();
    facts.text = facts.socket = "/run/platen/platen.sock";
    facts.state = "/var/lib/platen";
    facts.user = "ada:ada";
    change(facts);
  });
}

job::Job job_that(job::JobState state) {
  job::Job job;
  job.id = 12;
  job.state = state;
  job.name = "the secret plan";
  job.user = "ada";
  job.created = job.processing = now - 3'600;
  job.changed = job.finished = now - 1'200;
  return job;
}

std::function<Findings()> job_case(const job::Job& job) {
  return [job] { return check_jobs({{job, "office"}}, now); };
}

device::Probe probe_of(const std::string& device_id, std::vector<device::Spoken> languages) {
  device::Probe probe;
  probe.answers = {{"pjl", device_id, ""}};
  probe.languages = std::move(languages);
  return probe;
}

UsbFacts usb(UsbFacts::State state) {
  UsbFacts facts;
  facts.state = state;
  facts.words = "there is no USB printer that fits";
  facts.device = "/dev/bus/usb/001/004";
  facts.owner = "root:lp";
  facts.user = "platen";
  facts.mode = 0660;
  facts.holders = {{812, "cupsd"}};
  return facts;
}

job::Job with_reason(job::Job job, const std::string& reason, std::int32_t attempts = 0) {
  job.reasons = {reason};
  job.attempts = attempts;
  job.state_message = "see to it";
  return job;
}

std::vector<Case> all_cases() {
  using S = job::JobState;
  using D = device::Severity;
  const std::string host = "print.example", here = "/run/platen/platen.sock";
  return {
      {"server-answers", well_client().text, {"platen 1.2"}, "", client([](auto&) {})},
      {"name-not-resolved", host, {"unknown name", ".local"}, "", client([](auto& f) {
         f.resolve_error = "unknown name";
       })},
      {"port-not-reachable",
       well_client().text,
       {"refused", "TCP port 8631"},
       "",
       client([](auto& f) {
         f.answers = false;
         f.reach = {Reach::How::refused, "Connection refused"};
       })},
      {"not-a-platen-server", well_client().text, {"404", "CUPS has 631"}, "", client([](auto& f) {
         f.answers = false;
         f.foreign = "HTTP status 404";
       })},
      {"server-not-running", here, {"platen server"}, "", absent([](auto&) {})},
      {"state-in-use", "/var/lib/platen", {"Process 7 (platen)"}, "", absent([](auto& f) {
         f.state_holder = Process{7, "platen"};
       })},
      {"stale-socket", here, {"nobody listens"}, "platen.sock is removed", absent([](auto& f) {
         f.socket_left = true;
       })},
      {"port-in-use", "port 8631", {"nginx (process 99)", "port = 8632"}, "", absent([](auto& f) {
         f.port_holder = Process{99, "nginx"};
       })},
      {"configuration-wrong", "platen.toml", {"line 3"}, "", absent([](auto& f) {
         f.config_error = "platen.toml: line 3: no such key";
       })},
      {"state-folder-missing",
       "/var/lib/platen",
       {"first starts"},
       "mode 0700",
       absent([](auto& f) { f.state_exists = false; })},
      {"state-folder-not-ours",
       "/var/lib/platen",
       {"root:root", "ada:ada"},
       "",
       absent([](auto& f) { f.state_owner = "root:root"; })},
      {"users-file-readable-by-others",
       "/var/lib/platen/users",
       {"0644"},
       "becomes 0600",
       absent([](auto& f) {
         f.secrets = {{"/var/lib/platen/users", 0644}};
       })},
      {"certificate-changed",
       host,
       {"do not log in"},
       "/home/ada/.cups/ssl/print.example.crt",
       client([](auto& f) {
         f.answers = false;
         f.kept_certificate = "/home/ada/.cups/ssl/print.example.crt";
       })},
      {"certificate-lacks-name", host, {"host-names"}, "", client([](auto& f) {
         f.names_missing = {f.host};
       })},
      {"certificate-expired", well_client().text, {"2027-01-15"}, "", client([](auto& f) {
         f.certificate = CertificateFact{"", true, now - 100};
       })},
      {"clock-wrong", well_client().text, {"3600 s behind", "timedatectl"}, "", client([](auto& f) {
         f.ahead_s = -3'600;
       })},
      {"proxy-in-the-way", host, {"http_proxy", "no_proxy"}, "", client([](auto& f) {
         f.proxies = {{"http_proxy", "proxy:3128"}};
       })},
      {"version-differs", well_client().text, {"1.2", "0.9"}, "", client([](auto& f) {
         f.version = "0.9";
       })},
      {"log-in-needed", well_client().text, {"operator"}, "", client([](auto& f) {
         f.refused = "only an operator or an administrator may do this";
       })},

      {"configuration-wrong",
       "/etc/platen/platen.toml",
       {"line 3: no such key"},
       "",
       machine([](auto& f) { f.config_error = "line 3: no such key"; })},
      {"configuration-not-read",
       "/etc/platen/platen.toml",
       {"SIGHUP"},
       "reads",
       machine([](auto& f) { f.config_newer = true; })},
      {"spool-not-writable", "/var/spool/platen", {"Read-only"}, "", machine([](auto& f) {
         f.spool_error = "Read-only file system";
       })},
      {"disk-full", "/var/spool/platen", {"3 MB"}, "", machine([](auto& f) {
         f.free_bytes = 3U << 20;
       })},
      {"disk-nearly-full", "/var/spool/platen", {"300 MB"}, "", machine([](auto& f) {
         f.free_bytes = 300U << 20;
       })},
      {"users-file-readable-by-others",
       "/var/lib/platen/users",
       {"0640"},
       "becomes 0600",
       machine([](auto& f) { f.users.mode = 0640; })},
      {"secret-readable-by-others",
       "/var/lib/platen/accounts",
       {"0604"},
       "becomes 0600",
       machine([](auto& f) {
         f.secrets = {{"/var/lib/platen/accounts", 0604}};
       })},
      {"certificate-expired",
       "/etc/own.pem",
       {"2027-01-15", "[tls] certificate"},
       "",
       machine([](auto& f) {
         f.certificate = CertificateFact{"/etc/own.pem", false, now};
       })},
      {"certificate-expired",
       "/var/lib/platen/tls/certificate.pem",
       {},
       "made anew",
       machine([](auto& f) {
         f.certificate = CertificateFact{"/var/lib/platen/tls/certificate.pem", true, now};
       })},
      {"certificate-ends-soon", "/etc/own.pem", {"2027-01-16"}, "", machine([](auto& f) {
         f.certificate = CertificateFact{"/etc/own.pem", false, now + 86'400};
       })},
      {"store-was-mended", "/var/lib/platen/lost", {"report"}, "", machine([](auto& f) {
         f.lost = "/var/lib/platen/lost";
       })},
      {"sandbox-lacking", "server", {"no Landlock"}, "", machine([](auto& f) {
         f.unprotected = "the kernel has no Landlock";
       })},
      {"program-missing",
       "gs",
       {"printing PDF", "apt-get install ghostscript"},
       "",
       machine([](auto& f) {
         f.missing = {{"gs", "printing PDF and PostScript", "apt-get install ghostscript"}};
       })},
      {"program-replaced", "server", {"systemctl restart"}, "", machine([](auto& f) {
         f.program_replaced = true;
       })},
      {"too-few-open-files", "server", {"1024", "LimitNOFILE"}, "", machine([](auto& f) {
         f.files_have = 1'024;
       })},

      {"no-printers", "server", {"platen add"}, "", network([](auto& f) {
         f.printers = 0;
         f.shared.clear();
       })},
      {"listens-here-alone", "127.0.0.1, ::1", {"listen = [\"*\"]"}, "", network([](auto& f) {
         f.listen = {"127.0.0.1", "::1"};
       })},
      {"dns-sd-not-running", "/run/avahi-daemon/socket", {"avahi-daemon"}, "", network([](auto& f) {
         f.avahi_answers = false;
       })},
      {"announcing-off", "server", {"announce = false"}, "", network([](auto& f) {
         f.announces = false;
       })},
      {"printer-not-shared",
       "cellar",
       {"printer-is-shared=true"},
       "announced",
       network([](auto& f) { f.unshared = {"cellar"}; })},
      {"inbox-not-open", "office", {"port 9100: in use", "--raw-port"}, "", network([](auto& f) {
         f.inboxes = {{"office", "raw", 9100, "in use"}};
       })},
      {"inbox-refuses", "office", {"login-to-print"}, "", network([](auto& f) {
         f.inboxes = {{"office", "raw", 9100, ""}, {"office", "lpd", 515, ""}};
         f.login_to_print = true;
       })},
      {"routed-network", "10.1.2.3", {"192.168.1.5/24", "DNS records"}, "", network([](auto& f) {
         f.client = "10.1.2.3";
       })},
      {"routed-network", "2001:db8:0:1::9", {"2001:db8::5/64"}, "", network([](auto& f) {
         f.client = "2001:db8:0:1::9";
       })},

      {"device-answers", "office", {"192.0.2.7 port 9100", "iR1024"}, "", printer([](auto&) {})},
      {"printer-ready", "office", {}, "", printer([](auto&) {})},
      {"device-name-not-resolved",
       "office",
       {"copier.example", "platen modify -d office -v"},
       "",
       printer([](auto& f) {
         f.host = "copier.example";
         f.reach = {Reach::How::not_resolved, "nobody knows it"};
         f.probe.reset();
       })},
      {"device-unreachable",
       "office",
       {"192.0.2.7 port 9100", "No route", "network page"},
       "",
       printer([](auto& f) {
         f.reach = {Reach::How::no_answer, "No route to host"};
         f.probe.reset();
       })},
      {"device-moved",
       "office",
       {"serial A1", "192.0.2.5", "192.0.2.7", "2026-03-01 14:05 UTC", "fixed address"},
       "",
       printer([](auto& f) {
         f.moved = MoveFacts{"192.0.2.5", "192.0.2.7", "serial A1", 1'772'373'900};
       })},
      {"device-not-found", "office", {"serial A1", "router"}, "", printer([](auto& f) {
         f.printer.device_identity = {"serial:A1"};
         f.search.end = SearchFacts::End::not_found;
       })},
      {"device-claimed-by-several",
       "office",
       {"192.0.2.5, 192.0.2.6", "serial A1", "platen modify -d office"},
       "",
       printer([](auto& f) {
         f.printer.device_identity = {"serial:A1"};
         f.search = {SearchFacts::End::several, "192.0.2.5, 192.0.2.6", 0};
       })},
      {"device-known-in-part", "office", {"192.0.2.5", "serial A1"}, "", printer([](auto& f) {
         f.printer.device_identity = {"serial:A1", "mac:02:00:00:00:00:01"};
         f.search = {SearchFacts::End::in_part, "192.0.2.5", 0};
       })},
      {"other-device-answers",
       "office",
       {"192.0.2.7 port 9100", "serial B2", "serial A1"},
       "",
       printer([](auto& f) {
         f.printer.device_identity = {"serial:A1"};
         f.probe->answers.front().identity = {"serial:B2"};
       })},
      {"device-refuses", "office", {"refused", "raw port"}, "", printer([](auto& f) {
         f.reach = {Reach::How::refused, "Connection refused"};
         f.probe.reset();
       })},
      {"device-answers", "office", {"USB device takes"}, "", printer([](auto& f) {
         f.usb = usb(UsbFacts::State::fine);
       })},
      {"usb-device-missing", "office", {"no USB printer", "cable"}, "", printer([](auto& f) {
         f.usb = usb(UsbFacts::State::missing);
       })},
      {"usb-held-by-process",
       "office",
       {"cupsd (process 812)", "/dev/bus/usb/001/004"},
       "",
       printer([](auto& f) { f.usb = usb(UsbFacts::State::held); })},
      {"usb-not-permitted", "office", {"root:lp", "0660", "platen"}, "", printer([](auto& f) {
         f.usb = usb(UsbFacts::State::denied);
       })},
      {"wrong-model",
       "office",
       {"iR1020", "canon-ir1024"},
       "office becomes a canon-ir1020",
       printer([](auto& f) { f.probe = probe_of("MFG:Canon;MDL:iR1020;", {}); })},
      {"wrong-model", "office", {"LaserJet"}, "", printer([](auto& f) {
         f.probe = probe_of("MFG:HP;MDL:LaserJet 4;", {});
       })},
      {"wrong-language", "office", {"pcl-xl", "postscript", "garbage"}, "", printer([](auto& f) {
         f.probe = probe_of("MFG:Canon;MDL:iR1024;", {{"postscript", "pjl", "POSTSCRIPT"}});
       })},
      {"wrong-language", "office", {"pcl-xl"}, "becomes pcl-5e", printer([](auto& f) {
         f.probe = probe_of("MFG:Canon;MDL:iR1024;", {{"pcl-5e", "pjl", "PCL5E"}});
       })},
      {"language-not-confirmed", "office", {"test-page"}, "", printer([](auto& f) {
         f.probe = probe_of("MFG:Canon;MDL:iR1024;", {});
       })},
      {"status-not-told", "office", {"SNMP"}, "", printer([](auto& f) {
         f.has_channels = true;
         f.device.channels.clear();
       })},

      {"supply-empty", "office", {"Toner is empty"}, "", printer([](auto& f) {
         f.device.supplies = {{"toner", "black", "Toner", "", false, left(0)}};
       })},
      {"supply-empty", "office", {"the toner", "E013"}, "", reason("toner-empty", D::error)},
      {"supply-low", "office", {"Toner is low", "7 %"}, "", printer([](auto& f) {
         f.device.supplies = {{"toner", "black", "Toner", "", false, left(7)}};
       })},
      {"supply-low", "office", {"low"}, "", reason("marker-supply-low", D::warning)},
      {"waste-full", "office", {"Waste toner is full", "Do not empty"}, "", printer([](auto& f) {
         f.device.supplies = {{"waste-toner", "", "Waste toner", "", true, left(0)}};
       })},
      {"waste-nearly-full",
       "office",
       {"nearly full"},
       "",
       reason("marker-waste-almost-full", D::warning)},
      {"paper-jam", "office", {"E013", "torn pieces"}, "", reason("media-jam", D::error)},
      {"cover-open", "office", {"Close all covers"}, "", reason("door-open", D::error)},
      {"paper-empty", "office", {"Load the paper"}, "", reason("media-empty", D::error)},
      {"device-needs-attention",
       "office",
       {"fuser-over-temp", "display"},
       "",
       reason("fuser-over-temp", D::error)},
      {"paper-mismatch",
       "office",
       {"iso_a4_210x297mm", "loaded is na_letter_8.5x11in"},
       "becomes na_letter_8.5x11in",
       printer([](auto& f) {
         f.printer.defaults = {{"media", "iso_a4_210x297mm"}};
         f.device.media = {{"tray-1", "na_letter_8.5x11in", "", Hmm{0}, Hmm{0}, {}}};
       })},
      {"paper-mismatch", "office", {"Job 5 asks"}, "", printer([](auto& f) {
         f.waiting = {{5, "iso_a5_148x210mm"}};
         f.device.media = {{"tray-1", "iso_a4_210x297mm", "", Hmm{0}, Hmm{0}, {}}};
       })},
      {"printer-paused",
       "office",
       {"2 jobs wait", "toner comes tomorrow"},
       "prints on",
       printer([](auto& f) {
         f.printer.paused = true;
         f.printer.state_message = "toner comes tomorrow";
         f.waiting = {{5, ""}, {6, ""}};
       })},
      {"printer-not-accepting", "office", {"refuse"}, "takes new jobs", printer([](auto& f) {
         f.printer.accepting = false;
       })},
      {"printer-holds-new-jobs", "office", {}, "by themselves", printer([](auto& f) {
         f.printer.hold_new_jobs = true;
       })},
      {"model-missing", "office", {"canon-ir1024"}, "", printer([](auto& f) {
         f.model = nullptr;
       })},
      {"defaults-impossible",
       "office",
       {"no duplex on labels"},
       "The default sides",
       printer([](auto& f) {
         f.defaults_error = "no duplex on labels";
         f.defaults_option = "sides";
       })},
      {"filter-missing", "office", {"/opt/rastertocanon"}, "", printer([](auto& f) {
         f.missing_filter = "/opt/rastertocanon";
       })},

      {"job-stuck",
       "job 12",
       {"processing", "60 minutes", "office"},
       "taken back",
       job_case(job_that(S::processing))},
      {"job-stuck",
       "job 12",
       {"pending", "see to it"},
       "taken back",
       job_case(with_reason(job_that(S::pending), "printer-stopped-partly", 4))},
      {"job-held-for-attention",
       "job 12",
       {"see to it"},
       "printed on office",
       job_case(with_reason(job_that(S::held), "job-suspended-by-system"))},
      {"job-failed", "job 12", {"reprint 12"}, "", job_case(job_that(S::aborted))},

      {"profile-missing",
       "Baryta",
       {"store restore"},
       "",
       [] {
         return check_library({{{"Baryta", "not found"}}, {}, {}});
       }},
      {"profile-unreadable",
       "Baryta",
       {"no ICC profile"},
       "",
       [] {
         return check_library({{}, {{"Baryta", "its bytes are no ICC profile"}}, {}});
       }},
      {"library-out-of-order",
       "canon-ir1024",
       {"no size"},
       "",
       [] {
         return check_library({{}, {}, {{"canon-ir1024", "no size of that name"}}});
       }},
  };
}

} // namespace

const std::vector<Case>& cases() {
  static const std::vector<Case> all = all_cases();
  return all;
}

const std::vector<model::Model>& models() {
  static const std::vector<model::Model> all = model::load_models(PLATEN_SOURCE_DATA).value();
  return all;
}

PrinterFacts healthy() {
  PrinterFacts facts;
  facts.printer.id = 1;
  facts.printer.name = "office";
  facts.printer.model = copier().id;
  facts.printer.device_uri = "socket://192.0.2.7";
  facts.model = &copier();
  facts.host = "192.0.2.7";
  facts.address = "192.0.2.7 port 9100";
  facts.reach.how = Reach::How::connected;
  facts.probe = probe_of("MFG:Canon;MDL:iR1024;", {{"pcl-xl", "pjl", "PCLXL"}});
  facts.has_channels = true;
  facts.device.channels = {"pjl"};
  facts.device.supplies = {{"toner", "black", "Toner", "", false, left(60)}};
  facts.device.media = {{"tray-1", "iso_a4_210x297mm", "", Hmm{0}, Hmm{0}, {}}};
  return facts;
}

MachineFacts well_machine() {
  MachineFacts facts;
  facts.now = now;
  facts.config_file = "/etc/platen/platen.toml";
  facts.spool = "/var/spool/platen";
  facts.free_bytes = 1ULL << 40;
  facts.users = {"/var/lib/platen/users", 0600};
  facts.files_have = 10'000;
  facts.files_need = 8'192;
  return facts;
}

namespace {

// What is well gives nothing but good news.
TEST(Health, HasNoFindings) {
  EXPECT_TRUE(check_machine(well_machine()).empty());
  EXPECT_TRUE(check_network(well_network()).empty());
  EXPECT_TRUE(check_library({}).empty());
  for (const Finding& one : check_printer(healthy(), models()))
    EXPECT_EQ(one.severity, Severity::good) << one.code;
  for (const Finding& one : check_client(well_client()))
    EXPECT_EQ(one.severity, Severity::good) << one.code;
}

TEST(Health, IsNotWhatNobodyKnows) {
  PrinterFacts facts = healthy();
  facts.reach.how = Reach::How::untried;
  facts.probe.reset();
  EXPECT_FALSE(has(check_printer(facts, models()), "printer-ready"));
  facts.printing = true;
  EXPECT_TRUE(has(check_printer(facts, models()), "printer-ready"));
}

TEST(Paper, IsComparedBySizeAndNotByName) {
  PrinterFacts facts = healthy();
  facts.printer.defaults = {{"media", "a4"}};
  EXPECT_FALSE(has(check_paper(facts), "paper-mismatch"));
  facts.printer.defaults = {{"media", "210x297mm"}};
  EXPECT_FALSE(has(check_paper(facts), "paper-mismatch"));
  facts.printer.defaults = {{"media", "letter"}};
  EXPECT_TRUE(has(check_paper(facts), "paper-mismatch"));
  facts.device.media.front().size.clear(); // nobody knows what is loaded
  EXPECT_FALSE(has(check_paper(facts), "paper-mismatch"));
}

TEST(Supplies, AreNotLowWhereNobodyKnows) {
  PrinterFacts facts = healthy();
  facts.device.supplies = {{"ink", "cyan", "Cyan", "C", false, {}}};
  EXPECT_TRUE(check_supplies(facts).empty());
}

TEST(Supplies, AreToldOnceWhereLevelAndReasonAgree) {
  PrinterFacts facts = healthy();
  facts.device.supplies = {{"toner", "black", "Toner", "", false, left(4)}};
  facts.device.condition.reasons = {{"toner-low", device::Severity::warning, "", 0}};
  facts.reasons = {"toner-low-warning"};
  EXPECT_EQ(check_supplies(facts).size(), 1U);
}

TEST(Reasons, OfSessionAndDeviceAreToldOnce) {
  PrinterFacts facts = healthy();
  facts.device.condition.reasons = {{"door-open", device::Severity::error, "", 0}};
  facts.reasons = {"cover-open"};
  const Findings found = check_queue(facts);
  EXPECT_EQ(std::count_if(found.begin(), found.end(),
                          [](const Finding& one) { return one.code == "cover-open"; }),
            1);
}

TEST(Jobs, WaitRightlyByAWishAPinOrALanguage) {
  job::Job job = job_that(job::JobState::held);
  job.reasons = {"job-hold-until-specified"};
  EXPECT_TRUE(check_jobs({{job, "office"}}, now).empty());
  job.reasons = {"job-password-wait"};
  EXPECT_TRUE(check_jobs({{job, "office"}}, now).empty());
  job.reasons = {"job-suspended-by-system",
                 "resources-are-not-supported"}; // its device has another
  EXPECT_TRUE(check_jobs({{job, "office"}}, now).empty());
  job.state = job::JobState::aborted;
  job.finished = now - 2 * failed_lately_s;
  EXPECT_TRUE(check_jobs({{job, "office"}}, now).empty());
  job.state = job::JobState::processing;
  job.changed = now - stuck_after_s + 1;
  EXPECT_TRUE(check_jobs({{job, "office"}}, now).empty());
}

TEST(Jobs, KeepTheirTitlesAndUsersToThemselves) {
  for (const auto state : {job::JobState::processing, job::JobState::aborted}) {
    for (const Finding& one : check_jobs({{job_that(state), "office"}}, now)) {
      EXPECT_EQ(to_json(one).dump().find("secret plan"), std::string::npos);
      EXPECT_EQ(to_json(one).dump().find("ada"), std::string::npos);
    }
  }
}

TEST(Routing, KnowsWhoIsNear) {
  NetworkFacts facts = well_network();
  for (const char* near : {"192.168.1.77", "127.0.0.9", "2001:db8::1:2"}) {
    facts.client = near;
    EXPECT_TRUE(check_network(facts).empty()) << near;
  }
  for (const char* far : {"192.168.2.77", "8.8.8.8", "2001:db9::1", "::1"}) {
    facts.client = far;
    EXPECT_TRUE(has(check_network(facts), "routed-network")) << far;
  }
}

// A socket that a living server is about to use stays.
TEST(Socket, StaysWhileSomebodyHoldsTheFolder) {
  ClientFacts facts = well_client();
  facts.answers = false;
  facts.here = facts.socket_left = true;
  facts.state_holder = Process{7, "platen"};
  for (const Finding& one : check_client(facts))
    EXPECT_FALSE(one.code == "stale-socket" && one.has_fix);
}

} // namespace
} // namespace platen::doctor
