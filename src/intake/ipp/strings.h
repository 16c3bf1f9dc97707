#pragma once

#include "model/model.h"

#include <string>

namespace platen::intake::ipp {

// A message catalogue (PWG 5100.13 section 8): what dialogs show for the keywords of a model, one
// "KEYWORD" = "TEXT"; on a line, UTF-8.
std::string keyword_strings(const model::Model& model);

} // namespace platen::intake::ipp
