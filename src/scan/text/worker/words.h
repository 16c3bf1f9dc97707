#pragma once

#include "scan/text/text.h"

#include <tesseract/resultiterator.h>

namespace platen::scan {

// What was read, in reading order; words without a letter of theirs, and what lies off the page,
// are left out.
PageText collect_words(tesseract::ResultIterator& found, PageShape page);

} // namespace platen::scan
