#include "client/request.h"
#include "number.h"
#include "remote/listing.h"
#include "remote/records.h"
#include "remote/session.h"
#include "wire/ipp/listings.h"

#include <algorithm>
#include <ctime>
#include <limits>
#include <set>

namespace platen::app {

namespace {

constexpr auto& fields = platen::ipp::job_fields;

constexpr std::int32_t jobs_at_once = 500; // an answer of some 300 kB

// Takes jobs in the server's order until it says false.
using Take = std::function<Result<bool>(const Record&)>;

Result<void> get_jobs(Session& session, const std::string& printer, const std::string& which,
                      const Take& take) {
  std::set<int> seen; // of the page before: a server that knows no first-index begins again
  for (std::int32_t first = 1;; first += jobs_at_once) {
    Request request = printer.empty() ? session.server_request(IPP_OP_GET_JOBS)
                                      : session.printer_request(IPP_OP_GET_JOBS, printer);
    request.add(IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", which);
    ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "limit", jobs_at_once);
    ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "first-index", first);
    const auto names = platen::ipp::names_of(fields);
    client::request_attributes(request.message, names);
    TRY(const auto answer, session.ask(request));
    const auto jobs = records_of(answer, IPP_TAG_JOB);
    std::set<int> page;
    for (const Record& job : jobs) {
      const int id = job.integer("job-id").value_or(0);
      page.insert(id);
      if (seen.contains(id)) continue;
      TRY(const bool more, take(job));
      if (!more) return {};
    }
    if (jobs.size() < static_cast<std::size_t>(jobs_at_once) || page == seen) return {};
    seen = std::move(page);
  }
}

std::string printer_of(const Record& job) {
  const std::string uri = job.text("job-printer-uri");
  return uri.substr(uri.rfind('/') + 1);
}

bool has(const std::vector<std::string>& reasons, std::string_view reason) {
  return std::ranges::find(reasons, reason) != reasons.end();
}

// A hold without end says nothing of its own; beside another reason, no hold does. Who released a
// job that the server held has seen to it.
std::vector<std::string> telling_reasons(const Record& job) {
  std::vector<std::string> reasons = job.texts("job-state-reasons");
  if (reasons.size() > 1 || job.text("job-hold-until") == "indefinite")
    std::erase(reasons, "job-hold-until-specified");
  if (job.text("job-state") == "pending") std::erase(reasons, "job-suspended-by-system");
  return reasons;
}

// What the server says of a job that is not as its owner expects it; empty: it is.
std::string remark(const Record& job) {
  const std::string state = job.text("job-state"), words = job.text("job-state-message");
  const auto reasons = job.texts("job-state-reasons");
  const bool waits = state == "pending" && (has(reasons, "printer-stopped-partly") ||
                                            has(reasons, "resources-are-not-ready"));
  const bool told = waits || state == "pending-held" || state == "processing-stopped" ||
                    state == "aborted" || has(reasons, "job-completed-with-warnings");
  return told && words != state ? words : std::string();
}

std::string state_words(const Record& job) {
  std::string state = job.text("job-state");
  if (state == "pending-held") state = "held";
  if (state == "processing-stopped") state = "stopped";
  const std::string reasons = reason_words(telling_reasons(job));
  const bool said = reasons.empty() || state == "completed" || reasons == "printing";
  return said ? state : state + " (" + reasons + ")";
}

std::string sheets(const Record& job) {
  const auto all = job.integer("job-impressions");
  const auto done = job.integer("job-impressions-completed");
  if (!all || *all == 0) return done && *done > 0 ? std::to_string(*done) : std::string{"-"};
  return std::to_string(done.value_or(0)) + "/" + std::to_string(*all);
}

Result<void> list(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY(const std::string printer, printer_name(arguments));
  if (arguments.has("all") && arguments.has("completed"))
    return fail(Errc::invalid, "takes --all or --completed, not both");
  std::int32_t limit = std::numeric_limits<std::int32_t>::max();
  if (arguments.has("limit")) {
    TRY(limit, parse_number("--limit", arguments.get("limit"), 1, limit));
  }
  TRY(Session session, Session::open(arguments));
  const std::string which = arguments.has("all")         ? "all"
                            : arguments.has("completed") ? "completed"
                                                         : "not-completed";
  const std::time_t now = std::time(nullptr);
  Json all = Json::array();
  Table table({"JOB", "PRINTER", "STATE", "SIDES", "USER", "WHEN", "TITLE"});
  std::int32_t count = 0;
  std::string remarks;
  TRY_VOID(get_jobs(session, printer, which, [&](const Record& job) -> Result<bool> {
    if (arguments.has("user") && job.text("job-originating-user-name") != arguments.get("user"))
      return true;
    all.push_back(select(job, fields));
    const auto created = job.moment("date-time-at-creation");
    table.add({job.text("job-id"), printer_of(job), state_words(job), sheets(job),
               job.text("job-originating-user-name"), created ? when(*created, now) : "-",
               job.text("job-name")});
    if (const std::string words = remark(job); !words.empty())
      remarks += "job " + job.text("job-id") + ": " + harmless(words) + "\n";
    return ++count < limit;
  }));
  if (arguments.has("json")) return print_json(all);
  TRY_VOID(print(table, "no jobs"));
  return print_text(remarks);
}

// What happened to the pixels of a printed job: a JSON object for each group of pages.
Result<void> show_statement(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY(const std::int32_t id, parse_number("--statement", arguments.get("statement"), 1,
                                          std::numeric_limits<std::int32_t>::max()));
  TRY(Session session, Session::open(arguments));
  Request request = session.job_request(IPP_OP_GET_JOB_ATTRIBUTES, id);
  client::request_attributes(request.message, {"job-id", "platen-statement"});
  TRY(const auto answer, session.ask(request));
  Json all = Json::array();
  std::string text;
  for (const std::string& line : client::values_of(answer.get(), "platen-statement")) {
    Json group = Json::parse(line, nullptr, false);
    if (!group.is_object()) return fail(Errc::malformed, "the job's statement cannot be read");
    for (const auto& [name, value] : group.items())
      text +=
          harmless(name + ": " + (value.is_string() ? value.get<std::string>() : value.dump())) +
          "\n";
    text += "\n";
    all.push_back(std::move(group));
  }
  if (arguments.has("json")) return print_json(all);
  return print_text(all.empty() ? "job " + std::to_string(id) +
                                      " has not been printed yet, or is somebody else's\n"
                                : text);
}

} // namespace

const Command& jobs_command() {
  static const Command command{
      "jobs",
      "Lists the jobs of a server or of one of its printers.",
      "",
      {{'d', "printer", "NAME", "only those of this printer"},
       {'a', "all", "", "finished ones as well"},
       {0, "completed", "", "only finished ones, the newest first"},
       {'u', "user", "USER", "only those of this user"},
       {0, "limit", "N", "at most so many"},
       {0, "statement", "JOB", "what happened to the pixels of this printed job instead"},
       json_flag,
       server_flag},
      "",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] {
          return arguments.has("statement") ? show_statement(arguments) : list(arguments);
        });
      }};
  return command;
}

} // namespace platen::app
