#include "worker/pdf_imposition.h"

#include "worker/pdf_layers.h"
#include "worker/qpdf_boxes.h"

#include <exception>
#include <map>
#include <set>
#include <stdexcept>

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

// Whether something is blended, so that the group of the page matters. A page without a group is
// drawn the same, and a renderer is several times as fast without one.
class Blending {
public:
  bool found(QPDFObjectHandle resources, int depth = 0) {
    if (!resources.isDictionary() || depth > most_depth) return depth > most_depth;
    for (QPDFObjectHandle state : members(resources.getKey("/ExtGState")))
      if (blends(state)) return true;
    for (const char* const kind : {"/XObject", "/Pattern"})
      for (QPDFObjectHandle object : members(resources.getKey(kind))) {
        if (!object.isStream() || !seen_.insert(object.getObjGen()).second) continue;
        QPDFObjectHandle dict = object.getDict();
        if (!dict.getKey("/SMask").isNull()) return true;
        if (found(dict.getKey("/Resources"), depth + 1)) return true;
      }
    return false;
  }

private:
  static constexpr int most_depth = 20;

  static std::vector<QPDFObjectHandle> members(QPDFObjectHandle dict) {
    std::vector<QPDFObjectHandle> list;
    if (dict.isDictionary())
      for (auto& [name, value] : dict.getDictAsMap())
        list.push_back(value);
    return list;
  }

  static bool blends(QPDFObjectHandle state) {
    if (!state.isDictionary()) return false;
    for (const char* const alpha : {"/ca", "/CA"}) {
      QPDFObjectHandle value = state.getKey(alpha);
      if (value.isNumber() && value.getNumericValue() < 1) return true;
    }
    QPDFObjectHandle mask = state.getKey("/SMask");
    if (mask.isDictionary()) return true;
    QPDFObjectHandle mode = state.getKey("/BM");
    return !mode.isNull() &&
           !(mode.isName() && (mode.getName() == "/Normal" || mode.getName() == "/Compatible"));
  }

  std::set<QPDFObjGen> seen_;
};

QPDFObjectHandle form_of(QPDFPageObjectHelper page) {
  const PageStand stand = stand_of(page);
  QPDFObjectHandle form = page.getFormXObjectForPage(false);
  QPDFObjectHandle dict = form.getDict();
  const PageBox& box = stand.box;
  const PointMatrix m = upright(stand);
  dict.replaceKey("/BBox", array_of({box.left, box.bottom, box.right, box.top}));
  dict.replaceKey("/Matrix", array_of({m.a, m.b, m.c, m.d, m.e, m.f}));
  if (!Blending().found(dict.getKey("/Resources"))) dict.removeKey("/Group");
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

// Makes the content of sheets of forms.
class Imposer {
public:
  Imposer(QPDF& pdf, QPDF& texts) : pdf_(pdf), helper_(pdf) {
    QPDFAcroFormDocumentHelper(pdf).generateAppearancesIfNeeded();
    helper_.flattenAnnotations(an_print);
    pages_ = helper_.getAllPages();
    if (texts.getRoot().isDictionary() && texts.getRoot().hasKey("/Pages"))
      texts_ = QPDFPageDocumentHelper(texts).getAllPages();
  }

  void make(const std::vector<render::ImposedSheet>& sheets) {
    std::vector<QPDFObjectHandle> made;
    for (const render::ImposedSheet& sheet : sheets)
      made.push_back(make_sheet(sheet));
    for (const QPDFPageObjectHelper& page : pages_)
      helper_.removePage(page);
    for (const QPDFObjectHandle& sheet : made)
      helper_.addPage(sheet, false);
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
      content += placed(page);
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

  std::string placed(const PlacedPage& at) {
    const PointBox& w = at.window;
    const PointMatrix& m = at.matrix;
    std::string content = "q " + numbers({w.x, w.y, w.width, w.height}) + "re W n " +
                          numbers({m.a, m.b, m.c, m.d, m.e, m.f}) + "cm\n";
    if (at.under >= 0) content += drawn("/U", at.under, text_form(at.under));
    content += drawn("/P", at.page, page_form(at.page));
    if (at.over >= 0) content += drawn("/O", at.over, text_form(at.over));
    return content + "Q\n";
  }

  std::string drawn(const std::string& kind, std::int32_t index, QPDFObjectHandle form) {
    const std::string name = kind + std::to_string(index);
    objects_.replaceKey(name, form);
    return name + " Do\n";
  }

  QPDFObjectHandle page_form(std::int32_t index) {
    const auto found = forms_.find(index);
    if (found != forms_.end()) return found->second;
    return forms_[index] = form_of(pages_.at(static_cast<std::size_t>(index)));
  }

  QPDFObjectHandle text_form(std::int32_t index) {
    const auto found = text_forms_.find(index);
    if (found != text_forms_.end()) return found->second;
    QPDFObjectHandle form = form_of(texts_.at(static_cast<std::size_t>(index)));
    return text_forms_[index] = pdf_.copyForeignObject(form);
  }

  QPDF& pdf_;
  QPDFPageDocumentHelper helper_;
  std::vector<QPDFPageObjectHelper> pages_, texts_;
  std::map<std::int32_t, QPDFObjectHandle> forms_, text_forms_;
  QPDFObjectHandle objects_; // of the sheet that is made
};

void impose(std::FILE* file, const std::vector<render::ImposedSheet>& sheets,
            const std::string& texts, const TakePdf& take) {
  QPDF written; // lives as long as what was copied from it
  written.setSuppressWarnings(true);
  if (texts.empty())
    written.emptyPDF();
  else
    written.processMemoryFile("the texts", texts.data(), texts.size());
  QPDF pdf;
  pdf.setSuppressWarnings(true);
  pdf.processFile("the PDF", file, false);
  settle_layers(pdf);
  if (!sheets.empty()) Imposer(pdf, written).make(sheets);
  Output output(take);
  QPDFWriter writer(pdf);
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
                       const std::string& texts, const TakePdf& take) {
  try {
    impose(file, sheets, texts, take);
  } catch (const std::exception& error) {
    const std::string what = error.what();
    return what.empty() ? "unknown fault" : what;
  }
  return {};
}

} // namespace platen::worker
