#pragma once

#include "encode/language.h"
#include "filter/setup.h"

#include <memory>

namespace platen::filter {

// The pages as CUPS raster (version 2), or as PostScript, for a filter, as its PPD file asks for
// them. It speaks to
// the filter, which speaks to the device (filter_transport.h). Errors: those of check() and
// Ppd::open().
Result<std::unique_ptr<encode::Language>> make_cups_language(const model::Ticket& ticket,
                                                             const Setup& setup);

} // namespace platen::filter
