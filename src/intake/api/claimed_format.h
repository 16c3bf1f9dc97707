#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace platen::intake::api {

// Whether a document is what its name ("report.pdf") and its media type say. A picture is a picture
// of any kind: cameras and programs name them wrongly, and they print all the same.
// Errc::unsupported names what it says and what it is.
Result<void> check_claims(std::string_view name, std::string_view media_type,
                          std::string_view format);

// A file name for people: without folders, control characters and what is no UTF-8; bounded.
std::string clean_file_name(std::string name);

} // namespace platen::intake::api
