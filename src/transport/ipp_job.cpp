#include "transport/ipp_job.h"

#include "client/request.h"
#include "transport/connect.h"

#include <algorithm>
#include <thread>

#include <cups/cups.h>

namespace platen::transport {

namespace {

using client::values_of;
using platen::ipp::Message;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds first_look{100};
constexpr milliseconds last_look{2'000};
constexpr milliseconds patience_for_cancel{2'000};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    if (word != "none") text += (text.empty() ? "" : ", ") + word;
  return text;
}

bool any_starts_with(const std::vector<std::string>& words, std::string_view beginning) {
  return std::ranges::any_of(words,
                             [&](const std::string& word) { return word.starts_with(beginning); });
}

std::string with_reasons(std::string text, ipp_t* job) {
  if (const std::string reasons = joined(values_of(job, "job-state-reasons")); !reasons.empty())
    text += " (" + reasons + ")";
  if (const auto message = values_of(job, "job-state-message");
      !message.empty() && !message[0].empty())
    text += ": " + message[0];
  return text;
}

Failure ended_badly(ipp_t* job, ipp_jstate_t state) {
  const auto reasons = values_of(job, "job-state-reasons");
  if (state == IPP_JSTATE_CANCELED)
    return fail(Errc::cancelled, with_reasons("the job was canceled at the printer", job));
  const Errc code = any_starts_with(reasons, "document-format-error") ? Errc::malformed
                    : any_starts_with(reasons, "unsupported-")        ? Errc::unsupported
                    : any_starts_with(reasons, "document-password")   ? Errc::denied
                                                                      : Errc::io;
  return fail(code, with_reasons("the printer gave the job up", job));
}

// True when the time is over, false when the job was cancelled meanwhile.
bool sleep(milliseconds length, const Cancel& cancel) {
  const auto until = Clock::now() + length;
  while (Clock::now() < until) {
    if (cancel.requested()) return false;
    std::this_thread::sleep_for(std::min<Clock::duration>(until - Clock::now(), cancel_interval));
  }
  return !cancel.requested();
}

} // namespace

Message IppJob::request(ipp_op_t operation) const {
  // Names the user after the job's id: RFC 8011 section 4.1.5 fixes the first attributes' order.
  Message message = client::make_request(operation, "printer-uri", address_.uri, {});
  ippAddInteger(message.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id_);
  if (!user_.empty())
    ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
                 user_.c_str());
  return message;
}

Message request_of_words(const IppAddress& address, const std::string& user) {
  Message asked =
      client::make_request(IPP_OP_GET_PRINTER_ATTRIBUTES, "printer-uri", address.uri, user);
  client::request_attributes(asked, {"printer-state-reasons", "printer-state-message"});
  return asked;
}

Result<void> IppJob::hear_printer(IppWords& words) {
  if (!words.wanted()) return {};
  TRY(const Message answer, connection_.ask(request_of_words(address_, user_), address_.path));
  words.hear(answer);
  return {};
}

Result<IppJob::Verdict> IppJob::look(IppWords& words) {
  Message asked = request(IPP_OP_GET_JOB_ATTRIBUTES);
  client::request_attributes(asked, {"job-state", "job-state-reasons", "job-state-message"});
  TRY(const Message answer, connection_.ask(asked, address_.path));
  if (auto error = client::error_of(answer)) {
    if (error->code == Errc::not_found) return Verdict(Result<void>{}); // printed, and forgotten
    return Failure(*std::move(error));
  }
  const auto state =
      static_cast<ipp_jstate_t>(answer.integer(IPP_TAG_JOB, "job-state").value_or(0));
  if (state == IPP_JSTATE_COMPLETED) return Verdict(Result<void>{});
  if (state == IPP_JSTATE_CANCELED || state == IPP_JSTATE_ABORTED)
    return Verdict(Result<void>(ended_badly(answer.get(), state)));
  TRY_VOID(hear_printer(words));
  return Verdict{};
}

Result<void> IppJob::follow(milliseconds stall, const Cancel& cancel, IppWords& words) {
  auto heard = Clock::now();
  for (milliseconds pause = first_look;; pause = std::min(2 * pause, last_look)) {
    auto told = look(words);
    if (told && *told) return **std::move(told);
    if (told)
      heard = Clock::now();
    else if (told.error().code == Errc::cancelled)
      return Failure(std::move(told).error());
    else if (Clock::now() - heard >= stall)
      return fail(Errc::timeout,
                  address_.server.text() + " took the whole job, but has not told its state for " +
                      std::to_string(stall.count() / 1000) +
                      " seconds: see whether the sheets are there (" + told.error().what + ")");
    if (!sleep(pause, cancel)) return fail(Errc::cancelled, address_.server.text() + ": cancelled");
  }
}

void IppJob::cancel(const IppAddress& address, const std::string& user, int id) {
  client::ConnectOptions options;
  options.tls = address.tls ? client::Tls::always : client::Tls::when_asked;
  options.connect = options.stall = patience_for_cancel;
  auto connection = client::connect(address.server, std::move(options));
  if (!connection) return;
  const IppJob job(**connection, address, user, id);
  static_cast<void>((*connection)->ask(job.request(IPP_OP_CANCEL_JOB), address.path));
}

} // namespace platen::transport
