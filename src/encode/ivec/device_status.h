#pragma once

#include "encode/device_words.h"
#include "encode/ivec/parse_answer.h"

namespace platen::encode::ivec {

// What a GetStatusResponse says (docs/protocols/ivec.md §4): a support code that the table does not
// have is told by its number.
DeviceWords device_words(const Answer& status);

} // namespace platen::encode::ivec
