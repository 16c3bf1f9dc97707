#include "intake/api/print_routes.h"

namespace platen::intake::api {

namespace {

using auth::Role;
using auth::Scope;

Routes printer_routes(const PrintServices* services) {
  using enum Pace;
  const auto run = [services](auto operation) { return with(services, operation); };
  Routes routes{
      {"GET", "printers", Role::guest, Scope::read, quick, run(list_printers)},
      {"GET", "printers/*", Role::guest, Scope::read, quick, run(show_printer)},
      // A device may be asked which languages it has.
      {"PUT", "printers/*", Role::administrator, Scope::administer, slow, run(put_printer)},
      {"DELETE", "printers/*", Role::administrator, Scope::administer, quick, run(delete_printer)},
      {"GET", "printers/*/options", Role::guest, Scope::read, quick, run(list_options)},
      {"GET", "printers/*/settings", Role::administrator, Scope::administer, quick,
       run(show_settings)},
      {"POST", "printers/*/check", Role::guest, Scope::read, quick, run(check_job)},
      {"POST", "printers/*/maintain", Role::printer_operator, Scope::operate, slow,
       run(maintain_printer)},
      {"POST", "printers/*/default", Role::administrator, Scope::administer, quick,
       run(make_default)},
      {"POST", "printers/*/identify", Role::user, Scope::print, quick, run(identify_printer)},
  };
  for (const char* const action :
       {"pause", "resume", "enable", "disable", "hold-new-jobs", "release-held-new-jobs"})
    routes.push_back({"POST", std::string("printers/*/") + action, Role::printer_operator,
                      Scope::operate, quick, run(act_on_printer)});
  return routes;
}

// Whose job it is, the service itself decides.
Routes job_routes(const PrintServices* services) {
  using enum Pace;
  const auto run = [services](auto operation) { return with(services, operation); };
  return {
      {"GET", "jobs", Role::user, Scope::read, slow, run(list_jobs)},
      {"POST", "jobs", Role::guest, Scope::print, slow, run(make_job)},
      {"GET", "jobs/*", Role::user, Scope::read, quick, run(show_job)},
      {"POST", "jobs/*", Role::user, Scope::print, quick, run(set_job)},
      {"POST", "jobs/*/hold", Role::user, Scope::print, quick, run(hold_job)},
      {"POST", "jobs/*/release", Role::user, Scope::print, quick, run(release_job)},
      {"POST", "jobs/*/cancel", Role::user, Scope::print, quick, run(cancel_job)},
      {"POST", "jobs/*/reprint", Role::user, Scope::print, quick, run(reprint_job)},
      {"POST", "jobs/*/move", Role::user, Scope::print, quick, run(move_job)},
      {"PUT", "jobs/*/place", Role::printer_operator, Scope::operate, quick, run(place_job)},
  };
}

} // namespace

Routes print_routes(const PrintServices* services) {
  Routes all = printer_routes(services);
  for (const Routes& more : {job_routes(services), document_routes(services)})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

} // namespace platen::intake::api
