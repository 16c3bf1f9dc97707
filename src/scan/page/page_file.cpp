#include "scan/page/page_file.h"

namespace platen::scan {

Result<PageImage> read_page_file(const std::filesystem::path& file) {
  TRY(const PageFileReader reader, open_page_file(file));
  PageImage page(reader.rows->shape(), reader.resolution);
  TRY_VOID(reader.rows->read(page.band()));
  return page;
}

Result<void> write_page_file(const std::filesystem::path& file, const PageImage& page) {
  TRY(const auto writer, make_page_file(file, page.shape(), page.resolution));
  TRY_VOID(writer->write(page.band()));
  return writer->finish();
}

} // namespace platen::scan
