#pragma once

#include "render/imposition.h"

#include <cstddef>
#include <cstdio>
#include <functional>
#include <string>

// qpdf behind a header of C++17, as qpdf_pages.h.
namespace platen::worker {

// Takes the next bytes of the PDF; false stops it.
using TakePdf = std::function<bool(const unsigned char* bytes, std::size_t count)>;

// Writes the PDF in `file` anew with these sheets for pages, or with its own where there are none:
// what was damaged in its structure, and could be repaired, is whole. Each source page becomes a
// form, used as often as it is placed, with its annotations that are printed. `texts` is a PDF
// whose pages are what PlacedPage::under and ::over count; empty: none. Returns what is wrong;
// empty: nothing is. No exception comes out.
std::string impose_pdf(std::FILE* file, const std::vector<render::ImposedSheet>& sheets,
                       const std::string& texts, const TakePdf& take);

} // namespace platen::worker
