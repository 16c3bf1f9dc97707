#pragma once

#include "intake/api/route.h"
#include "scan/engine/catalogue.h"
#include "scan/engine/sessions.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace platen::intake::api {

// What the operations of scanning need; all of it outlives the routes.
struct ScanServices {
  scan::Scanners& scanners;
  scan::Catalogue& catalogue;
  scan::Sessions& sessions;
  // Keeps, or removes (nothing), the password of a destination.
  std::function<Result<void>(const std::string& destination, std::optional<std::string> secret)>
      keep_secret;
  std::function<Result<std::set<std::string>>()> with_secrets; // names of destinations
  // Keeps, or removes (nothing), the ICC profile of a scanner. Errc::invalid: it is none.
  std::function<Result<void>(const std::string& scanner, std::optional<Buffer> profile)>
      keep_profile;
  // Empty: it has none.
  std::function<Result<Buffer>(const std::string& scanner)> profile;
  // A scanner was added, changed or is gone.
  std::function<void(const std::string& name)> scanner_changed;
  // How each delivery of a session is: {"destination", "state", "words", ...}, as JSON objects.
  std::function<std::string(const scan::Session& session)> deliveries;
  std::function<Result<void>(const scan::Session& session)> retry_deliveries;
  // Brings a small text to a destination: what it says, or why it did not arrive.
  std::function<Result<std::string>(const std::string& destination, const std::string& user)>
      test_destination;
};

// Scanners, scan recipes, destinations and scans. `services` outlives them; null for the table
// alone.
Routes scan_routes(const ScanServices* services);

// ---- scanners.cpp
Result<http::Response> list_scanners(const ScanServices& services, const Call& call);
Result<http::Response> find_devices(const ScanServices& services, const Call& call);
Result<http::Response> show_scanner(const ScanServices& services, const Call& call);
Result<http::Response> put_scanner(const ScanServices& services, const Call& call);
Result<http::Response> get_profile(const ScanServices& services, const Call& call);
Result<http::Response> put_profile(const ScanServices& services, const Call& call);
Result<http::Response> delete_profile(const ScanServices& services, const Call& call);
Result<http::Response> delete_scanner(const ScanServices& services, const Call& call);
// ---- recipes.cpp
Result<http::Response> list_recipes(const ScanServices& services, const Call& call);
Result<http::Response> put_recipe(const ScanServices& services, const Call& call);
Result<http::Response> delete_recipe(const ScanServices& services, const Call& call);
Result<http::Response> list_destinations(const ScanServices& services, const Call& call);
Result<http::Response> put_destination(const ScanServices& services, const Call& call);
Result<http::Response> delete_destination(const ScanServices& services, const Call& call);
Result<http::Response> test_destination(const ScanServices& services, const Call& call);
Result<http::Response> list_contacts(const ScanServices& services, const Call& call);
Result<http::Response> put_contact(const ScanServices& services, const Call& call);
Result<http::Response> delete_contact(const ScanServices& services, const Call& call);
// ---- scans.cpp
Result<http::Response> list_scans(const ScanServices& services, const Call& call);
Result<http::Response> begin_scan(const ScanServices& services, const Call& call);
Result<http::Response> show_scan(const ScanServices& services, const Call& call);
Result<http::Response> set_scan(const ScanServices& services, const Call& call);
Result<http::Response> scan_more(const ScanServices& services, const Call& call);
Result<http::Response> finish_scan(const ScanServices& services, const Call& call);
Result<http::Response> cancel_scan(const ScanServices& services, const Call& call);
Result<http::Response> retry_scan(const ScanServices& services, const Call& call);
Result<http::Response> forget_scan(const ScanServices& services, const Call& call);
Result<http::Response> get_file(const ScanServices& services, const Call& call);
// ---- scan_pages.cpp
Result<http::Response> get_page(const ScanServices& services, const Call& call);
Result<http::Response> edit_page(const ScanServices& services, const Call& call);
Result<http::Response> order_pages(const ScanServices& services, const Call& call);

// ---- shared by scans.cpp and scan_pages.cpp
// The session that the path names, if the caller may see it; else Errc::not_found.
Result<std::shared_ptr<const scan::Session>> session_of(const ScanServices& services,
                                                        const Call& call);
Result<std::int32_t> page_number(const Call& call);

} // namespace platen::intake::api
