#pragma once

#include "virtual/condition.h"
#include "virtual/ivec/document.h"

#include <optional>
#include <string>

namespace platen::twin::ivec {

// The answer to a document that only asks, whatever way it came; nothing for one that does
// something. `lies`: the areas of the paper are those of another device.
std::optional<std::string> answer_question(const Document& document, const Condition& now,
                                           bool lies = false);
// GetStatusResponse (docs/protocols/ivec.md §4, §11).
std::string print_status(const Condition& now);

} // namespace platen::twin::ivec
