#pragma once

#include "render/process.h"
#include "render/protocol.h"

namespace platen::render {

// The next framed message: its kind, and its payload into `payload` (but of rows, whose payload
// stays in the pipe). A failure message becomes the error.
Result<MessageHead> read_message(WorkerProcess& worker, Buffer& payload);

// The pages of a run of `info`'s document in the format in which they are drawn, straight from
// Ghostscript's output.
std::unique_ptr<PageStream> make_page_stream(WorkerProcess worker, const VectorRun& run,
                                             PixelFormat drawn, const DocumentInfo& info);

// What Ghostscript has found odd about pages of `info`'s document, for people.
std::vector<std::string> complaints(const WorkerProcess& worker, const DocumentInfo& info);
// The same when it has written its last page. Its tidying up after that is not waited for.
Result<std::vector<std::string>> last_words(WorkerProcess& worker, const DocumentInfo& info);

// Adds what is not there yet.
void add_new(std::vector<std::string>& words, std::vector<std::string> more);

// The rows messages that follow a picture message. Errors begin with `name` unless it is empty.
std::unique_ptr<RowSource> make_picture_rows(WorkerProcess worker, PageShape shape,
                                             std::string name);

} // namespace platen::render
