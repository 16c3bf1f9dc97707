#pragma once

#include "wire/ipp/message.h"

#include <optional>
#include <string>

// What every request must be, whatever its operation (RFC 8011 section 4.1). Pure: they read the
// message alone.
namespace platen::intake::ipp {

// Why a request goes no further.
struct Refusal {
  ipp_status_t status = IPP_STATUS_ERROR_BAD_REQUEST;
  std::string message;
};

struct Version {
  int major = 0, minor = 0;
  bool operator==(const Version&) const = default;
};
// The version that we speak and that is nearest to the asked one (RFC 8011 section 4.1.8).
Version nearest_version(Version asked);

std::optional<Refusal> check_version(const platen::ipp::Message& request);
std::optional<Refusal> check_request_id(const platen::ipp::Message& request);
// The operation group and its first two attributes.
std::optional<Refusal> check_charset_and_language(const platen::ipp::Message& request);
// Groups in ascending order, no attribute twice in one group, no value longer than its syntax
// allows.
std::optional<Refusal> check_groups(const platen::ipp::Message& request);

} // namespace platen::intake::ipp
