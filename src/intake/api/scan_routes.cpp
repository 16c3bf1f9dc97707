#include "intake/api/scan_routes.h"

#include "base/limits.h"

namespace platen::intake::api {

Routes scan_routes(const ScanServices* services) {
  using enum Pace;
  using auth::Role;
  using auth::Scope;
  const auto run = [services](auto operation) { return with(services, operation); };
  return {
      {"GET", "scanners", Role::user, Scope::read, slow, run(list_scanners)},
      {"GET", "scanner-devices", Role::administrator, Scope::administer, slow, run(find_devices)},
      {"GET", "scanners/*", Role::user, Scope::read, slow, run(show_scanner)},
      {"PUT", "scanners/*", Role::administrator, Scope::administer, slow, run(put_scanner)},
      {"DELETE", "scanners/*", Role::administrator, Scope::administer, quick, run(delete_scanner)},
      {"GET", "scanners/*/profile", Role::administrator, Scope::administer, quick,
       run(get_profile)},
      {"PUT", "scanners/*/profile", Role::administrator, Scope::administer, quick, run(put_profile),
       limits::icc_profile_bytes},
      {"DELETE", "scanners/*/profile", Role::administrator, Scope::administer, quick,
       run(delete_profile)},
      {"GET", "scan-recipes", Role::user, Scope::read, quick, run(list_recipes)},
      {"PUT", "scan-recipes/*", Role::administrator, Scope::administer, quick, run(put_recipe)},
      {"DELETE", "scan-recipes/*", Role::administrator, Scope::administer, quick,
       run(delete_recipe)},
      {"GET", "destinations", Role::user, Scope::read, quick, run(list_destinations)},
      {"PUT", "destinations/*", Role::administrator, Scope::administer, quick,
       run(put_destination)},
      {"DELETE", "destinations/*", Role::administrator, Scope::administer, quick,
       run(delete_destination)},
      {"POST", "destinations/*/test", Role::administrator, Scope::administer, slow,
       run(test_destination)},
      {"GET", "contacts", Role::user, Scope::read, quick, run(list_contacts)},
      {"PUT", "contacts/*", Role::administrator, Scope::administer, quick, run(put_contact)},
      {"DELETE", "contacts/*", Role::administrator, Scope::administer, quick, run(delete_contact)},
      {"GET", "scans", Role::user, Scope::scan, quick, run(list_scans)},
      {"POST", "scans", Role::user, Scope::scan, slow, run(begin_scan)},
      {"GET", "scans/*", Role::user, Scope::scan, quick, run(show_scan)},
      {"POST", "scans/*", Role::user, Scope::scan, quick, run(set_scan)},
      {"DELETE", "scans/*", Role::user, Scope::scan, slow, run(forget_scan)},
      {"POST", "scans/*/more", Role::user, Scope::scan, quick, run(scan_more)},
      {"POST", "scans/*/finish", Role::user, Scope::scan, quick, run(finish_scan)},
      {"POST", "scans/*/cancel", Role::user, Scope::scan, slow, run(cancel_scan)},
      {"POST", "scans/*/retry", Role::user, Scope::scan, quick, run(retry_scan)},
      {"PUT", "scans/*/order", Role::user, Scope::scan, quick, run(order_pages)},
      {"GET", "scans/*/pages/*", Role::user, Scope::scan, slow, run(get_page)},
      {"POST", "scans/*/pages/*", Role::user, Scope::scan, slow, run(edit_page)},
      {"GET", "scans/*/files/*", Role::user, Scope::scan, quick, run(get_file)},
  };
}

} // namespace platen::intake::api
