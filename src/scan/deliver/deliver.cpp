#include "scan/deliver/deliver.h"

#include "scan/deliver/deliver_limits.h"
#include "scan/deliver/helper.h"
#include "scan/deliver/letter.h"

namespace platen::scan {

namespace {

// Servers repeat what they were told; nobody shall read the secret in their words.
std::string without_secret(std::string words, const std::string& secret) {
  if (secret.size() < 4) return words;
  for (std::size_t at = 0; (at = words.find(secret, at)) != std::string::npos; at += 3)
    words.replace(at, secret.size(), "***");
  return words;
}

Result<DeliveryRequest> request_for(const Destination& destination, const DeliveryTry& attempt) {
  TRY_VOID(check(destination));
  if (destination.kind == DestinationKind::mail && destination.to.empty())
    return fail(Errc::invalid, "nobody gets the mail: the scan has to name its recipients");
  for (const std::string& recipient : destination.to)
    if (recipient.starts_with(contact_sign))
      return fail(Errc::invalid, "the contact " + recipient + " was not looked up");
  DeliveryRequest request{destination, attempt};
  if (!destination.message) {
    TRY(request.destination.subject, fill_in(destination.subject, attempt.fields));
    TRY(request.destination.text, fill_in(destination.text, attempt.fields));
  }
  if (attempt.id.empty() || attempt.id.size() > 64 ||
      attempt.id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                   "-") != std::string::npos)
    return fail(Errc::invalid, "\"" + attempt.id + "\" is no id of a delivery");
  for (const PackedFile& file : attempt.files)
    if (file.name.empty() || file.name.find('/') != std::string::npos || file.name == "." ||
        file.name == "..")
      return fail(Errc::invalid, "\"" + file.name + "\" is no name of a file");
  return request;
}

// The helper is gone or no longer believed; what it had said counts.
DeliveryEnd broken_off(const Reports& reports, const std::string& why) {
  if (reports.all_sent())
    return {DeliveryEnd::Kind::unsure,
            why + " when everything was sent and no answer had come: it may have arrived",
            reports.arrived()};
  return {DeliveryEnd::Kind::again, why, reports.arrived()};
}

Result<DeliveryEnd> follow(Helper& helper, std::chrono::milliseconds silence,
                           const Cancel& cancel) {
  const auto ends = std::chrono::steady_clock::now() + limits::helper_time;
  Reports reports;
  for (;;) {
    if (std::chrono::steady_clock::now() > ends)
      return broken_off(reports, "one try took " + std::to_string(limits::helper_time.count()) +
                                     " h and was ended");
    auto said = helper.read(silence, cancel);
    if (!said && said.error().code == Errc::cancelled && !reports.all_sent())
      return Failure(said.error());
    if (!said) return broken_off(reports, said.error().what);
    if (auto taken = reports.take(*said); !taken) return broken_off(reports, taken.error().what);
    if (reports.end()) {
      DeliveryEnd end = *reports.end();
      end.where = reports.arrived();
      return end;
    }
    if (said->empty()) return broken_off(reports, "platen-deliver broke off: " + helper.wait());
  }
}

} // namespace

Result<DeliveryEnd> deliver(const Destination& destination, const DeliveryTry& attempt,
                            const Cancel& cancel) {
  const auto request = request_for(destination, attempt);
  if (!request) return DeliveryEnd{DeliveryEnd::Kind::refused, request.error().message(), {}};
  if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
  TRY(Helper helper, Helper::start(*request));
  const int longer = destination.kind == DestinationKind::mail ? limits::mail_patience : 1;
  const std::chrono::seconds silence = attempt.patience * longer + limits::helper_silence;
  auto end = follow(helper, silence, cancel);
  if (end) end->words = without_secret(std::move(end->words), attempt.secret);
  return end;
}

} // namespace platen::scan
