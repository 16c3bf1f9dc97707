#pragma once

#include "intake/ipp/operation.h"

#include <string>
#include <vector>

namespace platen::intake::ipp {

// What the caller may do to a job as it is now: of "hold", "release", "cancel", "reprint", "move",
// "change" and "order". For those who show buttons: the operations themselves check again.
std::vector<std::string> job_actions(const Call& call, const job::Job& job);

} // namespace platen::intake::ipp
