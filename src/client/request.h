#pragma once

#include "wire/ipp/message.h"

#include <string>
#include <vector>

namespace platen::client {

// A request with what every one begins with (RFC 8011 section 4.1.4): charset, language, the target
// ("printer-uri", "job-uri" or "system-uri") and the user's name, when there is one.
platen::ipp::Message make_request(ipp_op_t operation, const char* target, const std::string& uri,
                                  const std::string& user);

// requested-attributes, in the operation group.
void request_attributes(platen::ipp::Message& request, const std::vector<const char*>& names);

// The values of an attribute as text ("600dpi", "two-sided-long-edge"), in their order; none when
// it is missing.
std::vector<std::string> values_of(ipp_t* message, const char* name);
std::vector<std::string> values_of(ipp_attribute_t* attribute); // may be null
std::string value_text(ipp_attribute_t* attribute, int i);

} // namespace platen::client
