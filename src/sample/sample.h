#pragma once

#include "base/bytes.h"

namespace platen::sample {

// platen's own test documents, drawn by this program: the same bytes on every machine with the same
// libraries.

// A printer's test chart as a 16-bit RGB PNG with an embedded wide-gamut ICC profile and its size.
Result<void> write_picture(ByteSink& sink);
// A two-page A4 office letter as a PDF: text, table, chart, photograph-like area.
Result<void> write_document(ByteSink& sink);
// A page, 1 or 2, of that letter as a scanner sees it: an 8-bit RGB PNG at 300
// dpi (which the file does not say).
Result<void> write_scan(ByteSink& sink, int page);

} // namespace platen::sample
