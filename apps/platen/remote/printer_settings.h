#pragma once

#include "remote/session.h"

namespace platen::app {

// What -m, -v and -o say of a printer, as attributes of its group: platen-model, device-uri,
// printer-info and its like as they are, any other NAME as NAME-default (docs/protocols/ipp.md).
Result<void> add_printer_settings(Request& request, const Arguments& arguments);

} // namespace platen::app
