#pragma once

#include "halftone/screen.h"
#include "model/ticket.h"

namespace platen::flow {

inline halftone::ScreenKind screen_kind(model::Screen screen) {
  return screen == model::Screen::blue_noise ? halftone::ScreenKind::blue_noise
                                             : halftone::ScreenKind::clustered;
}

} // namespace platen::flow
