#pragma once

#include "render/imposition.h"
#include "render/source.h"

namespace platen::render {

struct Imposed {
  Source source;
  DocumentInfo info; // a page for each sheet
};

// The PDF of `source` arranged on sheets, by a worker; what is written on its pages is set by
// another. Errors: those of the workers; Errc::limit for more than a document may have.
Result<Imposed> impose(const Source& source, const Imposition& imposition);

// A PDF of nothing but texts, which gives itself the pages; set by a worker. `source` has no file.
Result<Imposed> set_texts(const Source& source, const std::vector<TextPage>& pages);

} // namespace platen::render
