#pragma once

#include "model/model.h"

namespace platen::intake::ipp {

// Why settings are refused of which no printer does both (model::settle_office_layout): who asked
// for only one of them has the other as a default of the printer, and is told which it is and what
// overrules it. `why` is the error of `asked` over the defaults `kept`; it stays as it is where
// `asked` alone has it, too.
Error name_defaults(const model::Model& model, const model::Options& kept,
                    const model::Options& asked, Error why);

} // namespace platen::intake::ipp
