#include "base/file.h"
#include "client/request.h"
#include "number.h"
#include "remote/job_settings.h"
#include "remote/listing.h"
#include "remote/records.h"
#include "remote/session.h"
#include "standard_input.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <thread>

#include <cups/cups.h>
#include <fcntl.h>
#include <unistd.h>

namespace platen::app {

namespace {

using namespace std::chrono_literals;
using platen::ipp::Message;

struct Document {
  UniqueFd fd;
  std::string name;
};

// All are opened before anything is sent: a missing file leaves no half a job behind.
Result<std::vector<Document>> open_documents(const Arguments& arguments) {
  TRY_VOID(check_standard_input(arguments.operands));
  std::vector<Document> documents;
  for (const std::string& path : arguments.operands) {
    Document document;
    if (path == "-") {
      document.fd.reset(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
      if (!document.fd) return fail(Errc::io, "standard input is closed");
      document.name = "standard input";
    } else {
      TRY(document.fd, open_for_reading(path));
      std::error_code error;
      if (std::filesystem::is_directory(path, error))
        return fail(Errc::invalid, path + " is a folder");
      document.name = std::filesystem::path(path).filename().string();
    }
    documents.push_back(std::move(document));
  }
  if (documents.empty()) return fail(Errc::invalid, "a FILE is missing; \"-\" is standard input");
  return documents;
}

// The server looks at the bytes to know their format.
void add_document(Request& request, const Document& document) {
  request.add(IPP_TAG_OPERATION, IPP_TAG_NAME, "document-name", document.name);
  request.add(IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", "application/octet-stream");
}

class Submission {
public:
  Submission(Session& session, std::string printer, const Arguments& arguments)
      : session_(session), printer_(std::move(printer)), arguments_(arguments) {}

  Result<void> run(const std::vector<Document>& documents) {
    TRY(offered_, session_.ask(session_.printer_request(IPP_OP_GET_PRINTER_ATTRIBUTES, printer_)));
    const bool one = documents.size() == 1;
    TRY(const Request request,
        job_request(one ? IPP_OP_PRINT_JOB : IPP_OP_CREATE_JOB, documents[0]));
    TRY(answer_, session_.ask(request, one ? documents[0].fd.get() : -1));
    if (id() == 0) return fail(Errc::malformed, "the server took the job, but gives no number");
    if (!one) TRY_VOID(send_all(documents));
    warn_of_ignored();
    return {};
  }

  int id() const { return answer_.integer(IPP_TAG_JOB, "job-id").value_or(0); }
  std::string printer() const {
    return offered_.text(IPP_TAG_PRINTER, "printer-name").value_or(printer_);
  }
  std::string uri() const { return answer_.text(IPP_TAG_JOB, "job-uri").value_or(""); }

private:
  Result<Request> job_request(ipp_op_t operation, const Document& first) {
    Request request = session_.printer_request(operation, printer_);
    request.add(IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", arguments_.get("title", first.name));
    // Rather no sheet than a wrong one: what is not supported is refused.
    ippAddBoolean(request.get(), IPP_TAG_OPERATION, "ipp-attribute-fidelity", 1);
    if (operation == IPP_OP_PRINT_JOB) add_document(request, first);
    TRY(auto asked, name_values(arguments_));
    if (arguments_.has("copies")) asked.emplace_back("copies", arguments_.get("copies"));
    TRY_VOID(add_job_settings(request.message, offered_, asked));
    return request;
  }

  // A job of which a document is missing shall not print.
  Result<void> send_all(const std::vector<Document>& documents) {
    for (std::size_t i = 0; i < documents.size(); ++i) {
      Request request = session_.job_request(IPP_OP_SEND_DOCUMENT, uri());
      add_document(request, documents[i]);
      ippAddBoolean(request.get(), IPP_TAG_OPERATION, "last-document",
                    i + 1 == documents.size() ? 1 : 0);
      const auto sent = session_.ask(request, documents[i].fd.get());
      if (sent) continue;
      static_cast<void>(session_.ask(session_.job_request(IPP_OP_CANCEL_JOB, uri())));
      return fail_within(documents[i].name, sent.error());
    }
    return {};
  }

  void warn_of_ignored() const {
    for (ipp_attribute_t* one = ippFirstAttribute(answer_.get()); one != nullptr;
         one = ippNextAttribute(answer_.get()))
      if (ippGetGroupTag(one) == IPP_TAG_UNSUPPORTED_GROUP && ippGetName(one) != nullptr)
        std::fprintf(stderr, "platen: submit: warning: the printer ignores %s\n",
                     harmless(ippGetName(one)).c_str());
  }

  Session& session_;
  std::string printer_;
  const Arguments& arguments_;
  Message offered_, answer_;
};

// Until the job is over; an error unless it was printed.
Result<void> wait_for(Session& session, int job, const std::string& uri) {
  Request request = session.job_request(IPP_OP_GET_JOB_ATTRIBUTES, uri);
  client::request_attributes(request.message,
                             {"job-state", "job-state-reasons", "job-state-message"});
  for (std::chrono::milliseconds pause{100};; pause = std::min(pause * 2, 1000ms)) {
    TRY(const auto answer, session.ask(request));
    const int state = answer.integer(IPP_TAG_JOB, "job-state").value_or(IPP_JSTATE_ABORTED);
    if (state == IPP_JSTATE_COMPLETED) return {};
    if (state >= IPP_JSTATE_CANCELED) {
      const std::string why = answer.text(IPP_TAG_JOB, "job-state-message").value_or("");
      return fail(Errc::io, "job " + std::to_string(job) + " was " +
                                ippEnumString("job-state", state) +
                                (why.empty() ? "" : ": " + why));
    }
    std::this_thread::sleep_for(pause);
  }
}

Result<void> submit(const Arguments& arguments) {
  TRY(const std::string printer, printer_name(arguments));
  if (arguments.has("copies"))
    TRY_VOID(parse_number("-n", arguments.get("copies"), 1, std::numeric_limits<int>::max()));
  TRY_VOID(name_values(arguments));
  TRY(const auto documents, open_documents(arguments));
  TRY(Session session, Session::open(arguments));
  Submission submission(session, printer, arguments);
  TRY_VOID(submission.run(documents));
  if (arguments.has("json"))
    TRY_VOID(print_json({{"job-id", submission.id()},
                         {"job-uri", submission.uri()},
                         {"printer-name", submission.printer()}}));
  else
    TRY_VOID(print_text("job " + std::to_string(submission.id()) + " on " +
                        harmless(submission.printer()) + "\n"));
  if (arguments.has("wait")) TRY_VOID(wait_for(session, submission.id(), submission.uri()));
  return {};
}

} // namespace

const Command& submit_command() {
  static const Command command{
      "submit",
      "Sends documents to a printer of the server, as one job.",
      "FILE...",
      {{'d', "printer", "NAME", "the printer (default: the default printer)"},
       {'n', "copies", "COPIES", "how many (default 1)"},
       option_flag,
       {'t', "title", "TITLE", "the job's name (default: the first file's)"},
       {'w', "wait", "", "until the job is over; exit code 1 when it was not printed"},
       json_flag,
       server_flag},
      "FILE is a document of any kind that \"platen convert\" takes, or - for standard input.\n"
      "\"platen options -d NAME\" lists the settings that -o takes. The PIN of the department that "
      "-o\n"
      "job-account-id=NUMBER names is taken from the environment variable PLATEN_DEPARTMENT_PIN.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return submit(arguments); });
      }};
  return command;
}

} // namespace platen::app
