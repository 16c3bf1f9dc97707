#pragma once

#include "render/protocol.h"

namespace platen::worker {

// Enters the sandbox and sends the info message of the PDF at render::document_fd. Errc::denied: it
// needs a password.
Result<void> report_pdf(const render::Request& request);

} // namespace platen::worker
