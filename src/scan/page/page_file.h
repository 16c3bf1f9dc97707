#pragma once

#include "scan/page/page_image.h"

#include <filesystem>
#include <memory>

// A scanned side on disk: a PNG without loss (gray8, rgb8, or 1 bit for mask1), with its
// resolution, so that anybody can open what platen keeps.
namespace platen::scan {

// Rows as they arrive; the file has its name, and is on disk, only after finish().
class PageFileWriter : public RowSink {
public:
  // Makes the rest of the page white.
  virtual Result<void> fill_up() = 0;
  virtual Result<void> finish() = 0; // all rows must be there
};
Result<std::unique_ptr<PageFileWriter>> make_page_file(const std::filesystem::path& file,
                                                       PageShape shape, Dpi resolution);

// Rows of a page file, top down; it is ours, so that no sandbox is needed, but bounded and checked.
struct PageFileReader {
  std::unique_ptr<RowSource> rows;
  Dpi resolution;
};
Result<PageFileReader> open_page_file(const std::filesystem::path& file);
Result<PageImage> read_page_file(const std::filesystem::path& file);
Result<void> write_page_file(const std::filesystem::path& file, const PageImage& page);

} // namespace platen::scan
