#pragma once

#include "image/image.h"
#include "render/protocol.h"

namespace platen::worker {

// Writes one framed message to the parent.
Result<void> send(render::MessageKind kind, Bytes payload);
Result<void> send_failure(const Error& error);
// The rows of a band as one message, without the padding between them.
Result<void> send_rows(ConstBand rows);

} // namespace platen::worker
