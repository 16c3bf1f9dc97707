#pragma once

#include "virtual/pclxl/operators.h"
#include "virtual/pclxl/tokens.h"

#include <span>

namespace platen::twin::pclxl {

// The attributes that an operator which the twin interprets may have.
std::span<const Attribute> legal_attributes(Operator code);
// Operators whose attributes the twin has no use for.
bool takes_any(Operator code);

} // namespace platen::twin::pclxl
