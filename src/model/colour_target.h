#pragma once

#include "base/bytes.h"
#include "image/image.h"
#include "model/ticket.h"

namespace platen::model {

// Device colour that the pages shall arrive in.
struct ColourTarget {
  ColorModel model = ColorModel::rgb; // gray or rgb
  Buffer profile;                     // ICC profile of the device; empty = sRGB, or gray with the sRGB curve
  RenderingIntent intent = RenderingIntent::automatic;
};

} // namespace platen::model
