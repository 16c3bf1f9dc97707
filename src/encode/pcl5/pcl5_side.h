#pragma once

#include "encode/language.h"
#include "encode/pcl5/row_writer.h"

namespace platen::encode::pcl5 {

// One side's raster, from its place on the logical page to ESC*rC. `payload` must outlive it.
std::unique_ptr<SideEncoder> make_side(const SideSpec& spec, Modes modes, ByteSink& payload);

} // namespace platen::encode::pcl5
