#include "worker/pdf_info.h"

#include "render/utf8.h"
#include "worker/document_file.h"
#include "worker/messages.h"
#include "worker/pdf_pictures.h"
#include "worker/qpdf_pages.h"
#include "worker/rules.h"

namespace platen::worker {
namespace {

constexpr std::size_t longest_fault = 200;

std::string odd_boxes(std::size_t pages) {
  return std::to_string(pages) + (pages == 1 ? " page says" : " pages say") +
         " its size or what is seen of it (MediaBox, CropBox, UserUnit, Rotate) in a way that "
         "makes "
         "no sense: that was not used";
}

void add_repairs(const PdfReport& report, std::vector<std::string>& shown) {
  if (report.warning_count == 0) return;
  shown.push_back("the PDF is damaged and was repaired: parts of it may be missing or wrong");
  for (const std::string& warning : report.warnings)
    shown.push_back(render::harmless(warning, longest_fault));
  if (const std::size_t more = report.warning_count - report.warnings.size(); more > 0)
    shown.push_back("... and " + std::to_string(more) + " more faults");
}

std::vector<std::string> warnings_for_people(const PdfReport& report) {
  std::vector<std::string> shown;
  add_repairs(report, shown);
  if (report.odd_boxes > 0) shown.push_back(odd_boxes(report.odd_boxes));
  return shown;
}

} // namespace

Result<void> report_pdf(const render::Request& request) {
  TRY_VOID(render::sandbox::enter(library_rules(request)));
  TRY(const DocumentFile file, open_document_file());
  const PdfReport report = read_pdf_pages(file.get(), static_cast<std::size_t>(request.most_pages));
  if (report.state == PdfReport::State::locked)
    return fail(Errc::denied, "the PDF needs a password; save a copy without one and print that");
  if (report.state == PdfReport::State::damaged)
    return fail(Errc::malformed,
                "the PDF is damaged: " + render::harmless(report.fault, longest_fault));
  if (report.page_count == 0) return fail(Errc::malformed, "the PDF has no pages");
  if (report.pages.empty())
    return fail(Errc::limit, "the PDF has " + std::to_string(report.page_count) +
                                 " pages; the limit is " + std::to_string(request.most_pages));
  render::DocumentInfo info;
  for (const PdfPage& page : report.pages)
    info.pages.push_back({.width = {page.width},
                          .height = {page.height},
                          .overprints = page.overprints,
                          .blends = page.blends,
                          .shades = page.shades,
                          .letters = page.letters,
                          .dots_width = page.dots_width,
                          .dots_height = page.dots_height});
  info.unwrapped = report.pages.size() <= most_pictures && !find_pdf_pictures(file.get()).empty();
  info.cmyk_pictures = report.cmyk_pictures;
  info.bars = report.bars;
  info.warnings = warnings_for_people(report);
  const bool copied = report.warning_count > 0 || report.odd_boxes > 0 || report.layers;
  return send(copied ? render::MessageKind::info_of_copy : render::MessageKind::info,
              render::encode_info(info));
}

} // namespace platen::worker
