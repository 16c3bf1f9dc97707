#pragma once

#include "render/process.h"
#include "render/protocol.h"

namespace platen::render {

// The next framed message: its kind, and its payload into `payload` (but of rows, whose payload
// stays in the pipe). A failure message becomes the error.
Result<MessageHead> read_message(WorkerProcess& worker, Buffer& payload);

// The raw PNM pages of a draw request, straight from Ghostscript's output. `pages_in_document` is
// for the messages ("page 3 of 10: ...").
std::unique_ptr<PageStream> make_page_stream(WorkerProcess worker, const VectorRun& run,
                                             std::size_t pages_in_document);

// The rows messages that follow a picture message.
std::unique_ptr<RowSource> make_picture_rows(WorkerProcess worker, PageShape shape);

} // namespace platen::render
