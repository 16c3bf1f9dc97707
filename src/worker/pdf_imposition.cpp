#include "worker/pdf_imposition.h"

#include "worker/exact_forms.h"
#include "worker/pdf_blending.h"
#include "worker/pdf_layers.h"
#include "worker/pdf_source.h"
#include "worker/qpdf_boxes.h"

#include <exception>
#include <map>
#include <stdexcept>

#include <qpdf/InputSource.hh>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAcroFormDocumentHelper.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <qpdf/QUtil.hh>

namespace platen::worker {
namespace {

using render::PlacedPage;
using render::PointBox;
using render::PointMatrix;

std::string number(double v) {
  return QUtil::double_to_string(v, 6);
}

std::string numbers(std::initializer_list<double> values) {
  std::string text;
  for (const double v : values)
    text += number(v) + " ";
  return text;
}

QPDFObjectHandle array_of(std::initializer_list<double> values) {
  QPDFObjectHandle array = QPDFObjectHandle::newArray();
  for (const double v : values)
    array.appendItem(QPDFObjectHandle::newReal(v, 6));
  return array;
}

// From the page's own space to the upright page, whose corner is the origin.
PointMatrix upright(const PageStand& stand) {
  const double u = stand.unit;
  const PageBox& box = stand.box;
  switch (stand.turns) {
  case 1:
    return {0, -u, u, 0, -box.bottom * u, box.right * u};
  case 2:
    return {-u, 0, 0, -u, box.right * u, box.top * u};
  case 3:
    return {0, u, -u, 0, box.top * u, -box.left * u};
  default:
    return {u, 0, 0, u, -box.left * u, -box.bottom * u};
  }
}

Linear linear_part(const PointMatrix& m) {
  return {m.a, m.b, m.c, m.d};
}

QPDFObjectHandle form_of(QPDFPageObjectHelper page) {
  const PageStand stand = stand_of(page);
  QPDFObjectHandle form = page.getFormXObjectForPage(false);
  QPDFObjectHandle dict = form.getDict();
  const PageBox& box = stand.box;
  const PointMatrix m = upright(stand);
  dict.replaceKey("/BBox", array_of({box.left, box.bottom, box.right, box.top}));
  dict.replaceKey("/Matrix", array_of({m.a, m.b, m.c, m.d, m.e, m.f}));
  if (!blending_of(dict.getKey("/Resources")).blends) dict.removeKey("/Group");
  return form;
}

class Output final : public Pipeline {
public:
  explicit Output(const TakePdf& take) : Pipeline("sheets", nullptr), take_(take) {}
  void write(const unsigned char* bytes, std::size_t count) override {
    if (!take_(bytes, count)) throw std::runtime_error("the sheets cannot be written");
  }
  void finish() override {}

private:
  const TakePdf& take_;
};

// The pages of one PDF as forms of the PDF that is made, each made once.
class Forms {
public:
  Forms(QPDF& from, QPDF& to) : to_(to), own_(&from == &to) {
    QPDFAcroFormDocumentHelper(from).generateAppearancesIfNeeded();
    QPDFPageDocumentHelper helper(from);
    helper.flattenAnnotations(an_print);
    if (from.getRoot().isDictionary() && from.getRoot().hasKey("/Pages"))
      pages_ = helper.getAllPages();
  }

  QPDFObjectHandle of(std::int32_t index) {
    const auto found = forms_.find(index);
    if (found != forms_.end()) return found->second;
    QPDFObjectHandle form = form_of(pages_.at(static_cast<std::size_t>(index)));
    return forms_[index] = own_ ? form : to_.copyForeignObject(form);
  }

  // The same of the PDF's own, with exact rectangles where `to_pixels` takes the upright page.
  QPDFObjectHandle exact(std::int32_t index, const Linear& to_pixels) {
    const auto found = forms_.find(index);
    if (found != forms_.end()) return found->second;
    QPDFObjectHandle form = of(index);
    exact_.settle(form, linear_part(upright(stand_of(pages_.at(static_cast<std::size_t>(index))))) *
                            to_pixels);
    return form;
  }

  void remove_pages() {
    for (const QPDFPageObjectHelper& page : pages_)
      QPDFPageDocumentHelper(to_).removePage(page);
  }

private:
  QPDF& to_;
  const bool own_;
  std::vector<QPDFPageObjectHelper> pages_;
  std::map<std::int32_t, QPDFObjectHandle> forms_;
  ExactForms exact_;
};

// The PDFs that go into one; they live as long as what was copied from them.
struct Sources {
  QPDF pdf, texts, underlay, overlay;
};

// Makes the content of sheets of forms.
class Imposer {
public:
  explicit Imposer(Sources& from)
      : pdf_(from.pdf), pages_(from.pdf, from.pdf), texts_(from.texts, from.pdf),
        underlay_(from.underlay, from.pdf), overlay_(from.overlay, from.pdf) {}

