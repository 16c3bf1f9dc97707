#pragma once

#include "intake/ipp/job_template.h"
#include "wire/ipp/message.h"

#include <string>
#include <vector>

namespace platen::intake::ipp {

using platen::ipp::Message;

// The Unsupported Attributes group (RFC 8011 section 4.1.7): each attribute once, with its values,
// or with the out-of-band value "unsupported" when it is no attribute of this printer.
void add_unsupported(Message& reply, const std::vector<NotTaken>& attributes);

// "not supported with these values: NAME, NAME", and what would be right where that is known.
std::string refusal_words(const std::vector<NotTaken>& refused);

// An attribute of the operation group that is not supported with its value.
void add_unsupported(Message& reply, const Message& request, const char* name);

} // namespace platen::intake::ipp
