#pragma once

#include "model/model.h"

namespace platen::model {

// A printer for photographs: its paper is dear, and nothing is printed twice without being asked.
bool prints_photographs(const Model& model);

} // namespace platen::model
