#pragma once

#include "render/document.h"

namespace platen::render {

// What the PostScript information pass prints begins so. A line for each page: "page", width and
// height in points. Once each, where it is so: "bars" and "overprints" (postscript_paint.h).
inline constexpr std::string_view line_prefix = "%%platen-";

// Reads the standard output of a PostScript program: one PageInfo a page line; the program's own
// lines are passed over.
class PageLines {
public:
  explicit PageLines(std::int32_t most_pages) : most_pages_(most_pages) {}
  Result<void> take(std::string_view bytes);
  const std::vector<PageInfo>& pages() const { return pages_; }
  bool bars() const { return bars_; }
  bool overprints() const { return overprints_; }
  const std::string& other_text() const { return other_text_; }

private:
  Result<void> take_line(std::string_view line);
  Result<void> take_page(std::string_view numbers);
  std::int32_t most_pages_;
  std::string line_; // what has been read of the current line, cut to a useful length
  std::vector<PageInfo> pages_;
  bool bars_ = false, overprints_ = false;
  std::string other_text_;
};

} // namespace platen::render
