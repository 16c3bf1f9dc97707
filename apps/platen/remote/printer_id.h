#pragma once

#include "remote/session.h"

namespace platen::app {

// printer-id (PWG 5100.22) of a printer.
Result<int> printer_id(Session& session, const std::string& name);

} // namespace platen::app
