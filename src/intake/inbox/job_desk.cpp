#include "intake/inbox/job_desk.h"

#include "base/limits.h"
#include "intake/api/ipp_desk.h"
#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/job_request.h"
#include "wire/ipp/records.h"
#include "wire/ipp/request.h"

namespace platen::intake::inbox {

using platen::ipp::Message;

namespace {

constexpr std::size_t longest_name = 255; // name(255)
constexpr std::size_t piece_bytes = 64 << 10;

std::string as_name(const std::string& text) {
  return ipp::cut_text(ipp::clean_text(text), longest_name);
}

http::Head head_of(const Sender& sender) {
  http::Head head;
  head.method = "POST";
  head.path = "/ipp/print/" + sender.printer;
  head.host = "localhost";
  head.peer = sender.peer;
  return head;
}

Message request_of(const Sender& sender, ipp_op_t operation) {
  return platen::ipp::make_request(operation, "printer-uri",
                                   "ipp://localhost/ipp/print/" + sender.printer,
                                   sender.user.empty() ? "guest" : as_name(sender.user));
}

Message job_request_of(const Sender& sender, ipp_op_t operation, std::int32_t job) {
  return platen::ipp::make_request(operation, "job-uri",
                                   "ipp://localhost/jobs/" + std::to_string(job),
                                   sender.user.empty() ? "guest" : as_name(sender.user));
}

// The server looks at the bytes to know their format.
void add_document(Message& request) {
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
               "application/octet-stream");
}

void add_title(Message& request, const Wanted& wanted) {
  if (wanted.title.empty()) return;
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr,
               as_name(wanted.title).c_str());
}

void add_settings(Message& request, const Wanted& wanted) {
  if (wanted.copies > 1)
    ippAddInteger(request.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", wanted.copies);
  if (!wanted.sides.empty())
    ippAddString(request.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", nullptr,
                 wanted.sides.c_str());
}

Result<std::int32_t> number_of(const Message& answer) {
  if (auto error = api::error_of(answer)) return Failure(*std::move(error));
  const auto job = answer.integer(IPP_TAG_JOB, "job-id");
  if (!job) return fail(Errc::bug, "the answer names no job");
  return *job;
}

Result<void> refused_early(const std::optional<Message>& answer) {
  if (!answer) return {};
  if (auto error = api::error_of(*answer)) return Failure(*std::move(error));
  return fail(Errc::bug, "the job was answered before it was whole");
}

} // namespace

Result<void> check_beginning(Bytes head) {
  const std::string_view text = as_text(head);
  if (!text.starts_with('\x1b') && !text.starts_with(") HP-PCL XL")) return {};
  return fail(Errc::unsupported, "the document is in a printer's own language, such as PCL, which "
                                 "is not read here: print with a PostScript driver");
}

Result<void> OpenJob::write(Bytes piece) {
  TRY(const auto early, incoming_->write(piece));
  return refused_early(early);
}

Result<std::int32_t> OpenJob::finish() {
  TRY(const Message answer, incoming_->finish());
  return number_of(answer);
}

Result<Message> JobDesk::ask(const Sender& sender, const Message& request,
                             UniqueFd document) const {
  const auto incoming = service_.incoming(head_of(sender));
  TRY(auto answer, incoming->begin(request));
  Buffer piece(piece_bytes);
  while (!answer && document) {
    TRY(const std::size_t got, read_some(document.get(), piece));
    if (got == 0) break;
    TRY(answer, incoming->write(Bytes(piece).first(got)));
  }
  if (!answer) {
    TRY(answer, incoming->finish());
  }
  if (auto error = api::error_of(*answer)) return Failure(*std::move(error));
  return *std::move(answer);
}

Result<void> JobDesk::admits(const Sender& sender) const {
  Message request = request_of(sender, IPP_OP_VALIDATE_JOB);
  add_document(request);
  return ask(sender, request).map([](const Message&) {});
}

Result<std::unique_ptr<OpenJob>> JobDesk::open(const Sender& sender, const Wanted& wanted) const {
  Message request = request_of(sender, IPP_OP_PRINT_JOB);
  add_title(request, wanted);
  add_document(request);
  add_settings(request, wanted);
  auto incoming = service_.incoming(head_of(sender));
  TRY(const auto early, incoming->begin(request));
  TRY_VOID(refused_early(early));
  return std::make_unique<OpenJob>(std::move(incoming));
}

Result<std::int32_t> JobDesk::print(const Sender& sender, const Wanted& wanted,
                                    std::vector<UniqueFd> documents) const {
  if (documents.size() != 1) return print_several(sender, wanted, std::move(documents));
  Message request = request_of(sender, IPP_OP_PRINT_JOB);
  add_title(request, wanted);
  add_document(request);
  add_settings(request, wanted);
  TRY(const Message answer, ask(sender, request, std::move(documents.front())));
  return number_of(answer);
}

Result<std::int32_t> JobDesk::print_several(const Sender& sender, const Wanted& wanted,
                                            std::vector<UniqueFd> documents) const {
  Message request = request_of(sender, IPP_OP_CREATE_JOB);
  add_title(request, wanted);
  add_settings(request, wanted);
  TRY(const Message made, ask(sender, request));
  TRY(const std::int32_t job, number_of(made));
  for (std::size_t i = 0; i < documents.size(); ++i) {
    Message part = job_request_of(sender, IPP_OP_SEND_DOCUMENT, job);
    add_document(part);
    ippAddBoolean(part.get(), IPP_TAG_OPERATION, "last-document",
                  i + 1 == documents.size() ? 1 : 0);
    const auto sent = ask(sender, part, std::move(documents[i]));
    if (sent) continue;
    static_cast<void>(cancel(sender, job)); // what is not whole shall not print
    return Failure(sent.error());
  }
  return job;
}

Result<PrinterState> JobDesk::state(const Sender& sender) const {
  Message request = request_of(sender, IPP_OP_GET_PRINTER_ATTRIBUTES);
  platen::ipp::request_attributes(request, {"printer-state", "printer-state-reasons",
                                            "printer-state-message", "printer-make-and-model",
                                            "printer-is-accepting-jobs"});
  TRY(const Message answer, ask(sender, request));
  const auto printers = platen::ipp::records_of(answer, IPP_TAG_PRINTER);
  if (printers.empty()) return fail(Errc::not_found, "there is no printer " + sender.printer);
  PrinterState state;
  state.make_and_model = printers[0].text("printer-make-and-model");
  state.message = printers[0].text("printer-state-message");
  state.reasons = printers[0].texts("printer-state-reasons");
  state.accepting = printers[0].boolean("printer-is-accepting-jobs").value_or(true);
  const std::string word = printers[0].text("printer-state");
  if (word == "processing") state.kind = PrinterState::Kind::processing;
  if (word == "stopped") state.kind = PrinterState::Kind::stopped;
  return state;
}

Result<Message> JobDesk::jobs(const Sender& sender) const {
  constexpr int most = 500;
  Message request = request_of(sender, IPP_OP_GET_JOBS);
  ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "limit", most);
  platen::ipp::request_attributes(
      request, {"job-id", "job-name", "job-originating-user-name", "job-k-octets", "job-state"});
  return ask(sender, request);
}

Result<void> JobDesk::cancel(const Sender& sender, std::int32_t job) const {
  return ask(sender, job_request_of(sender, IPP_OP_CANCEL_JOB, job)).map([](const Message&) {});
}

} // namespace platen::intake::inbox
