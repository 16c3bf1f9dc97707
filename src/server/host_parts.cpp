#include "base/file.h"
#include "server/event_feed.h"
#include "server/host.h"
#include "server/print_scan.h"

#include <algorithm>
#include <array>
#include <thread>
#include <tuple>

#include <unistd.h>

namespace platen::server {

namespace {

bool is_loopback(const http::ListenAddress& one) {
  return one.address.starts_with("127.") || one.address == "::1";
}

} // namespace

std::string host_name() {
  std::array<char, 256> name{};
  const bool known = ::gethostname(name.data(), name.size() - 1) == 0 && name[0] != '\0';
  return known ? name.data() : "localhost";
}

// For descriptors: the usual 1,024 are less than half of what the usual 4,000 connections need.
Descriptors Host::make_room(std::size_t connections) {
  const std::uint64_t wanted = descriptors_for(connections);
  const std::uint64_t limit = raise_descriptor_limit(wanted);
  const Descriptors share = share_descriptors(limit, connections);
  if (limit < wanted)
    log_.line(LogLevel::warning, "this process may have " + std::to_string(limit) +
                                     " files open, but " + std::to_string(connections) +
                                     " connections need " + std::to_string(wanted) + "; it takes " +
                                     std::to_string(share.connections) +
                                     ": raise the hard limit (LimitNOFILE= of the service, ulimit "
                                     "-Hn), or lower [limits] connections");
  return share;
}

// Of platen.toml, else those that were given in the app, else the server's own.
std::pair<std::filesystem::path, std::filesystem::path>
Host::tls_files(const Config& config) const {
  if (!config.certificate.empty()) return {config.certificate, config.key};
  const std::filesystem::path given = options_.paths.given_tls();
  std::error_code ignored;
  if (std::filesystem::is_directory(given, ignored))
    return {given / "certificate.pem", given / "key.pem"};
  return {options_.paths.certificate(), options_.paths.key()};
}

http::ServerOptions Host::http_options(const Config& config) {
  http::ServerOptions options;
  options.listen = listen_addresses(config).value(); // checked with the configuration
  options.unix_socket = options_.paths.socket;
  std::tie(options.certificate, options.key) = tls_files(config);
  options.names = {host_, host_.substr(0, host_.find('.'))};
  std::ranges::copy(config.host_names, std::back_inserter(options.names));
  options.threads = std::max(2u, std::thread::hardware_concurrency());
  const Descriptors share = make_room(config.connections);
  options.limits.connections = share.connections;
  options.limits.reserved_descriptors = share.reserved;
  options.limits.connections_per_address = config.connections_per_address;
  options.limits.body_bytes = config.document_bytes;
  options.short_of_memory = [this] { return last_memory_.is_short(); };
  options.log = log_.callback("http");
  options.access = [this](const http::ServerOptions::Access& access) {
    seen_.note(access.peer, access.path, access.status, now());
    monitoring_->monitor().counters().request(access.path, access.status, access.in, access.out,
                                              access.took);
    if (log_requests_)
      log_.line(LogLevel::info, access.method + " " + access.path,
                {{"status", std::to_string(access.status)},
                 {"from", access.peer.address.empty() ? "local" : access.peer.address},
                 {"in", std::to_string(access.in)},
                 {"out", std::to_string(access.out)},
                 {"us", std::to_string(access.took.count())}});
  };
  return options;
}

intake::ipp::Identity Host::identity() const {
  intake::ipp::Identity identity;
  identity.host = host_;
  const auto addresses = http_->addresses();
  identity.port = addresses.empty() ? config_.port : addresses.front().port;
  identity.uuid = core_->uuid();
  identity.version = PLATEN_VERSION;
  identity.started = now();
  return identity;
}

intake::ipp::Services Host::ipp_services() {
  intake::ipp::Services services = core_->ipp_services(identity());
  services.inboxes = [this](const job::Printer& printer) {
    return inboxes_ ? inboxes_->of(printer) : std::vector<intake::inbox::Inbox>();
  };
  return services;
}

void Host::make_inboxes() {
  inbox_settings_.set(inbox_settings(config_));
  auto inboxes = std::make_unique<intake::inbox::Inboxes>(
      intake::inbox::Inboxes::Options{.service = *ipp_,
                                      .store = core_->store(),
                                      .settings = inbox_settings_,
                                      .addresses = listen_addresses(config_).value(),
                                      .log = log_.callback("inbox")});
  const std::lock_guard lock(announcing_); // the store's thread tells it of changes
  inboxes_ = std::move(inboxes);
}

Result<void> Host::open_scanning() {
  Scanning::Options options{
      .folder = options_.paths.state / "scan",
      .uuid = core_->uuid(),
      .models = core_->models(),
      .printer_uuid = [this](const std::string& name) { return printer_uuid(name); },
      .log = log_,
      .without_sandbox = config_.open_documents_without_sandbox,
      .print =
          [this](const std::string& printer, const scan::PackedFile& file, const std::string& user,
                 const Cancel& cancel) {
            return print_scan(identity().port, printer, file, user, cancel);
          },
      .changed = [this](const scan::Session& session) { tell_scan(core_->events(), session); },
      .scanner_changed =
          [this](const std::string& name) {
            core_->events().publish({"scanner", name});
          },
      .announce =
          [this](const std::string& name, const SharedScanner* scanner) {
            const std::lock_guard lock(announcing_);
            if (scanner != nullptr)
              shared_scanners_[name] = *scanner;
            else
              shared_scanners_.erase(name);
            if (announcements_) announcements_->scanner_changed(name, scanner);
          },
  };
  TRY(scanning_, Scanning::open(std::move(options)));
  return {};
}

std::string Host::printer_uuid(const std::string& name) const {
  const auto printers = core_->store().printers();
  const auto found = std::ranges::find(*printers, name, &job::Printer::name);
  return found == printers->end() ? std::string() : found->uuid;
}

discovery::ServerFacts Host::announced_facts() const {
  discovery::ServerFacts facts;
  facts.host = host_;
  facts.port = identity().port;
  return facts;
}

Doctor::Parts Host::doctor_parts() {
  return {.core = *core_,
          .paths = options_.paths,
          .config = config_now_,
          .read_again = options_.reload,
          .config_time = [this] { return config_time_.load(); },
          .listens = [this] { return http_->addresses(); },
          .announcements =
              [this] {
                const std::lock_guard lock(announcing_);
                return all_announcements(core_->store(), core_->models(), announced_facts(), host_,
                                         shared_scanners_);
              },
          .renew_certificate = [this] { return http_->reload_certificate(); },
          .inboxes = [this](const job::Printer& printer) { return inboxes_->of(printer); },
          .host = host_,
          .private_words =
              [this] {
                std::vector<std::string> words;
                for (const scan::Destination& one : scanning_->services().catalogue.destinations())
                  for (const std::string& word : {one.name, one.address, one.user})
                    words.push_back(word);
                return words;
              },
          .recent_log = [this] { return log_.recent(); }};
}

// What anybody may know who is to print here.
web::InstallFacts Host::install_facts() {
  const auto config = config_now_.get();
  const auto listens = http_->addresses();
  web::InstallFacts facts{.host = host_,
                          .uuid = core_->uuid(),
                          .certificate = {},
                          .announces = config->announce,
                          .local_only = std::ranges::all_of(listens, is_loopback),
                          .scanners = {}};
  constexpr std::uint64_t most_of_a_certificate = 1 << 20;
  if (const auto pem = read_file(tls_files(*config).first, most_of_a_certificate))
    facts.certificate = as_text(*pem);
  const std::lock_guard lock(announcing_);
  for (const auto& [name, scanner] : shared_scanners_)
    facts.scanners.push_back({name, scanner.entry.info.empty() ? name : scanner.entry.info});
  return facts;
}

Updates::Parts Host::updates_parts() {
  return {.place = Core::models_place(options_.paths),
          .config = config_now_,
          .log = log_,
          .take =
              [this](std::vector<model::Model> models) {
                core_->take(std::move(models));
                const std::lock_guard lock(announcing_);
                if (announcements_) announcements_->start();
              },
          .changed =
              [this] {
                core_->events().publish({"settings", ""},
                                        {.least = auth::Role::administrator, .owner = {}});
              }};
}

void Host::start_announcing() {
  auto announcements = std::make_unique<Announcements>(
      core_->store(), core_->models(), announced_facts(), host_,
      discovery::Announcer::Options{.named = {}, .log = log_.callback("discovery")});
  const std::lock_guard lock(announcing_); // no change between the first look and the following
  announcements->start();
  announcements_ = std::move(announcements);
  scanning_->announce_all();
}

// Outside of the lock, for which the store's thread may wait, and which Avahi's need not know.
void Host::stop_announcing() {
  std::unique_ptr<Announcements> gone;
  const std::lock_guard lock(announcing_);
  gone.swap(announcements_);
}

// Of a job its owner hears, and whoever may look after other people's.
void Host::tell_of(std::int64_t id, const monitor::Notice& notice) {
  intake::api::Audience audience{.least = auth::Role::user, .owner = {}};
  if (!notice.owner.empty()) audience.owner = notice.owner;
  core_->events().publish({"notice", std::to_string(id)}, std::move(audience));
}

} // namespace platen::server
