#pragma once

#include "intake/api/ipp_desk.h"
#include "intake/api/route.h"

namespace platen::intake::api {

// What the operations on papers, profiles, recipes and letterheads need.
struct LibraryServices {
  IppDesk desk;
};

// `services` outlives them; null for the table alone.
Routes library_routes(const LibraryServices* services);

} // namespace platen::intake::api
