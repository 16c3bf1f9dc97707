#pragma once

#include "files/difference.h"
#include "remote/api.h"

namespace platen::app {

// Makes the changes in their order. What the library has is changed at once: all of it or nothing.
// `made` counts them; the error is of the first that could not be made, with its place.
Result<void> make_changes(const std::vector<Change>& changes, Session& session, Api& api,
                          std::size_t& made);

} // namespace platen::app
