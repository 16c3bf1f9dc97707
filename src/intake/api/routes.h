#pragma once

#include "intake/api/service.h"

#include <span>

namespace platen::intake::api {

enum class Access : std::uint8_t {
  person, // on this machine, or logged in
  administrator,
};

struct Route {
  std::string_view method;
  std::string_view path; // behind /api/v1/; "*" stands for one name
  Access access = Access::person;
  bool slow = false;
  Result<http::Response> (*run)(const Services& services, const Call& call);
  std::size_t most_body = std::size_t{256} << 10; // bytes
};
std::span<const Route> routes();

// ---- scanners.cpp
Result<http::Response> list_scanners(const Services& services, const Call& call);
Result<http::Response> find_devices(const Services& services, const Call& call);
Result<http::Response> show_scanner(const Services& services, const Call& call);
Result<http::Response> put_scanner(const Services& services, const Call& call);
Result<http::Response> put_profile(const Services& services, const Call& call);
Result<http::Response> delete_profile(const Services& services, const Call& call);
Result<http::Response> delete_scanner(const Services& services, const Call& call);
// ---- recipes.cpp
Result<http::Response> list_recipes(const Services& services, const Call& call);
Result<http::Response> put_recipe(const Services& services, const Call& call);
Result<http::Response> delete_recipe(const Services& services, const Call& call);
Result<http::Response> list_destinations(const Services& services, const Call& call);
Result<http::Response> put_destination(const Services& services, const Call& call);
Result<http::Response> delete_destination(const Services& services, const Call& call);
// ---- scans.cpp
Result<http::Response> list_scans(const Services& services, const Call& call);
Result<http::Response> begin_scan(const Services& services, const Call& call);
Result<http::Response> show_scan(const Services& services, const Call& call);
Result<http::Response> set_scan(const Services& services, const Call& call);
Result<http::Response> scan_more(const Services& services, const Call& call);
Result<http::Response> finish_scan(const Services& services, const Call& call);
Result<http::Response> cancel_scan(const Services& services, const Call& call);
Result<http::Response> retry_scan(const Services& services, const Call& call);
Result<http::Response> forget_scan(const Services& services, const Call& call);
Result<http::Response> get_file(const Services& services, const Call& call);
// ---- scan_pages.cpp
Result<http::Response> get_page(const Services& services, const Call& call);
Result<http::Response> edit_page(const Services& services, const Call& call);
Result<http::Response> order_pages(const Services& services, const Call& call);

// ---- shared by scans.cpp and scan_pages.cpp
// The session that the path names, if the caller may see it; else Errc::not_found.
Result<std::shared_ptr<const scan::Session>> session_of(const Services& services, const Call& call);
Result<std::int32_t> page_number(const Call& call);

} // namespace platen::intake::api
