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

// PDFs whose pages go below and above those of the document; empty: none.
struct LayerPdfs {
  std::string texts;             // its pages are what PlacedPage::under and ::over count
  std::string underlay, overlay; // what PlacedPage::underlay and ::overlay count
};

// Writes the PDF in `file` (of no bytes: a PDF without pages) anew with these sheets for pages, or
// with its own where there are none: what was damaged in its structure, and could be repaired, is
// whole. Each source page becomes a form with resources of its own, used as often as it is placed,
// with its annotations that are printed. Returns what is wrong; empty: nothing is. No exception
// comes out.
std::string impose_pdf(std::FILE* file, const std::vector<render::ImposedSheet>& sheets,
                       const LayerPdfs& layers, const TakePdf& take);

} // namespace platen::worker
