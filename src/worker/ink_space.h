#pragma once

#include "worker/ink_state.h"

#include <qpdf/QPDFObjectHandle.hh>

namespace platen::worker {

// What a colour space of a PDF is; an indexed one is what its table is in.
InkSpace space_of(QPDFObjectHandle space);

// By the names of some resources, and those of the devices.
SpaceOf spaces_of(QPDFObjectHandle resources);

} // namespace platen::worker
