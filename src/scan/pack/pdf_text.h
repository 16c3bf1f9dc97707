#pragma once

#include "image/image.h"
#include "scan/pack/glyphless_font.h"
#include "scan/text/text.h"

namespace platen::scan {

// The operators that put a page's words where they were read, invisible, in reading order, in the
// font /T. A word is as wide as its box; those of a line have one size and stand on its baseline.
// `scale`: units of the page to a pixel.
std::string text_operators(const PageText& text, PageShape page, double scale,
                           glyphless::Codes& codes);

} // namespace platen::scan
