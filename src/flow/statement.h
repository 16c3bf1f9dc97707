#pragma once

#include "flow/side_maker.h"

#include <string>
#include <vector>

namespace platen::flow {

// What happened to every pixel of some pages, as one line of JSON of at most 1,023 bytes: where
// they come from (document, pages), what their samples meant (source, bits), who took them to the
// device's (color-management, profile and its SHA-256, intent, black-point-compensation), the
// fingerprint of the numbers that did it, what was made of the colours, how they were turned,
// scaled, cut and sharpened, the resolution, the dithering with its seed, and the version of the
// program. Pages of a document that stand together and were treated alike share a line.
std::vector<std::string> statement_lines(const std::vector<PageStatement>& pages,
                                         const model::Ticket& ticket);

// In all but which page it is, and where it lies.
bool treated_alike(const PageStatement& a, const PageStatement& b);

} // namespace platen::flow
