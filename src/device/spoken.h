#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace platen::device {

// The name that models have for a language which a device calls so (CMD of a device id, LANGUAGES
// of PJL, a description of the Printer MIB); else the device's own word in small letters.
std::string language_name(std::string_view word);

// Of prtInterpreterLangFamily (IANA's registry for RFC 3805); empty: only the description says it.
std::string_view language_of_family(std::int64_t family);

} // namespace platen::device
