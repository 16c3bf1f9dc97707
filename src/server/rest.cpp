#include "server/rest.h"

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

Rest::Rest(Core& core, intake::ipp::Service& ipp, const Scanning& scanning)
    : session_(core.session_services()), print_{api::IppDesk(ipp)},
      service_({core.gate(), core.audit(), &core.sessions()},
               together({api::session_routes(&session_), api::print_routes(&print_),
                         api::scan_routes(&scanning.services())})) {}

} // namespace platen::server
