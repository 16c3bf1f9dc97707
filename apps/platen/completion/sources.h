#pragma once

#include "completion/candidates.h"

namespace platen::app::completion {

// The models that are installed, and what the server tells within two seconds; no word of what went
// wrong, and never a question.
Sources own_sources();

} // namespace platen::app::completion
