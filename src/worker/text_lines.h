#pragma once

#include "base/bytes.h"

#include <string>

namespace platen::worker {

// What comes next in a plain text: a paragraph (a line of the file, or a piece of a very long one),
// and whether a form feed came before it.
struct TextLine {
  std::string text; // UTF-8 without control characters but tabs
  bool new_page = false;
};

// Cuts UTF-8 text into lines at CR, LF, CR LF and vertical tabs, and into pages at form feeds.
// Other control characters are shown in caret notation (^[ for escape); a byte order mark at the
// start and ^Z at the end, DOS's end of a file, are dropped.
class TextReader {
public:
  explicit TextReader(Bytes text);
  // False at the end. Errc::malformed with the offset of bytes that are not UTF-8.
  Result<bool> next(TextLine& line);

private:
  Bytes text_;
  std::size_t at_ = 0;
  bool pending_page_ = false;
};

} // namespace platen::worker
