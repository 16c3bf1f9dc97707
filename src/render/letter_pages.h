#pragma once

#include "render/document.h"
#include "render/process.h"

#include <functional>

namespace platen::render {

// Begins to draw pages of a run in the plain way.
using DrawPlainly = std::function<Result<std::unique_ptr<PageStream>>(const VectorRun& rest)>;

// The pages of a run of `info`'s document that are letters, painted here from what Ghostscript's
// pxlmono writes (Way::letters). From the first page on that proves to be more, they come from
// `plainly`.
std::unique_ptr<PageStream> make_letter_pages(WorkerProcess worker, const VectorRun& run,
                                              const DocumentInfo& info, DrawPlainly plainly);

} // namespace platen::render
