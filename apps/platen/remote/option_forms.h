#pragma once

#include "model/model.h"

namespace platen::app {

// Options of a command line as IPP has them: lengths that IPP counts in hundredths of a millimetre
// may be written as for convert ("5.25mm", "0.2in"), what cannot be read stays for others to
// refuse.
model::Options as_ipp_counts(model::Options options);

} // namespace platen::app
