#pragma once

class QPDF;

// qpdf behind a header of C++17, as qpdf_pages.h.
namespace platen::worker {

// Makes of the layers (optional content) of `pdf` what is printed, where Ghostscript does not see
// it: a layer's own word on printing (/PrintState) becomes its state, and forms and annotations of
// a layer that is off become empty or hidden. Says whether anything changed. No exception comes
// out: what cannot be read stays as it is.
bool settle_layers(QPDF& pdf);

} // namespace platen::worker
