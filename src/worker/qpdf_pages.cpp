#include "worker/qpdf_pages.h"

#include "worker/exact_areas.h"
#include "worker/pdf_layers.h"
#include "worker/qpdf_boxes.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <qpdf/Pipeline.hh>
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

bool has_four_inks(QPDFObjectHandle space) {
  if (space.isName()) return space.getName() == "/DeviceCMYK";
  if (!space.isArray() || space.getArrayNItems() < 2) return false;
  QPDFObjectHandle kind = space.getArrayItem(0);
  QPDFObjectHandle what = space.getArrayItem(1);
  if (kind.isNameAndEquals("/Indexed")) return has_four_inks(what);
  return kind.isNameAndEquals("/ICCBased") && what.isStream() &&
         what.getDict().getKey("/N").isInteger() && what.getDict().getKey("/N").getIntValue() == 4;
}

bool has_cmyk_pictures(QPDFPageObjectHelper page) {
  bool found = false;
  page.forEachImage(true,
                    [&found](QPDFObjectHandle& picture, QPDFObjectHandle&, const std::string&) {
                      found = found || has_four_inks(picture.getDict().getKey("/ColorSpace"));
                    });
  return found;
}

// Keeps the beginning of a stream.
class Beginning final : public Pipeline {
public:
  Beginning() : Pipeline("content", nullptr) {}
  void write(const unsigned char* bytes, std::size_t count) override {
    const std::size_t room = most - std::min(most, text.size());
    text.append(reinterpret_cast<const char*>(bytes), std::min(count, room));
  }
  void finish() override {}
  std::string text;

private:
  static constexpr std::size_t most = std::size_t{4} << 20;
};

void read_beginning(QPDFObjectHandle stream, Beginning& content) {
  stream.pipeStreamData(&content, 0, qpdf_dl_generalized, true);
  content.text += '\n';
}

// On the page itself, or in a form that it draws. What cannot be read is told when it is drawn.
bool draws_bars(QPDFPageObjectHelper page) try {
  Beginning content;
  for (const QPDFObjectHandle& stream : page.getObjectHandle().getPageContents())
    read_beginning(stream, content);
  bool found = has_bars(content.text);
  const auto look = [&found](QPDFObjectHandle& form, QPDFObjectHandle&, const std::string&) {
    Beginning own;
    if (!found) read_beginning(form, own);
    found = found || has_bars(own.text);
  };
  if (!found) page.forEachFormXObject(true, look);
  return found;
} catch (const std::exception&) {
  return false;
}

constexpr std::size_t most_warnings = 3; // one damaged file can have thousands

void read_pages(std::FILE* file, std::size_t most_pages, PdfReport& report) {
  QPDF pdf;
  pdf.setSuppressWarnings(true);
  pdf.processFile("the PDF", file, false);
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
  report.layers = settle_layers(pdf);
  report.bars = std::any_of(pages.begin(), pages.end(), draws_bars);
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
