#include "intake/api/print_routes.h"

namespace platen::intake::api {

Routes print_routes(const PrintServices* services) {
  using enum Pace;
  using auth::Role;
  using auth::Scope;
  const auto run = [services](auto operation) { return with(services, operation); };
  return {
      {"GET", "printers", Role::guest, Scope::read, quick, run(list_printers)},
      {"GET", "printers/*", Role::guest, Scope::read, quick, run(show_printer)},
      {"GET", "jobs", Role::user, Scope::read, quick, run(list_jobs)},
  };
}

} // namespace platen::intake::api
