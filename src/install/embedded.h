#pragma once

#include <string_view>

// The files of text/, as they lie in the program.
namespace platen::install {

std::string_view english_text();
std::string_view german_text();
std::string_view script_text();

} // namespace platen::install
