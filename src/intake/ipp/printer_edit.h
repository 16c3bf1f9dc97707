#pragma once

#include "intake/ipp/operation.h"

#include <functional>
#include <memory>
#include <vector>

namespace platen::intake::ipp {

// Changes the call's printer in the store, writes `act` (a literal) into the audit log, and
// answers. `after` runs when the change is on disk, before the answer.
void edit_printer(const std::shared_ptr<Call>& call, std::string_view act,
                  job::Store::PrinterEdit edit, std::function<void()> after = {});

// The same for every printer; `after` gets each one's id. The answer comes after the last.
void edit_all_printers(const std::shared_ptr<Call>& call, std::string_view act,
                       job::Store::PrinterEdit edit,
                       std::function<void(job::PrinterId)> after = {});

} // namespace platen::intake::ipp
