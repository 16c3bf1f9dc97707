#pragma once

#include "render/document.h"

namespace platen::render {

// What the PostScript information pass prints for each page: this prefix, width and height in
// points.
inline constexpr std::string_view page_line_prefix = "%%platen-page ";

// Reads the standard output of a PostScript program: one PageInfo a page line; the program's own
// lines are passed over.
class PageLines {
public:
  explicit PageLines(std::int32_t most_pages) : most_pages_(most_pages) {}
  Result<void> take(std::string_view bytes);
  const std::vector<PageInfo>& pages() const { return pages_; }
  const std::string& other_text() const { return other_text_; }

private:
  Result<void> take_line(std::string_view line);
  std::int32_t most_pages_;
  std::string line_; // what has been read of the current line, cut to a useful length
  std::vector<PageInfo> pages_;
  std::string other_text_;
};

} // namespace platen::render
