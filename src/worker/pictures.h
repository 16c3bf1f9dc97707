#pragma once

#include "render/protocol.h"

namespace platen::worker {

// Sends the info message of the picture file at render::document_fd.
Result<void> report_picture(const render::Request& request);

// Sends the picture message (shape, colour table) and the rows of one page. `default_cmyk`: the ICC
// profile that CMYK without one is supposed to have; empty: none.
Result<void> send_picture(const render::Request& request, Bytes default_cmyk);

} // namespace platen::worker
