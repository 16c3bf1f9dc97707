#include "server/scanning.h"

#include "base/side_thread.h"
#include "intake/escl/service.h"
#include "job/job.h"
#include "scan/broker/scanners.h"
#include "scan/device/open.h"
#include "scan/store/store.h"
#include "server/core.h"
#include "server/scan_delivery.h"
#include "server/scan_profiles.h"

namespace platen::server {

namespace {

constexpr std::string_view uuid_prefix = "urn:uuid:";

std::string bare_uuid(const std::string& uuid) {
  return uuid.starts_with(uuid_prefix) ? uuid.substr(uuid_prefix.size()) : uuid;
}

class WholeScanning final : public Scanning {
public:
  explicit WholeScanning(Options options)
      : options_(std::move(options)), profiles_(options_.folder / "profiles") {}
  ~WholeScanning() override { stop(); }

  Result<void> build();
  void start() override { sessions_->resume(); }
  void tick() override { sessions_->tick(); }
  void end_sessions() override {
    if (sessions_) sessions_->stop();
  }
  void stop() override;
  const intake::api::ScanServices& services() const override { return *services_; }
  http::Handler& escl() override { return *escl_; }
  Result<void> put_own(scan::ScannerEntry entry) override;
  void announce_all() override;
  std::map<std::string, std::size_t> scans_by_stage() const override;
  std::map<std::string, std::size_t> deliveries_by_state() const override {
    return delivery_->by_state();
  }

private:
  Result<void> make_scanners();
  Result<void> make_sessions();
  void make_services();
  void scanner_changed(const std::string& name);
  void put_into_use(scan::ScannerEntry entry);
  void announce(const std::string& name);
  void pressed(const scan::ScannerEntry& entry, const std::string& button);

