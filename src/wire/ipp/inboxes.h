#pragma once

#include "wire/ipp/records.h"

namespace platen::ipp {

// The attribute that tells at which ports jobs come to a printer from systems that know no IPP:
// "raw 9100", "lpd 515 QUEUE"; ": WORDS" behind them say why it is not open.
inline constexpr const char* inboxes_attribute = "platen-inboxes";
// [{"protocol", "port", "queue", "open", "message"}].
Json inboxes_json(const Record& printer);

} // namespace platen::ipp
