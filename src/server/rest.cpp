#include "server/rest.h"

#include "intake/api/session_routes.h"

namespace platen::server {

namespace api = intake::api;

namespace {

api::Routes together(std::initializer_list<api::Routes> parts) {
  api::Routes all;
  for (const api::Routes& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

} // namespace

Rest::Rest(Core& core, intake::ipp::Service& ipp, const Scanning& scanning, Monitoring& monitoring,
           api::SettingsServices settings, job::StoreFolders folders)
    : print_{api::IppDesk(ipp)}, monitor_{monitoring.monitor(), core.store(), core.policy()},
      settings_(std::move(settings)), backup_{std::move(folders), PLATEN_VERSION, now, core.audit(),
                                              checking_},
      service_({core.gate(), core.audit()},
               together({api::session_routes(), api::print_routes(&print_),
                         api::scan_routes(&scanning.services()), api::monitor_routes(&monitor_),
                         api::settings_routes(&settings_), api::backup_routes(&backup_)})) {}

} // namespace platen::server
