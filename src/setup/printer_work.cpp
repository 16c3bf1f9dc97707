#include "setup/printer_work.h"

namespace platen::setup {

namespace {

Json object_of(const Options& options) {
  Json object = Json::object();
  for (const auto& [name, value] : options)
    object[name] = value;
  return object;
}

} // namespace

Result<std::int64_t> PrinterWork::print_test_page(const std::string& printer,
                                                  const Options& options) {
  TRY(const Json answer, server_.send("POST", "printers/" + printer + "/test-page",
                                      {{"options", object_of(options)}}));
  const auto id = answer.find("job-id");
  if (id == answer.end() || !id->is_number_integer())
    return fail(Errc::malformed, "the server does not tell the number of the job");
  return id->get<std::int64_t>();
}

Result<JobEnd> PrinterWork::job(std::int64_t id) {
  TRY(const Json job, server_.get("jobs/" + std::to_string(id)));
  return JobEnd{id, text_in(job, "job-state"), text_in(job, "job-state-message")};
}

Result<void> PrinterWork::set_defaults(const std::string& printer, const Options& options) {
  TRY_VOID(server_.send("PUT", "printers/" + printer, {{"options", object_of(options)}}));
  return {};
}

} // namespace platen::setup
