#pragma once

#include "worker/overprint_scan.h"

#include <qpdf/QPDFObjectHandle.hh>

namespace platen::worker {

// What a colour space of a PDF is; an indexed one is what its table is in.
InkSpace space_of(QPDFObjectHandle space);

} // namespace platen::worker
