#pragma once

#include "wire/ipp/message.h"

#include <string>
#include <vector>

namespace platen::ipp {

// A request with what every one begins with (RFC 8011 section 4.1.4): charset, language, the target
// ("printer-uri", "job-uri" or "system-uri") and the user's name, when there is one.
Message make_request(ipp_op_t operation, const char* target, const std::string& uri,
                     const std::string& user);

// requested-attributes, in the operation group.
void request_attributes(Message& request, const std::vector<const char*>& names);

} // namespace platen::ipp
