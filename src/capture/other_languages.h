#pragma once

#include <string_view>

namespace platen::capture {

// The name of a language that is not taken apart here, by what a file begins with; empty: unknown.
std::string_view language_of(std::string_view head);

} // namespace platen::capture
