#pragma once

#include "intake/api/print_routes.h"

namespace platen::intake::api {

// What `platen calibrate` does, of printers whose dots platen makes: the pages of patches, what was
// measured on them, the curves of the screens. `services` outlives them; null for the table alone.
Routes calibration_routes(const PrintServices* services);

} // namespace platen::intake::api
