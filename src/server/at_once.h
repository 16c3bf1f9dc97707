#pragma once

#include <cstddef>
#include <functional>

namespace platen::server {

// Does work(0) to work(count - 1), `most` of them at a time as far as there are threads, and
// returns when all are done.
void at_once(std::size_t count, std::size_t most, const std::function<void(std::size_t)>& work);

} // namespace platen::server
