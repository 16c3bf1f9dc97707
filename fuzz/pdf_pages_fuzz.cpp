// Any bytes as a PDF: it is read, needs a password or is refused with words; no exception comes
// out.
#include "memory_file.h"
#include "worker/pdf_pictures.h"
#include "worker/qpdf_pages.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace {

using platen::worker::PdfReport;

void expect(bool holds) {
  if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr std::size_t most_pages = 50;
  const MemoryFile file = memory_file(data, size);
  const PdfReport report = platen::worker::read_pdf_pages(file.get(), most_pages);
  expect((report.state == PdfReport::State::good) == report.fault.empty());
  if (report.state != PdfReport::State::good) return 0;
  expect(report.pages.size() == (report.page_count > most_pages ? 0 : report.page_count));
  expect(report.warnings.size() <= report.warning_count);
  for (const auto& page : report.pages)
    expect(page.width > 0 && page.height > 0);
  const auto pictures = platen::worker::find_pdf_pictures(file.get());
  expect(pictures.empty() || pictures.size() == report.page_count);
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    std::uint64_t taken = 0;
    const bool whole = platen::worker::take_pdf_picture(
        file.get(), i, pictures[i], [&](const unsigned char*, std::size_t count) {
          taken += count;
          return taken <= pictures[i].bytes();
        });
    expect(!whole || taken == pictures[i].bytes());
  }
  return 0;
}
