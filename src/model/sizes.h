#pragma once

#include "model/media_name.h"
#include "model/model.h"

namespace platen::model {

// In place of a size that the model does not have: "the nearest size is iso_a4_210x297mm, and
// others go from 89 x 127 mm to 330 x 483 mm".
std::string sizes_near(const Model& model, Extent wanted);

} // namespace platen::model
