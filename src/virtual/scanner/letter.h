#pragma once

#include "virtual/scanner/stack.h"

namespace platen::twin::scanner {

// A page, 1 or 2, of platen's own test letter, drawn by platen-sample: text, and a chart with a
// photograph. Errc::io when that program cannot be started.
Result<Picture> letter_page(std::int32_t page);

// Both pages of it in a feeder; some seconds after the last was taken they lie there again, so that
// a demonstration never runs out of paper.
std::unique_ptr<Stack> letter_stack();

} // namespace platen::twin::scanner
