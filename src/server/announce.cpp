#include "server/announce.h"

#include "intake/ipp/formats.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace platen::server {

namespace {

// What the network called a printer when it was asked for `info`.
std::string setting_key(const std::string& uuid) {
  return "dns-sd-name " + uuid;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ",") + word;
  return text;
}

std::string base_name(const job::Printer& printer, const model::Model& model,
                      const std::string& host) {
  return (printer.info.empty() ? model.title : printer.info) + " @ " + host;
}

// A scanner without a printer of its name; the printer's uuid is another key.
std::string own_key(const SharedScanner& scanner) {
  return "scanner " + scanner.entry.uuid;
}

discovery::ScannerRecord record_of(const SharedScanner& scanner) {
  const scan::ScannerFacts& facts = scanner.facts;
  const auto has_color = [](const std::optional<scan::SourceOffer>& offer) {
    return offer && std::ranges::find(offer->modes, scan::ColorMode::color) != offer->modes.end();
  };
  discovery::ScannerRecord record;
  record.name = scanner.entry.name;
  record.uuid = scanner.entry.uuid;
  record.make_and_model = facts.make_and_model;
  record.location = scanner.entry.location;
  record.platen = facts.platen.has_value();
  record.adf = facts.adf.has_value();
  record.two_sided = facts.adf_two_sided;
  record.color = has_color(facts.platen) || has_color(facts.adf);
  record.formats = "image/jpeg,image/png,image/tiff,application/pdf"; // docs/protocols/escl.md
  return record;
}

std::string base_name(const SharedScanner& scanner, const std::string& host) {
  const std::string& info = scanner.entry.info;
  return (info.empty() ? scanner.facts.make_and_model : info) + " @ " + host;
}

discovery::Announcement of_printer(const job::Printer& printer, const model::Model& model,
                                   const discovery::ServerFacts& server, const std::string& name,
                                   const SharedScanners& scanners) {
  discovery::ServerFacts facts = server;
  facts.formats = intake::ipp::announced_formats();
  facts.urf = joined(intake::ipp::urf_supported(model));
  auto announcement = discovery::announcement_of(printer, model, facts, name);
  if (const auto scanner = scanners.find(printer.name); scanner != scanners.end())
    std::ranges::move(discovery::scanner_services(record_of(scanner->second), server),
                      std::back_inserter(announcement.services));
  return announcement;
}

discovery::Announcement of_scanner(const SharedScanner& scanner,
                                   const discovery::ServerFacts& server, const std::string& name) {
  discovery::Announcement announcement;
  announcement.key = own_key(scanner);
  announcement.name = name;
  announcement.services = discovery::scanner_services(record_of(scanner), server);
  return announcement;
}

// The name of last time, as long as it is this one or came from it by a conflict.
std::string known_name(const job::Store& store, const std::string& key, const std::string& base) {
  const auto known = store.setting(setting_key(key));
  return known && known->starts_with(base) ? *known : base;
}

} // namespace

std::vector<discovery::Announcement> all_announcements(const job::Store& store,
                                                       std::span<const model::Model> models,
                                                       const discovery::ServerFacts& server,
                                                       std::string host,
                                                       const SharedScanners& scanners) {
  host.resize(std::min(host.find('.'), host.size()));
  std::vector<discovery::Announcement> all;
  SharedScanners alone = scanners; // those that are in no printer's announcement
  for (const auto printers = store.printers(); const job::Printer& printer : *printers) {
    const auto model = model::find_model(models, printer.model);
    if (!printer.shared || !model) continue;
    const std::string name = known_name(store, printer.uuid, base_name(printer, **model, host));
    all.push_back(of_printer(printer, **model, server, name, scanners));
    alone.erase(printer.name);
  }
  for (const auto& [name, scanner] : alone)
    all.push_back(
        of_scanner(scanner, server, known_name(store, own_key(scanner), base_name(scanner, host))));
  return all;
}

Announcements::Announcements(job::Store& store, model::Catalogue models,
                             discovery::ServerFacts server, std::string host,
                             discovery::Announcer::Options how)
    : store_(store), models_(std::move(models)), server_(std::move(server)),
      host_(host.substr(0, host.find('.'))) {
  how.named = [&store](const std::string& uuid, const std::string& name) {
    if (const auto known = store.setting(setting_key(uuid)); known && *known == name) return;
    store.set_setting(setting_key(uuid), name, [](Result<void>) {});
  };
  announcer_ = discovery::make_announcer(std::move(how));
}

void Announcements::start() {
  for (const auto printers = store_.printers(); const job::Printer& printer : *printers)
    put(printer);
}

void Announcements::changed(const job::Event& event) {
  using Kind = job::Event::Kind;
  if (event.kind == Kind::printer_removed) {
    announcer_->remove(event.printer->uuid);
    if (const auto left = scanners_.find(event.printer->name); left != scanners_.end())
      put(left->second);
  }
  if (event.kind == Kind::printer_added || event.kind == Kind::printer_changed) put(*event.printer);
}

void Announcements::put(const job::Printer& printer) {
  const auto model = model::find_model(models_, printer.model);
  if (!printer.shared || !model) return announcer_->remove(printer.uuid);
  announcer_->set(of_printer(printer, **model, server_, wanted_name(printer), scanners_));
}

void Announcements::scanner_changed(const std::string& name, const SharedScanner* scanner) {
  if (const auto known = scanners_.find(name); known != scanners_.end()) {
    announcer_->remove(own_key(known->second));
    scanners_.erase(known);
  }
  if (scanner != nullptr) {
    scanners_[name] = *scanner;
    put(*scanner);
  } else {
    put_printer_of(name);
  }
}

// In the printer's announcement where there is one, so that a conflict renames both.
void Announcements::put(const SharedScanner& scanner) {
  const auto printers = store_.printers();
  const auto printer = std::ranges::find(*printers, scanner.entry.name, &job::Printer::name);
  if (printer != printers->end() && printer->shared) return put(*printer);
  announcer_->set(
      of_scanner(scanner, server_, wanted_name(own_key(scanner), base_name(scanner, host_))));
}

void Announcements::put_printer_of(const std::string& name) {
  const auto printers = store_.printers();
  const auto printer = std::ranges::find(*printers, name, &job::Printer::name);
  if (printer != printers->end()) put(*printer);
}

std::string Announcements::wanted_name(const job::Printer& printer) const {
  const auto model = model::find_model(models_, printer.model);
  return wanted_name(printer.uuid, base_name(printer, **model, host_));
}

std::string Announcements::wanted_name(const std::string& uuid, const std::string& base) const {
  return known_name(store_, uuid, base);
}

} // namespace platen::server
