#include "intake/api/routes.h"

#include "base/limits.h"

#include <array>

namespace platen::intake::api {

std::span<const Route> routes() {
  static constexpr std::array<Route, 26> all{{
      {"GET", "scanners", Access::person, true, list_scanners},
      {"GET", "scanner-devices", Access::administrator, true, find_devices},
      {"GET", "scanners/*", Access::person, true, show_scanner},
      {"PUT", "scanners/*", Access::administrator, false, put_scanner},
      {"DELETE", "scanners/*", Access::administrator, false, delete_scanner},
      {"PUT", "scanners/*/profile", Access::administrator, false, put_profile,
       limits::icc_profile_bytes},
      {"DELETE", "scanners/*/profile", Access::administrator, false, delete_profile},
      {"GET", "scan-recipes", Access::person, false, list_recipes},
      {"PUT", "scan-recipes/*", Access::administrator, false, put_recipe},
      {"DELETE", "scan-recipes/*", Access::administrator, false, delete_recipe},
      {"GET", "destinations", Access::person, false, list_destinations},
      {"PUT", "destinations/*", Access::administrator, false, put_destination},
      {"DELETE", "destinations/*", Access::administrator, false, delete_destination},
      {"GET", "scans", Access::person, false, list_scans},
      {"POST", "scans", Access::person, true, begin_scan},
      {"GET", "scans/*", Access::person, false, show_scan},
      {"POST", "scans/*", Access::person, false, set_scan},
      {"DELETE", "scans/*", Access::person, true, forget_scan},
      {"POST", "scans/*/more", Access::person, false, scan_more},
      {"POST", "scans/*/finish", Access::person, false, finish_scan},
      {"POST", "scans/*/cancel", Access::person, true, cancel_scan},
      {"POST", "scans/*/retry", Access::person, false, retry_scan},
      {"PUT", "scans/*/order", Access::person, false, order_pages},
      {"GET", "scans/*/pages/*", Access::person, true, get_page},
      {"POST", "scans/*/pages/*", Access::person, true, edit_page},
      {"GET", "scans/*/files/*", Access::person, false, get_file},
  }};
  return all;
}

} // namespace platen::intake::api
