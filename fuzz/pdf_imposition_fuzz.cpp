// Any bytes as a PDF whose pages are arranged on sheets, below and above themselves: it is refused
// with words, or comes out as a PDF of so many sheets; no exception comes out.
#include "memory_file.h"
#include "worker/pdf_imposition.h"
#include "worker/qpdf_pages.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace platen;

constexpr std::size_t most_pages = 8;
constexpr std::size_t most_output = 16 << 20;

void expect(bool holds) {
  if (!holds) std::abort();
}

// The pages side by side, each of them twice.
std::vector<render::ImposedSheet> sheets_of(const worker::PdfReport& report) {
  std::vector<render::ImposedSheet> sheets(2);
  for (render::ImposedSheet& sheet : sheets) {
    sheet.width = 842;
    sheet.height = 595;
    for (std::size_t i = 0; i < report.pages.size(); ++i) {
      render::PlacedPage at;
      at.page = static_cast<std::int32_t>(i);
      at.matrix = {0.25, 0, 0, 0.25, 100.0 * static_cast<double>(i), 0};
      at.underlay = {at.page, {}};
      at.overlay = {0, {0.5, 0, 0, 0.5, 10, 10}};
      at.window = {100.0 * static_cast<double>(i), 0, 100, 595};
      sheet.pages.push_back(at);
    }
    sheet.over.push_back({{0, 0, 842, 1}, 0, 0, 0});
  }
  return sheets;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const MemoryFile file = memory_file(data, size);
  const worker::PdfReport report = worker::read_pdf_pages(file.get(), most_pages);
  if (report.state != worker::PdfReport::State::good || report.pages.empty()) return 0;
  const auto sheets = sheets_of(report);
  std::string made;
  // The letterhead may be as hostile as the document.
  const std::string letterhead(reinterpret_cast<const char*>(data), size);
  const std::string fault =
      worker::impose_pdf(file.get(), sheets, {{}, letterhead, letterhead},
                         [&](const unsigned char* bytes, std::size_t count) {
                           made.append(reinterpret_cast<const char*>(bytes), count);
                           return made.size() <= most_output;
                         });
  if (!fault.empty()) return 0;
  const MemoryFile again = memory_file(made.data(), made.size());
  const worker::PdfReport arranged = worker::read_pdf_pages(again.get(), sheets.size());
  expect(arranged.state == worker::PdfReport::State::good);
  expect(arranged.pages.size() == sheets.size());
  for (const worker::PdfPage& page : arranged.pages)
    expect(page.width == 842 && page.height == 595);
  return 0;
}
