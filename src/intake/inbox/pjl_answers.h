#pragma once

#include "intake/inbox/job_desk.h"

#include <string>
#include <string_view>

namespace platen::intake::inbox {

// The answer to a question in PJL, as docs/protocols/inboxes.md has it; "?" where a printer with
// another inside would know more.
std::string pjl_answer(std::string_view question, const PrinterState& state);

} // namespace platen::intake::inbox
