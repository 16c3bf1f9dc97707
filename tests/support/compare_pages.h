#pragma once

#include <ostream>
#include <span>
#include <string>

namespace platen::support {

// The program platen_compare_pages: FIRST and SECOND are pictures of one page. Prints their
// similarity. Returns 0 where they agree, 1 where they do not, 2 for wrong use or a file that
// cannot be read.
int compare_pages(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);

} // namespace platen::support
