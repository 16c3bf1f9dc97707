#pragma once

#include "base/bytes.h"
#include "image/image.h"
#include "model/ticket.h"

namespace platen::model {

// Device colour that the pages shall arrive in.
struct ColourTarget {
  ColorModel model = ColorModel::rgb; // gray or rgb
  Buffer profile; // ICC profile of the device, or a DeviceLink to it; empty = sRGB, or gray with the
                  // sRGB curve
  RenderingIntent intent = RenderingIntent::automatic;
  BlackPoint black_point = BlackPoint::automatic;
  bool unchanged = false; // the document's samples are the device's; no profile counts
  bool refuse_broken = false; // a picture's broken profile is an error, not an assumption
};

} // namespace platen::model
