#pragma once

#include "intake/api/documents.h"
#include "intake/api/ipp_desk.h"
#include "intake/api/route.h"

#include <ctime>
#include <functional>

namespace platen::intake::api {

// What the operations of printing need; all of it outlives the routes.
struct PrintServices {
  IppDesk desk;
  std::function<std::int32_t(std::int32_t printer_id)> current_job; // 0: it prints none
  std::function<std::time_t()> clock;
  Documents& documents;
  std::function<std::optional<job::Printer>(const std::string& name)> record = {};
};

// Printers and jobs. `services` outlives them; null for the table alone.
Routes print_routes(const PrintServices* services);
Routes document_routes(const PrintServices* services); // among them

// ---- printers.cpp
Result<http::Response> list_printers(const PrintServices& services, const Call& call);
Result<http::Response> show_printer(const PrintServices& services, const Call& call);
Result<http::Response> list_options(const PrintServices& services, const Call& call);
// ---- printer_record.cpp
Result<http::Response> show_settings(const PrintServices& services, const Call& call);
// ---- printer_actions.cpp
Result<http::Response> act_on_printer(const PrintServices& services, const Call& call);
Result<http::Response> make_default(const PrintServices& services, const Call& call);
Result<http::Response> identify_printer(const PrintServices& services, const Call& call);
Result<http::Response> put_printer(const PrintServices& services, const Call& call);
Result<http::Response> delete_printer(const PrintServices& services, const Call& call);
Result<http::Response> maintain_printer(const PrintServices& services, const Call& call);
// ---- job_list.cpp
Result<http::Response> list_jobs(const PrintServices& services, const Call& call);
// ---- jobs.cpp
Result<http::Response> show_job(const PrintServices& services, const Call& call);
Result<http::Response> set_job(const PrintServices& services, const Call& call);
// ---- job_place.cpp
Result<http::Response> place_job(const PrintServices& services, const Call& call);
// ---- job_actions.cpp
Result<http::Response> hold_job(const PrintServices& services, const Call& call);
Result<http::Response> release_job(const PrintServices& services, const Call& call);
Result<http::Response> cancel_job(const PrintServices& services, const Call& call);
Result<http::Response> reprint_job(const PrintServices& services, const Call& call);
Result<http::Response> move_job(const PrintServices& services, const Call& call);
// ---- new_job.cpp
Result<http::Response> check_job(const PrintServices& services, const Call& call);
Result<http::Response> make_job(const PrintServices& services, const Call& call);

} // namespace platen::intake::api