  void make(const std::vector<render::ImposedSheet>& sheets) {
    std::vector<QPDFObjectHandle> made;
    for (const render::ImposedSheet& sheet : sheets)
      made.push_back(make_sheet(sheet));
    pages_.remove_pages();
    QPDFPageDocumentHelper helper(pdf_);
    for (const QPDFObjectHandle& sheet : made)
      helper.addPage(sheet, false);
    // What speaks of the pages as they were.
    for (const char* const key :
         {"/AcroForm", "/AA", "/Dests", "/MarkInfo", "/Names", "/OpenAction", "/Outlines",
          "/PageLabels", "/PageMode", "/StructTreeRoot", "/Threads"})
      pdf_.getRoot().removeKey(key);
  }

private:
  QPDFObjectHandle make_sheet(const render::ImposedSheet& sheet) {
    objects_ = QPDFObjectHandle::newDictionary();
    std::string content = painted(sheet.under);
    for (const PlacedPage& page : sheet.pages)
      content += placed(page, sheet.pixels);
    content += painted(sheet.over);
    QPDFObjectHandle resources = QPDFObjectHandle::newDictionary();
    resources.replaceKey("/XObject", objects_);
    QPDFObjectHandle page = QPDFObjectHandle::newDictionary();
    page.replaceKey("/Type", QPDFObjectHandle::newName("/Page"));
    page.replaceKey("/MediaBox", array_of({0, 0, sheet.width, sheet.height}));
    page.replaceKey("/Resources", resources);
    page.replaceKey("/Contents", QPDFObjectHandle::newStream(&pdf_, content));
    return pdf_.makeIndirectObject(page);
  }

  static std::string painted(const std::vector<render::PaintedBox>& boxes) {
    std::string content;
    for (const render::PaintedBox& b : boxes)
      content += numbers({b.red, b.green, b.blue}) + "rg " +
                 numbers({b.box.x, b.box.y, b.box.width, b.box.height}) + "re f\n";
    return content;
  }

  std::string placed(const PlacedPage& at, double pixels) {
    const PointBox& w = at.window;
    const PointMatrix& m = at.matrix;
    return "q " + numbers({w.x, w.y, w.width, w.height}) + "re W n " + moved(m) +
           layer("/B", at.underlay, underlay_) + drawn("/U", at.under, texts_) + page(at, pixels) +
           layer("/A", at.overlay, overlay_) + drawn("/O", at.over, texts_) + "Q\n";
  }

  std::string page(const PlacedPage& at, double pixels) {
    if (at.page >= 0 && pixels > 0)
      pages_.exact(at.page, linear_part(at.matrix) * Linear{pixels, 0, 0, pixels});
    return drawn("/P", at.page, pages_);
  }

  static std::string moved(const PointMatrix& m) {
    return numbers({m.a, m.b, m.c, m.d, m.e, m.f}) + "cm\n";
  }

  std::string layer(const std::string& kind, const render::PlacedLayer& layer, Forms& forms) {
    if (layer.page < 0) return {};
    return "q " + moved(layer.matrix) + drawn(kind, layer.page, forms) + "Q\n";
  }

  std::string drawn(const std::string& kind, std::int32_t index, Forms& forms) {
    if (index < 0) return {};
    const std::string name = kind + std::to_string(index);
    objects_.replaceKey(name, forms.of(index));
    return name + " Do\n";
  }

  QPDF& pdf_;
  Forms pages_, texts_, underlay_, overlay_;
  QPDFObjectHandle objects_; // of the sheet that is made
};

void read(QPDF& pdf, const char* name, const std::string& bytes) {
  pdf.setSuppressWarnings(true);
  if (bytes.empty()) return pdf.emptyPDF();
  try {
    pdf.processMemoryFile(name, bytes.data(), bytes.size());
    settle_layers(pdf);
  } catch (const std::exception& error) {
    throw std::runtime_error(std::string(name) + ": " + error.what());
  }
}

bool is_empty(std::FILE* file) {
  return std::fseek(file, 0, SEEK_END) != 0 || std::ftell(file) <= 0;
}

void impose(std::FILE* file, const std::vector<render::ImposedSheet>& sheets,
            const LayerPdfs& layers, const TakePdf& take) {
  Sources from;
  read(from.texts, "the texts", layers.texts);
  read(from.underlay, "page-underlay", layers.underlay);
  read(from.overlay, "page-overlay", layers.overlay);
  from.pdf.setSuppressWarnings(true);
  if (is_empty(file))
    from.pdf.emptyPDF();
  else
    from.pdf.processInputSource(pdf_source(file));
  settle_boxes(from.pdf);
  settle_layers(from.pdf);
  if (!sheets.empty()) Imposer(from).make(sheets);
  // The writer renews this key, but only where a damaged document had it.
  from.pdf.getTrailer().replaceKey("/Size", QPDFObjectHandle::newInteger(0));
  Output output(take);
  QPDFWriter writer(from.pdf);
  writer.setOutputPipeline(&output);
  writer.setPreserveEncryption(false);
  writer.setStaticID(true); // nobody asks for it, and the same pages give the same bytes
  writer.setDecodeLevel(qpdf_dl_none);
  writer.setCompressStreams(false);
  writer.setObjectStreamMode(qpdf_o_disable);
  writer.write();
}

} // namespace

std::string impose_pdf(std::FILE* file, const std::vector<render::ImposedSheet>& sheets,
                       const LayerPdfs& layers, const TakePdf& take) {
  try {
    impose(file, sheets, layers, take);
  } catch (const std::exception& error) {
    const std::string what = error.what();
    return what.empty() ? "unknown fault" : what;
  }
  return {};
}

} // namespace platen::worker
