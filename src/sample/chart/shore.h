#pragma once

#include <cstdint>

namespace platen::sample {

// What grows by the water, in heights of the picture (see sky.h).

// The height of the wood on the far shore over each place.
float forest(float x);
// Blades of reed in a lower corner: 1 where one covers the place, 0 where none does. `inwards` is
// measured from the picture's edge, `up` from its foot; `pixel` is the width of a soft edge.
float reeds(float inwards, float up, float pixel, std::uint32_t seed);

} // namespace platen::sample
