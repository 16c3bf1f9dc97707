#pragma once

#include "model/model.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace platen::client {

// The length of an option that IPP counts in hundredths of a millimetre: "5.25mm", "0.2in", "525".
// Nothing for other options, and for what is no length.
std::optional<std::int32_t> ipp_count(std::string_view option, std::string_view value);
bool is_overprint(std::string_view option); // whose count is the member of a collection

// Options of a command line as IPP has them: lengths as counts; what cannot be read stays for
// others to refuse. Of an option that is given twice the last one counts, as for convert.
model::Options as_ipp_counts(const model::Options& options);

} // namespace platen::client
