#include "worker/qpdf_pages.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

namespace platen::worker {
namespace {

struct Box {
  // Ghostscript, too, takes Letter for a page without a box.
  double left = 0, bottom = 0, right = 612, top = 792;
  double width() const { return right - left; }
  double height() const { return top - bottom; }
};

std::optional<Box> read_box(QPDFObjectHandle box) {
  if (!box.isRectangle()) return std::nullopt;
  const auto r = box.getArrayAsRectangle(); // puts the corners in order
  const Box read{r.llx, r.lly, r.urx, r.ury};
  if (!(read.width() > 0) || !(read.height() > 0)) return std::nullopt;
  return read;
}

// ISO 32000-2, 14.11.2: the crop box is cut by the media box. What would be empty does not count.
Box visible_box(QPDFPageObjectHelper& page) {
  const Box media = read_box(page.getAttribute("/MediaBox", false)).value_or(Box{});
  const std::optional<Box> crop = read_box(page.getAttribute("/CropBox", false));
  if (!crop) return media;
  const Box both{std::max(media.left, crop->left), std::max(media.bottom, crop->bottom),
                 std::min(media.right, crop->right), std::min(media.top, crop->top)};
  return both.width() > 0 && both.height() > 0 ? both : media;
}

PdfPage read_page(QPDFPageObjectHelper page) {
  const Box box = visible_box(page);
  QPDFObjectHandle unit = page.getObjectHandle().getKey("/UserUnit");
  const double scale = unit.isNumber() && unit.getNumericValue() > 0 ? unit.getNumericValue() : 1.0;
  QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
  const long long turns =
      rotate.isInteger() ? rotate.getIntValue() / 90 : 0; // a multiple of 90, negative ones too
  PdfPage read{box.width() * scale, box.height() * scale};
  if (turns % 2 != 0) std::swap(read.width, read.height);
  return read;
}

constexpr std::size_t most_warnings = 3; // one damaged file can have thousands

void read_pages(std::FILE* file, std::size_t most_pages, PdfReport& report) {
  QPDF pdf;
  pdf.setSuppressWarnings(true);
  pdf.processFile("the PDF", file, false);
  const auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
  report.page_count = pages.size();
  if (pages.size() > most_pages) return;
  for (const QPDFPageObjectHelper& page : pages)
    report.pages.push_back(read_page(page));
  const std::vector<QPDFExc> all = pdf.getWarnings();
  report.warning_count = all.size();
  for (std::size_t i = 0; i < std::min(all.size(), most_warnings); ++i)
    report.warnings.push_back(all[i].getMessageDetail());
}

} // namespace

PdfReport read_pdf_pages(std::FILE* file, std::size_t most_pages) {
  PdfReport report;
  try {
    read_pages(file, most_pages, report);
  } catch (const QPDFExc& error) {
    report.state = error.getErrorCode() == qpdf_e_password ? PdfReport::State::locked
                                                           : PdfReport::State::damaged;
    report.fault = error.getMessageDetail();
  } catch (const std::exception& error) {
    report.state = PdfReport::State::damaged;
    report.fault = error.what();
  }
  return report;
}

} // namespace platen::worker
