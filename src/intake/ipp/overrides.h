#pragma once

#include "model/model.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cups/ipp.h>

namespace platen::intake::ipp {

// One page override (PWG 5100.6): "pages" and the options that differ on them, name -> value. The
// option "overrides" holds a list of these as JSON text.
using Override = std::map<std::string, std::string>;

// The values of the attribute "overrides"; Errc::invalid when one of them is not of the standard's
// form or names what a page cannot have of its own. Names and values that the model does not have
// are left to model::make_ticket.
Result<std::vector<Override>> read_overrides(const model::Model& model, ipp_attribute_t* attribute);
void add_overrides(ipp_t* into, ipp_tag_t group, const std::string& name, const model::Model& model,
                   const std::vector<Override>& overrides);

// [{"pages":"2-3","media":"..."}] and back; nothing for any other text.
std::string overrides_text(const std::vector<Override>& overrides);
std::optional<std::vector<Override>> parse_overrides(std::string_view text);

} // namespace platen::intake::ipp
