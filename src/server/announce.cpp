#include "server/announce.h"

#include "intake/ipp/formats.h"

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

} // namespace

Announcements::Announcements(job::Store& store, std::span<const model::Model> models,
                             discovery::ServerFacts server, std::string host,
                             discovery::Announcer::Options how)
    : store_(store), models_(models), server_(std::move(server)),
      host_(host.substr(0, host.find('.'))) {
  how.named = [&store](const std::string& uuid, const std::string& name) {
    if (const auto known = store.setting(setting_key(uuid)); known && *known == name) return;
    store.set_setting(setting_key(uuid), name, [](Result<void>) {});
  };
  announcer_ = discovery::make_announcer(std::move(how));
}

void Announcements::start() {
  for (const job::Printer& printer : *store_.printers())
    put(printer);
}

void Announcements::changed(const job::Event& event) {
  using Kind = job::Event::Kind;
  if (event.kind == Kind::printer_removed) announcer_->remove(event.printer->uuid);
  if (event.kind == Kind::printer_added || event.kind == Kind::printer_changed) put(*event.printer);
}

void Announcements::put(const job::Printer& printer) {
  const auto model = model::find_model(models_, printer.model);
  if (!printer.shared || !model) return announcer_->remove(printer.uuid);
  discovery::ServerFacts facts = server_;
  facts.formats = intake::ipp::announced_formats();
  facts.urf = joined(intake::ipp::urf_supported(**model));
  announcer_->set(discovery::announcement_of(printer, **model, facts, wanted_name(printer)));
}

// The name of last time, as long as it is this one or came from it by a conflict.
std::string Announcements::wanted_name(const job::Printer& printer) const {
  const auto model = model::find_model(models_, printer.model);
  const std::string base = base_name(printer, **model, host_);
  const auto known = store_.setting(setting_key(printer.uuid));
  return known && known->starts_with(base) ? *known : base;
}

} // namespace platen::server
