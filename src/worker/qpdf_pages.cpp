#include "worker/qpdf_pages.h"

#include "worker/content_text.h"
#include "worker/exact_areas.h"
#include "worker/ink_space.h"
#include "worker/pdf_blending.h"
#include "worker/pdf_dots.h"
#include "worker/pdf_layers.h"
#include "worker/pdf_letters.h"
#include "worker/pdf_overprint.h"
#include "worker/pdf_source.h"
#include "worker/qpdf_boxes.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <qpdf/InputSource.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

namespace platen::worker {
namespace {

PdfPage read_page(QPDFPageObjectHelper page) {
  const PageStand stand = stand_of(page);
  PdfPage read{stand.box.width() * stand.unit, stand.box.height() * stand.unit};
  if (stand.turns % 2 != 0) std::swap(read.width, read.height);
  return read;
}

bool has_cmyk_pictures(QPDFPageObjectHelper page) {
  bool found = false;
  page.forEachImage(
      true, [&found](QPDFObjectHandle& picture, QPDFObjectHandle&, const std::string&) {
        found = found || space_of(picture.getDict().getKey("/ColorSpace")) == InkSpace::cmyk;
      });
  return found;
}

// On the page itself, or in a form that it draws.
bool draws_bars(QPDFPageObjectHelper page, const std::string& contents) {
  bool found = has_bars(contents);
  const auto look = [&found](QPDFObjectHandle& form, QPDFObjectHandle&, const std::string&) {
    found = found || has_bars(read_contents({form}).text);
  };
  if (!found) page.forEachFormXObject(true, look);
  return found;
}

// Of pages one after the other. Once there are bars, pages are read no further than for letters,
// and of those no more than so many bytes.
class ContentSearch {
public:
  // What cannot be read is told when it is drawn.
  void look(QPDFPageObjectHelper page, PdfPage& found, bool& bars) try {
    const bool may_be_letters =
        !found.blends && !found.shades && !found.overprints && letters_bytes_ < most_letters_bytes;
    if (bars && !may_be_letters) return;
    const ContentText contents = read_contents(page.getObjectHandle().getPageContents());
    bars = bars || draws_bars(page, contents.text);
    if (!may_be_letters || !contents.whole) return;
    letters_bytes_ += contents.text.size();
    found.letters = letters_.has_letters_alone(page, contents.text);
  } catch (const std::exception&) {
    return;
  }

private:
  static constexpr std::size_t most_letters_bytes = std::size_t{64} << 20;

  LetterSearch letters_;
  std::size_t letters_bytes_ = 0;
};

constexpr std::size_t most_warnings = 3; // one damaged file can have thousands

void read_pages(std::FILE* file, std::size_t most_pages, PdfReport& report) {
  QPDF pdf;
  pdf.setSuppressWarnings(true);
  pdf.processInputSource(pdf_source(file));
  const auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
  report.page_count = pages.size();
  if (pages.size() > most_pages) return;
  for (const QPDFPageObjectHelper& page : pages) {
    report.pages.push_back(read_page(page));
    report.cmyk_pictures = report.cmyk_pictures || has_cmyk_pictures(page);
  }
  const std::vector<QPDFExc> all = pdf.getWarnings();
  report.warning_count = all.size();
  for (std::size_t i = 0; i < std::min(all.size(), most_warnings); ++i)
    report.warnings.push_back(all[i].getMessageDetail());
  report.odd_boxes = settle_boxes(pdf);
  report.layers = settle_layers(pdf);
  const std::vector<bool> over = overprints(pages);
  const std::vector<Blending> blending = blending_of(pages);
  const std::vector<Dots> dots = dots_of(pages);
  for (std::size_t i = 0; i < over.size(); ++i) {
    report.pages[i].overprints = over[i];
    report.pages[i].blends = blending[i].blends;
    report.pages[i].shades = blending[i].shades;
    report.pages[i].dots_width = dots[i].width;
    report.pages[i].dots_height = dots[i].height;
  }
  ContentSearch contents;
  for (std::size_t i = 0; i < over.size(); ++i)
    contents.look(pages[i], report.pages[i], report.bars);
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
