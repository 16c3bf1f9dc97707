#pragma once

#include "render/protocol.h"

namespace platen::worker {

// Enters the sandbox, then, of the picture file at render::document_fd, sends the info message, or
// the picture message (shape, colour table) and the rows of one page; for Task::table, which has no
// picture, the table; or what is known of the ICC profile that lies there instead.
Result<void> read_picture(const render::Request& request);

} // namespace platen::worker
