#include "client/connection.h"

namespace platen::client {

namespace {

Errc code_of(ipp_status_t status) {
  switch (status) {
  case IPP_STATUS_ERROR_NOT_FOUND:
  case IPP_STATUS_ERROR_GONE:
    return Errc::not_found;
  case IPP_STATUS_ERROR_NOT_POSSIBLE:
    return Errc::conflict;
  case IPP_STATUS_ERROR_FORBIDDEN:
  case IPP_STATUS_ERROR_NOT_AUTHENTICATED:
  case IPP_STATUS_ERROR_NOT_AUTHORIZED:
  case IPP_STATUS_ERROR_DOCUMENT_PASSWORD:
  case IPP_STATUS_ERROR_DOCUMENT_PERMISSION:
    return Errc::denied;
  case IPP_STATUS_ERROR_TIMEOUT:
    return Errc::timeout;
  case IPP_STATUS_ERROR_REQUEST_ENTITY:
  case IPP_STATUS_ERROR_REQUEST_VALUE:
    return Errc::limit;
  case IPP_STATUS_ERROR_BAD_REQUEST:
  case IPP_STATUS_ERROR_DOCUMENT_FORMAT_ERROR:
    return Errc::malformed;
  case IPP_STATUS_ERROR_BUSY:
  case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
  case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE:
  case IPP_STATUS_ERROR_TOO_MANY_JOBS:
  case IPP_STATUS_ERROR_PRINTER_IS_DEACTIVATED:
  case IPP_STATUS_ERROR_TEMPORARY:
    return Errc::busy;
  case IPP_STATUS_ERROR_INTERNAL:
  case IPP_STATUS_ERROR_DEVICE:
    return Errc::io;
  case IPP_STATUS_ERROR_JOB_CANCELED:
    return Errc::cancelled;
  default:
    return Errc::unsupported;
  }
}

constexpr int most_status = 0x0fff; // beyond it libcups keeps its own

// "sides=two-sided-long-edge, media": what the answer says that it does not take.
std::string unsupported_values(ipp_t* answer) {
  std::string text;
  for (ipp_attribute_t* one = ippFirstAttribute(answer); one != nullptr;
       one = ippNextAttribute(answer)) {
    if (ippGetGroupTag(one) != IPP_TAG_UNSUPPORTED_GROUP || ippGetName(one) == nullptr) continue;
    text += (text.empty() ? "" : ", ") + std::string(ippGetName(one));
    std::string value(ippAttributeString(one, nullptr, 0) + 1, '\0');
    ippAttributeString(one, value.data(), value.size());
    value.pop_back();
    if (ippGetValueTag(one) != IPP_TAG_UNSUPPORTED_VALUE &&
        ippGetValueTag(one) != IPP_TAG_NOVALUE && !value.empty())
      text += "=" + value;
  }
  return text;
}

} // namespace

std::optional<Error> error_of(const platen::ipp::Message& answer) {
  // A printer can send any 16 bits, more than the enumeration holds.
  const int code = ippGetStatusCode(answer.get());
  if (code >= 0 && code < IPP_STATUS_ERROR_BAD_REQUEST) return std::nullopt;
  const bool known = code >= 0 && code <= most_status;
  const ipp_status_t status = known ? static_cast<ipp_status_t>(code) : IPP_STATUS_ERROR_INTERNAL;
  std::string text = known ? ippErrorString(status) : "status " + std::to_string(code);
  if (const auto message = answer.text(IPP_TAG_OPERATION, "status-message");
      message && !message->empty())
    text += ": " + *message;
  if (const std::string values = unsupported_values(answer.get()); !values.empty())
    text += " (not supported: " + values + ")";
  return Error{code_of(status), std::move(text)};
}

} // namespace platen::client
