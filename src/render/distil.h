#pragma once

#include "render/source.h"

namespace platen::render {

// Makes a PDF of the PostScript document, which takes its place; what it draws stays as it is, in
// its own colours and resolution. `counted`: its pages, and what was odd about them. Errors: those
// of workers; Errc::limit for more than a document may have on disk.
Result<DocumentInfo> distil(Source& source, const DocumentInfo& counted);

// What Ghostscript is told for that, in a worker of its own (worker.h).
std::vector<std::string> distiller_arguments();

} // namespace platen::render
