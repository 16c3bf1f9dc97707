#pragma once

#include "intake/ipp/operation.h"
#include "intake/ipp/settable.h"

#include <functional>

namespace platen::intake::ipp {

// Asks a printer's device, where the request wants that (platen-probe), names no printer-language
// and the model has several, which of them it has: the one to print in becomes a default of
// `change`, and the reply's platen-probe-message says what was found and chosen. `go` gets the
// change, on another thread after some seconds at most, or at once where there is nothing to ask.
// `now`: the printer as it is; a language that it has stays where the device has it, too.
// What the device said is kept with the printer (told_languages.h).
// Where the request names no identity, what the device says of itself is kept with the printer, so
// that it is found again at another address (docs/adr/0032).
void with_device_asked(const std::shared_ptr<Call>& call, const model::Model& model,
                       const std::string& device_uri, const job::Printer& now, PrinterChange change,
                       std::function<void(const PrinterChange&)> go);

// What is known so of the languages ends with another device-uri, and of one that `change` names as
// printer-language: that overrules what the device says. `model`: the one that the printer will
// have.
void forget_what_is_overruled(const job::Store& store, const model::Model& model,
                              const job::Printer& now, PrinterChange& change);

} // namespace platen::intake::ipp
