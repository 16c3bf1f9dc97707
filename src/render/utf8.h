#pragma once

#include "base/bytes.h"

#include <string>

namespace platen::render {

// How many of the first bytes are whole, well-formed UTF-8 characters (Unicode 15, table 3-7).
std::size_t valid_utf8_prefix(Bytes bytes);

// Control characters and broken UTF-8 replaced, cut to `most` bytes: foreign text for a log or
// terminal.
std::string harmless(std::string_view text, std::size_t most = 400);

} // namespace platen::render
