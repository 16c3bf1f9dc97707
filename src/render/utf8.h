#pragma once

#include <string>
#include <string_view>

namespace platen::render {

// Control characters and broken UTF-8 replaced, cut to `most` bytes: foreign text for a log or
// terminal.
std::string harmless(std::string_view text, std::size_t most = 400);

} // namespace platen::render
