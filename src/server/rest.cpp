#include "server/rest.h"

#include "intake/api/calibration_routes.h"
#include "intake/api/openapi.h"
#include "intake/api/page_options.h"
#include "intake/api/test_page_routes.h"
#include "server/find_printers.h"

#include <algorithm>
#include <chrono>

namespace platen::server {

namespace api = intake::api;

namespace {

api::Routes together(std::initializer_list<api::Routes> parts) {
  api::Routes all;
  for (const api::Routes& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

std::int64_t steady_seconds() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

api::PrintServices print_services(Core& core, intake::ipp::Service& ipp) {
  return {.desk = api::IppDesk(ipp),
          .current_job = [&core](std::int32_t id) { return core.scheduler().status(id)->current; },
          .clock = now,
          .documents = core.documents(),
          .record = [&core](const std::string& name) -> std::optional<job::Printer> {
            const auto printers = core.store().printers();
            const auto found = std::ranges::find(*printers, name, &job::Printer::name);
            return found == printers->end() ? std::nullopt : std::optional(*found);
          }};
}

Previews::Options preview_options(Core& core, const api::PrintServices& print) {
  return {
      .printing = core.printing(),
      .document = [&print](const std::string& id, const auth::Principal& who) -> Result<UniqueFd> {
        TRY(auto opened, print.documents.open(id, who));
        return std::move(opened.fd);
      },
      .options =
          [&print](const api::Call& call, const job::Printer& printer, const model::Model& model,
                   const model::Options& said) {
            return api::page_options(print, call, printer.name, model, said);
          },
      .clock = steady_seconds};
}

} // namespace

Rest::Rest(Parts parts)
    : session_(parts.core.session_services()),
      print_(print_services(parts.core, parts.ipp)), library_{api::IppDesk(parts.ipp)},
      devices_{parts.core.models(), [&updates = parts.updates] { return updates.files(); },
               [this, &core = parts.core](const std::string& host) {
                 return find_printers(core.models(), *core.store().printers(), host, stopping_);
               }},
      previews_(preview_options(parts.core, print_)), monitor_{parts.monitoring.monitor(),
                                                               parts.core.store(),
                                                               parts.core.policy()},
      settings_(std::move(parts.settings)), backup_{std::move(parts.folders), PLATEN_VERSION, now,
                                                    parts.core.audit(), checking_},
      service_({parts.core.gate(), parts.core.audit(), &parts.core.sessions(),
                [policy = parts.core.policy()] { return policy.get()->login_to_print; },
                [&events = parts.core.events()](api::Change change, api::Audience audience) {
                  events.publish(std::move(change), std::move(audience));
                }},
               together({api::session_routes(&session_), api::print_routes(&print_),
                         api::calibration_routes(&print_), api::test_page_routes(&print_),
                         api::library_routes(&library_), api::device_routes(&devices_),
                         api::preview_routes(&previews_), api::event_routes(&parts.core.events()),
                         api::openapi_routes(), api::scan_routes(&parts.scanning.services()),
                         api::doctor_routes(&parts.doctor), api::update_routes(&parts.updates),
                         api::monitor_routes(&monitor_), api::settings_routes(&settings_),
                         api::backup_routes(&backup_)})) {}

} // namespace platen::server
