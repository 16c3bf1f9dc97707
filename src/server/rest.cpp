#include "server/rest.h"

#include "intake/api/session_routes.h"

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

Result<UniqueFd> no_documents(const std::string& id, const auth::Principal&) {
  return fail(Errc::not_found, "there is no document " + id);
}

} // namespace

Rest::Rest(Core& core, intake::ipp::Service& ipp, const Scanning& scanning)
    : print_{api::IppDesk(ipp)}, previews_({.printing = core.printing(),
                                            .document = no_documents,
                                            .options = {},
                                            .clock = steady_seconds}),
      service_({core.gate(), core.audit()},
               together({api::session_routes(), api::print_routes(&print_),
                         api::preview_routes(&previews_),
                         api::scan_routes(&scanning.services())})) {}

} // namespace platen::server
