#include "server/rest.h"

#include "intake/api/page_options.h"
#include "server/sample_program.h"

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

Previews::Options preview_options(Core& core, const api::PrintServices& print) {
  return {
      .printing = core.printing(),
      .document = [&print](const std::string& id, const auth::Principal& who) -> Result<UniqueFd> {
        TRY(auto opened, print.documents.open(id, who));
        return std::move(opened.fd);
      },
      .options =
          [&print](const api::Call& call, const job::Printer& printer, const model::Model& model,
                   const model::Options& said) {
            return api::page_options(print, call, printer.name, model, said);
          },
      .clock = steady_seconds};
}

} // namespace

Rest::Rest(Core& core, intake::ipp::Service& ipp, const Scanning& scanning)
    : session_(core.session_services()), print_(print_services(core, ipp)),
      previews_(preview_options(core, print_)),
      service_(
          {core.gate(), core.audit(), &core.sessions()},
          together({api::session_routes(&session_), api::print_routes(&print_),
                    api::preview_routes(&previews_), api::event_routes(&core.events()),
                    api::scan_routes(&scanning.services())})) {}

} // namespace platen::server
