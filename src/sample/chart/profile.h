#pragma once

#include "base/bytes.h"

namespace platen::sample {

// The ICC profile of platen wide RGB: a matrix profile whose bytes never change.
// Errc::bug if lcms2 cannot make it.
Result<Buffer> wide_rgb_profile();

} // namespace platen::sample
