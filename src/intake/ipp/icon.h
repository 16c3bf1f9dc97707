#pragma once

#include <string>

namespace platen::intake::ipp {

// A picture of a printer, `size` x `size` pixels, as a PNG file with transparency; with a colourful
// sheet for a colour printer. 1..1024.
std::string printer_icon(int size, bool color);

} // namespace platen::intake::ipp