  Options options_;
  ScanProfiles profiles_;
  std::unique_ptr<scan::RecordStore> store_;
  std::unique_ptr<scan::Catalogue> catalogue_;
  std::unique_ptr<scan::Scanners> scanners_;
  std::unique_ptr<ScanDelivery> delivery_;
  std::unique_ptr<scan::Sessions> sessions_;
  std::unique_ptr<intake::api::ScanServices> services_;
  std::unique_ptr<intake::escl::Service> escl_;
  SideThread asking_{256}; // asks devices what they are, and tells the network
};

Result<void> WholeScanning::build() {
  std::error_code error;
  std::filesystem::create_directories(options_.folder, error);
  if (error)
    return fail(Errc::io,
                "the folder " + options_.folder.string() + " cannot be made: " + error.message());
  std::filesystem::permissions(options_.folder, std::filesystem::perms::owner_all, error);
  TRY(store_, scan::open_record_store(options_.folder));
  const auto report = [this](const std::string& text) {
    options_.log.line(LogLevel::warning, text);
  };
  TRY(catalogue_, scan::Catalogue::open(*store_, report));
  TRY_VOID(make_scanners());
  TRY_VOID(make_sessions());
  make_services();
  return {};
}

Result<void> WholeScanning::make_scanners() {
  scan::Scanners::Options options;
  options.open = [models = options_.models](const scan::ScannerEntry& entry, const Cancel& cancel) {
    return scan::open_scanner(entry.uri, entry.model, models, cancel);
  };
  options.pressed = [this](const scan::ScannerEntry& entry, const std::string& button) {
    pressed(entry, button);
  };
  options.log = options_.log.callback("scan");
  TRY(scanners_, scan::make_scanners(std::move(options)));
  for (scan::ScannerEntry& entry : catalogue_->scanners())
    put_into_use(std::move(entry));
  return {};
}

Result<void> WholeScanning::make_sessions() {
  ScanDelivery::Services delivery{*store_,        *catalogue_,  options_.folder / "secrets",
                                  options_.print, options_.log, options_.changed};
  TRY(delivery_, ScanDelivery::open(std::move(delivery)));
  const scan::TextTerms terms{.without_sandbox = options_.without_sandbox};
  scan::Sessions::Services sessions{
      .store = *store_,
      .scanners = *scanners_,
      .folder = options_.folder / "sessions",
      .clock = now,
      .log = options_.log.callback("scan"),
      .orientation =
          [terms](const scan::PageImage& page) {
            const Cancel cancel;
            return scan::find_orientation(page, terms, cancel);
          },
      .read_text =
          [terms](const scan::PageImage& page, const std::vector<std::string>& languages,
                  const Cancel& cancel) {
            scan::TextTerms with_languages = terms;
            with_languages.languages = languages;
            return scan::recognise(page, with_languages, cancel);
          },
      .profile = [this](const std::string& scanner) { return profiles_.find(scanner); },
      .deliver = [this](const scan::Session& session) { return delivery_->deliver(session); },
      .canceled = [this](const scan::Session& session) { delivery_->drop(session); },
      .uuid = bare_uuid(options_.uuid),
      .changed =
          [this](const std::shared_ptr<const scan::Session>& session) {
            options_.changed(*session);
          },
  };
  TRY(sessions_, scan::Sessions::open(std::move(sessions)));
  return delivery_->follow(*sessions_);
}

void WholeScanning::make_services() {
  services_ = std::make_unique<intake::api::ScanServices>(intake::api::ScanServices{
      .scanners = *scanners_,
      .catalogue = *catalogue_,
      .sessions = *sessions_,
      .keep_secret =
          [this](const std::string& destination, std::optional<std::string> secret) {
            return delivery_->keep_secret(destination, secret);
          },
      .with_secrets = [this] { return delivery_->with_secrets(); },
      .keep_profile =
          [this](const std::string& scanner, std::optional<Buffer> profile) {
            return profiles_.put(scanner, std::move(profile));
          },
      .profile = [this](const std::string& scanner) { return profiles_.find(scanner); },
      .scanner_changed = [this](const std::string& name) { scanner_changed(name); },
      .deliveries = [this](const scan::Session& session) { return delivery_->describe(session); },
      .retry_deliveries =
          [this](const scan::Session& session) { return delivery_->retry(session); },
      .test_destination = [this](const std::string& name,
                                 const std::string& user) { return delivery_->test(name, user); },
  });
  escl_ = std::make_unique<intake::escl::Service>(intake::escl::Services{
      .scanners = *scanners_, .make_uuid = job::make_uuid, .log = options_.log.callback("escl")});
}

// What clients began is settled before its parts go. Whoever waits for a device that does not
// answer hears first that nobody wants to know any more.
void WholeScanning::stop() {
  end_sessions();
  if (scanners_) scanners_->end();
  asking_.end();
  escl_.reset();
  if (delivery_) delivery_->stop();
  sessions_.reset();
  scanners_.reset();
}

void WholeScanning::scanner_changed(const std::string& name) {
  options_.scanner_changed(name);
  if (auto entry = catalogue_->scanner(name)) {
    put_into_use(*std::move(entry));
  } else {
    scanners_->remove(name);
    options_.announce(name, nullptr);
  }
}

// A scanner with the name of a printer is the same machine, and has its uuid.
void WholeScanning::put_into_use(scan::ScannerEntry entry) {
  const std::string printers = options_.printer_uuid(entry.name);
  const std::string uuid = !printers.empty()    ? printers
                           : entry.uuid.empty() ? job::make_uuid()
                                                : entry.uuid;
  if (uuid != entry.uuid) {
    entry.uuid = uuid;
    if (catalogue_->scanner(entry.name))
      if (const auto kept = catalogue_->put(entry); !kept)
        options_.log.line(LogLevel::warning, kept.error().message());
  }
  const std::string name = entry.name;
  scanners_->put(std::move(entry));
  announce(name);
}

// Its record tells what it can, so that the device has to be asked first.
void WholeScanning::announce(const std::string& name) {
  const bool taken = asking_.take([this, name](bool run) {
    if (!run) return;
    SharedScanner shared;
    for (scan::ScannerEntry& entry : scanners_->entries())
      if (entry.name == name) shared.entry = std::move(entry);
    if (shared.entry.name.empty()) return;
    auto facts = scanners_->facts(name);
    if (!facts && facts.error().code == Errc::cancelled) return; // the server ends
    if (!facts) {
      options_.log.line(LogLevel::warning,
                        "the scanner " + name + " does not answer: " + facts.error().message());
      return;
    }
    shared.facts = *std::move(facts);
    options_.announce(name, &shared);
  });
  if (!taken)
    options_.log.line(LogLevel::warning, "the scanner " + name + " cannot be announced now");
}

void WholeScanning::announce_all() {
  for (const scan::ScannerEntry& entry : scanners_->entries())
    announce(entry.name);
}

std::map<std::string, std::size_t> WholeScanning::scans_by_stage() const {
  std::map<std::string, std::size_t> count;
  for (const auto& session : sessions_->book().all())
    ++count[std::string(scan::word(session->stage))];
  return count;
}

Result<void> WholeScanning::put_own(scan::ScannerEntry entry) {
  if (const auto known = catalogue_->scanner(entry.name)) entry.uuid = known->uuid;
  TRY_VOID(catalogue_->put(entry));
  put_into_use(std::move(entry));
  return {};
}

void WholeScanning::pressed(const scan::ScannerEntry& entry, const std::string& button) {
  for (const scan::Recipe& recipe : catalogue_->recipes()) {
    if (recipe.scanner != entry.name || recipe.button != button) continue;
    auto settings = catalogue_->settings(recipe.name, {});
    const auto begun =
        settings ? sessions_->start({entry.name, "anonymous", recipe.name, *std::move(settings)})
                 : Failure(settings.error());
    options_.log.line(
        begun ? LogLevel::info : LogLevel::warning,
        "button " + button + " of " + entry.name + ": " +
            (begun ? "scan " + std::to_string((*begun)->id) + " begins" : begun.error().message()));
    return;
  }
  options_.log.line(LogLevel::info,
                    "button " + button + " of " + entry.name + " belongs to no recipe");
}

} // namespace

Result<std::unique_ptr<Scanning>> Scanning::open(Options options) {
  auto scanning = std::make_unique<WholeScanning>(std::move(options));
  TRY_VOID(scanning->build());
  return scanning;
}

} // namespace platen::server
