#pragma once

#include "render/protocol.h"

namespace platen::worker {

// Enters the sandbox, then sends the pictures that the PDF at render::document_fd consists of as a
// TIFF: pdf messages, end. Errc::unsupported: it has anything else on its pages.
Result<void> unwrap_pdf(const render::Request& request);

} // namespace platen::worker
