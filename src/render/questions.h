#pragma once

#include "render/source.h"

namespace platen::render {

// Asks workers what the document is. Where they make another file of it, a PDF of text or the
// pictures of a PDF, that takes its place in `source`.
Result<DocumentInfo> ask(Source& source, Format format, const Opening& how);

// The pages of a PDF that a worker made.
Result<DocumentInfo> ask_imposed(const Source& source);

} // namespace platen::render
