#include "worker/pdf_info.h"

#include "render/utf8.h"
#include "worker/messages.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <unistd.h>

namespace platen::worker {
namespace {

using render::PageInfo;

struct Box {
  double left = 0, bottom = 0, right = 612,
         top = 792; // Ghostscript, too, takes Letter for a page without a box
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

PageInfo page_info(QPDFPageObjectHelper page) {
  const Box box = visible_box(page);
  QPDFObjectHandle unit = page.getObjectHandle().getKey("/UserUnit");
  const double scale = unit.isNumber() && unit.getNumericValue() > 0 ? unit.getNumericValue() : 1.0;
  QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
  const long long turns =
      rotate.isNumber() ? static_cast<long long>(rotate.getNumericValue()) / 90 : 0;
  PageInfo info{.width = {box.width() * scale}, .height = {box.height() * scale}};
  if (turns % 2 != 0) std::swap(info.width, info.height);
  return info;
}

// How many of qpdf's warnings people are shown; one damaged file can have thousands.
constexpr std::size_t most_warnings = 3;

std::vector<std::string> warnings_for_people(QPDF& pdf) {
  std::vector<std::string> shown;
  const std::vector<QPDFExc> all = pdf.getWarnings();
  if (all.empty()) return shown;
  shown.push_back("the PDF is damaged and was repaired: parts of it may be missing or wrong");
  for (std::size_t i = 0; i < std::min(all.size(), most_warnings); ++i)
    shown.push_back(render::harmless(all[i].getMessageDetail(), 200));
  if (all.size() > most_warnings)
    shown.push_back("... and " + std::to_string(all.size() - most_warnings) + " more faults");
  return shown;
}

Result<render::DocumentInfo> read_info(std::FILE* file, std::int32_t most_pages) {
  QPDF pdf;
  pdf.setSuppressWarnings(true);
  pdf.processFile("the PDF", file, false);
  render::DocumentInfo info;
  const auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
  if (pages.empty()) return fail(Errc::malformed, "the PDF has no pages");
  if (pages.size() > static_cast<std::size_t>(most_pages))
    return fail(Errc::limit, "the PDF has " + std::to_string(pages.size()) +
                                 " pages; the limit is " + std::to_string(most_pages));
  for (const QPDFPageObjectHelper& page : pages)
    info.pages.push_back(page_info(page));
  info.warnings = warnings_for_people(pdf);
  return info;
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

} // namespace

Result<void> report_pdf(const render::Request& request) {
  const std::unique_ptr<std::FILE, CloseFile> file(::fdopen(render::document_fd, "rb"));
  if (!file) return fail(Errc::io, "cannot read the PDF");
  try {
    TRY(const render::DocumentInfo info, read_info(file.get(), request.most_pages));
    return send(render::MessageKind::info, render::encode_info(info));
  } catch (const QPDFExc& error) {
    if (error.getErrorCode() == qpdf_e_password)
      return fail(Errc::denied, "the PDF needs a password; save a copy without one and print that");
    return fail(Errc::malformed,
                "the PDF is damaged: " + render::harmless(error.getMessageDetail(), 200));
  } catch (const std::exception& error) {
    return fail(Errc::malformed, "the PDF is damaged: " + render::harmless(error.what(), 200));
  }
}

} // namespace platen::worker
