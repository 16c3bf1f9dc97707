#include "intake/ipp/job_request.h"

#include "base/utf8.h"
#include "intake/ipp/formats.h"
#include "intake/ipp/job_privacy.h"
#include "intake/ipp/unsupported.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

std::string lower_without_parameters(std::string text) {
  text.resize(std::min(text.find(';'), text.size()));
  while (!text.empty() && text.back() == ' ')
    text.pop_back();
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

Refusal conflict(ipp_status_t status, std::string message) {
  return {status, std::move(message)};
}

void hold_for_language(job::Job& job, const std::string& why) {
  add_reason(job, reason::language);
  job.state_message += (job.state_message.empty() ? "" : "; ") + why;
}

std::string job_name(const Message& request) {
  for (const char* const name : {"job-name", "document-name"})
    if (auto text = request.text(IPP_TAG_OPERATION, name); text && !text->empty())
      return clean_text(std::move(*text));
  return "Untitled";
}

} // namespace

std::string clean_text(std::string text) {
  std::string clean;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t length = utf8_character(rest);
    const std::string_view character = rest.substr(0, length);
    if (length == 0 || is_utf8_control(character))
      clean += '?';
    else
      clean += character;
    rest.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return clean;
}

std::optional<Refusal> check_room(Call& call, bool new_job) {
  auto share = call.services.admission->admit(call.user, call.policy, new_job);
  if (!share) return std::move(share).error();
  call.share = *std::move(share);
  return std::nullopt;
}

std::optional<Refusal> check_printer(Call& call) {
  if (call.model == nullptr)
    return conflict(IPP_STATUS_ERROR_SERVICE_UNAVAILABLE,
                    "the model \"" + call.printer->model + "\" of this printer is not installed");
  if (!call.printer->accepting)
    return conflict(IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS,
                    "the printer \"" + call.printer->name + "\" does not accept jobs");
  return check_room(call, true);
}

std::optional<Refusal> check_format(Call& call) {
  const auto declared = call.request.text(IPP_TAG_OPERATION, "document-format");
  if (!declared) return std::nullopt;
  if (takes_format(*declared)) return std::nullopt;
  add_unsupported(call.reply, call.request, "document-format");
  return conflict(IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED,
                  "documents of the format " + declared->substr(0, 100) + " are not read here");
}

tl::expected<std::optional<Pin>, Refusal> read_pin(Call& call) {
  ipp_attribute_t* const found =
      ippFindAttribute(call.request.get(), "job-password", IPP_TAG_STRING);
  if (found == nullptr) return std::optional<Pin>{};
  int length = 0;
  const void* const octets = ippGetOctetString(found, 0, &length);
  Pin pin{std::string(static_cast<const char*>(octets), static_cast<std::size_t>(length)),
          call.request.text(IPP_TAG_OPERATION, "job-password-encryption").value_or("none")};
  if (pin.octets.empty()) return std::optional<Pin>{}; // as if there were none
  const auto checked = check_pin(pin);
  if (checked && call.services.pins != nullptr) return std::optional(std::move(pin));
  // A job that was to wait for its PIN is never printed without one.
  add_unsupported(call.reply, call.request,
                  checked || checked.error().code == Errc::invalid ? "job-password"
                                                                   : "job-password-encryption");
  return tl::unexpected(
      Refusal{IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
              checked ? "job-password is not supported" : checked.error().message()});
}

tl::expected<NewJob, Refusal> read_new_job(Call& call) {
  if (auto refusal = check_printer(call)) return tl::unexpected(std::move(*refusal));
  if (auto refusal = check_format(call)) return tl::unexpected(std::move(*refusal));
  auto pin = read_pin(call);
  if (!pin) return tl::unexpected(std::move(pin).error());
  auto wish = read_wish(call, *call.model, *call.printer, nullptr);
  if (!wish) return tl::unexpected(std::move(wish).error());
  auto claim = settle_account(call, wish->settings.account_id);
  if (!claim && !keeps_for_account(call, claim.error()))
    return tl::unexpected(std::move(claim).error());
  NewJob made;
  made.pin = std::move(*pin);
  if (claim) made.claim = std::move(*claim);
  made.status = wish->status;
  job::Job& job = made.job;
  job.printer = call.printer->id;
  job.name = job_name(call.request);
  job.user = call.user;
  job.user_is_proven = call.principal.authenticated();
  job.host = call.principal.address;
  job.confidential = keeps_names(*call.printer);
  apply_wish(*wish, job);
  job.detailed = std::move(wish->notes);
  apply_settings(wish->settings, call.services.clock(), system_calendar(), job);
  if (!claim) hold_for_account(job, claim.error());
  if (!made.claim)
    if (auto refusal = check_allowance(call, job)) return tl::unexpected(std::move(*refusal));
  if (call.printer->hold_new_jobs) add_reason(job, reason::on_create);
  if (made.pin) add_reason(job, reason::password);
  if (!wish->lacking_language.empty()) hold_for_language(job, wish->lacking_language);
  settle_state(job);
  return made;
}

std::optional<Refusal> check_new_job(Call& call) {
  auto made = read_new_job(call);
  if (!made) return std::move(made).error();
  call.keep = std::make_shared<NewJob>(std::move(*made));
  return std::nullopt;
}

NewJob& kept_job(Call& call) {
  EXPECTS(call.keep != nullptr);
  return *std::static_pointer_cast<NewJob>(call.keep);
}

std::unique_ptr<job::IncomingDocument> take_document(Call& call) {
  auto document = std::move(call.document);
  if (document == nullptr) return nullptr;
  document->name =
      clean_text(call.request.text(IPP_TAG_OPERATION, "document-name").value_or(std::string()));
  document->format = lower_without_parameters(
      call.request.text(IPP_TAG_OPERATION, "document-format").value_or("application/octet-stream"));
  return document;
}

} // namespace platen::intake::ipp
