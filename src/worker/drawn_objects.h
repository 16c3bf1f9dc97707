#pragma once

#include "worker/linear.h"

#include <functional>
#include <string>
#include <string_view>

namespace platen::worker {

// Is told the name of each XObject that a content stream draws, in order, and how its space comes
// to lie in that of the content, or in what that is laid on.
using DrawsObject = std::function<void(const std::string& name, const Linear& lies)>;

void tell_drawn_objects(std::string_view content, const DrawsObject& draws);

} // namespace platen::worker
