#pragma once

#include "json/fields.h"
#include "remote/api.h"

namespace platen::app {

// Follows a scan, with a line on standard error for each page and each message. Where it waits for
// a person and there is a terminal, it asks there; else it ends with what can be done. The scan as
// it has ended.
Result<Json> follow_scan(Api& api, Json scan);

// The files of a scan: one as FILE, several in the folder FILE; "-" is standard output, for one.
// What is written is named on standard error.
Result<void> fetch_files(Api& api, const Json& scan, const std::string& to);

std::string id_of(const Json& scan);
using json::text_in;

} // namespace platen::app
