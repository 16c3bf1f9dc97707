#pragma once

#include "render/protocol.h"

namespace platen::worker {

// Enters the sandbox, typesets the UTF-8 text at render::document_fd and sends it as pdf messages
// and an end message. Errc::malformed with the offset where the text is not UTF-8.
Result<void> typeset_text(const render::Request& request);

} // namespace platen::worker
