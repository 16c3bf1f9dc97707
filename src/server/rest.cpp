#include "server/rest.h"

#include "intake/api/calibration_routes.h"
#include "intake/api/openapi.h"
#include "server/find_printers.h"
#include "server/sample_program.h"

namespace platen::server {

namespace api = intake::api;

namespace {

api::Routes together(std::initializer_list<api::Routes> parts) {
  api::Routes all;
  for (const api::Routes& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

Result<UniqueFd> draw_test_page() {
  Spool page;
  TRY_VOID(draw_sample("document", page));
  return page.release_to_file();
}

api::PrintServices print_services(Core& core, intake::ipp::Service& ipp) {
  return {.desk = api::IppDesk(ipp),
          .current_job = [&core](std::int32_t id) { return core.scheduler().status(id)->current; },
          .clock = now,
          .documents = core.documents(),
          .draw_test_page = draw_test_page};
}

} // namespace

Rest::Rest(Core& core, intake::ipp::Service& ipp, const Scanning& scanning)
    : session_(core.session_services()), print_(print_services(core, ipp)),
      library_{api::IppDesk(ipp)}, devices_{core.models(),
                                            [this, &core](const std::string& host) {
                                              return find_printers(core.models(), host, stopping_);
                                            }},
      service_({core.gate(), core.audit(), &core.sessions()},
               together({api::session_routes(&session_), api::print_routes(&print_),
                         api::calibration_routes(&print_), api::library_routes(&library_),
                         api::device_routes(&devices_), api::event_routes(&core.events()),
                         api::openapi_routes(), api::scan_routes(&scanning.services())})) {}

} // namespace platen::server
