#include "worker/pdf_pictures.h"

#include "worker/pdf_source.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <optional>

#include <qpdf/InputSource.hh>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFTokenizer.hh>

namespace platen::worker {
namespace {

constexpr double same_edge = 0.1;           // points: less than a device pixel at 600 dpi
constexpr std::size_t most_operators = 200; // of a page that is nothing but a picture
constexpr std::uint64_t most_profile_bytes = 16ULL << 20; // limits::icc_profile_bytes
constexpr double least_ppi = 2, most_ppi = 20'000;

struct Matrix {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
};
// ISO 32000-2, 8.3.4: `inner` is applied first.
Matrix multiply(const Matrix& inner, const Matrix& outer) {
  return {inner.a * outer.a + inner.b * outer.c,
          inner.a * outer.b + inner.b * outer.d,
          inner.c * outer.a + inner.d * outer.c,
          inner.c * outer.b + inner.d * outer.d,
          inner.e * outer.a + inner.f * outer.c + outer.e,
          inner.e * outer.b + inner.f * outer.d + outer.f};
}

struct Box {
  double left = 0, bottom = 0, right = 0, top = 0;
};

// The one picture of a page's content, and where it lies; any operator that could change how it
// looks, or draw something else, makes the page another kind.
class Content final : public QPDFObjectHandle::ParserCallbacks {
public:
  Content(QPDFObjectHandle resources, const Box& page) : resources_(resources), page_(page) {}

  void handleObject(QPDFObjectHandle object) override {
    if (!plain_) return terminateParsing();
    if (!object.isOperator()) {
      operands_.push_back(object);
      return;
    }
    plain_ = ++count_ <= most_operators && take(object.getOperatorValue());
    operands_.clear();
  }
  void handleEOF() override {}

  bool is_picture() const { return plain_ && !name_.empty(); }
  const std::string& name() const { return name_; }
  const Matrix& place() const { return place_; }

private:
  bool take(const std::string& op) {
    if (op == "q") return stack_.push_back(now_), stack_.size() < 32;
    if (op == "Q") return pop();
    if (op == "cm") return concatenate();
    if (op == "Do") return draw();
    if (op == "gs") return is_harmless_state();
    if (op == "re") return rectangle();
    if (op == "W" || op == "W*") return path_covers_;
    if (op == "n") return end_path();
    // Colours of what is not drawn, intents and flatness of the whole page.
    for (const char* const idle : {"cs", "CS", "sc", "SC", "scn", "SCN", "g", "G", "rg", "RG", "k",
                                   "K", "ri", "i", "w", "J", "j", "M", "d"})
      if (op == idle) return true;
    return false;
  }

  bool pop() {
    if (stack_.empty()) return false;
    now_ = stack_.back();
    stack_.pop_back();
    return true;
  }

  std::optional<std::array<double, 6>> numbers(std::size_t count) {
    if (operands_.size() != count) return std::nullopt;
    std::array<double, 6> values{};
    for (std::size_t i = 0; i < count; ++i) {
      if (!operands_[i].isNumber()) return std::nullopt;
      values[i] = operands_[i].getNumericValue();
    }
    return values;
  }

  bool concatenate() {
    const auto m = numbers(6);
    if (m) now_ = multiply({(*m)[0], (*m)[1], (*m)[2], (*m)[3], (*m)[4], (*m)[5]}, now_);
    return m.has_value();
  }

  // A clip that cuts nothing of the page.
  bool rectangle() {
    const auto r = numbers(4);
    if (!r || now_.b != 0 || now_.c != 0) return false;
    const double x0 = (*r)[0] * now_.a + now_.e, x1 = ((*r)[0] + (*r)[2]) * now_.a + now_.e;
    const double y0 = (*r)[1] * now_.d + now_.f, y1 = ((*r)[1] + (*r)[3]) * now_.d + now_.f;
    path_covers_ =
        std::min(x0, x1) <= page_.left + same_edge && std::max(x0, x1) >= page_.right - same_edge &&
        std::min(y0, y1) <= page_.bottom + same_edge && std::max(y0, y1) >= page_.top - same_edge;
    return path_covers_;
  }

  // A clip that names no path of its own after this one would be empty.
  bool end_path() {
    path_covers_ = false;
    return true;
  }

  bool draw() {
    if (!name_.empty() || operands_.size() != 1 || !operands_[0].isName()) return false;
    name_ = operands_[0].getName();
    place_ = now_;
    return true;
  }

  bool is_harmless_state() {
    if (operands_.size() != 1 || !operands_[0].isName()) return false;
    QPDFObjectHandle states = resources_.getKeyIfDict("/ExtGState");
    QPDFObjectHandle state = states.getKeyIfDict(operands_[0].getName());
    if (!state.isDictionary()) return false;
    for (const char* const key : {"/ca", "/CA"})
      if (state.hasKey(key) &&
          !(state.getKey(key).isNumber() && state.getKey(key).getNumericValue() == 1.0))
        return false;
    const auto is = [&](const char* key, const char* value) {
      return !state.hasKey(key) || state.getKey(key).isNameAndEquals(value);
    };
    return is("/SMask", "/None") && (is("/BM", "/Normal") || is("/BM", "/Compatible")) &&
           !state.hasKey("/TR") && !state.hasKey("/TR2") && !state.hasKey("/HT");
  }

  QPDFObjectHandle resources_;
  const Box page_;
  std::vector<QPDFObjectHandle> operands_;
  std::vector<Matrix> stack_;
  Matrix now_, place_;
  std::string name_;
  std::size_t count_ = 0;
  bool plain_ = true, path_covers_ = false;
};

std::optional<Box> read_box(QPDFObjectHandle box) {
  if (!box.isRectangle()) return std::nullopt;
  const auto r = box.getArrayAsRectangle();
  if (!(r.urx > r.llx) || !(r.ury > r.lly)) return std::nullopt;
  return Box{r.llx, r.lly, r.urx, r.ury};
}

bool near(double a, double b) {
  return std::abs(a - b) <= same_edge;
}

bool covers(const Matrix& m, const Box& page) {
  return m.b == 0 && m.c == 0 && m.a > 0 && m.d > 0 && near(m.e, page.left) &&
         near(m.f, page.bottom) && near(m.e + m.a, page.right) && near(m.f + m.d, page.top);
}

// Takes at most so many bytes of a stream.
class Sink final : public Pipeline {
public:
  Sink(std::uint64_t expected, const TakeBytes& take)
      : Pipeline("samples", nullptr), left_(expected), take_(take) {}
  void write(unsigned char const* bytes, std::size_t count) override {
    good_ = good_ && count <= left_ && take_(bytes, count);
    left_ -= good_ ? count : 0;
  }
  void finish() override {}
  bool good() const { return good_; }
  bool whole() const { return good_ && left_ == 0; }

private:
  std::uint64_t left_;
  const TakeBytes& take_;
  bool good_ = true;
};

// Channels of a space whose samples mean what a picture file could say; 0: another one.
std::uint32_t channels_of(QPDFObjectHandle space, std::string& profile) {
  if (space.isName()) {
    if (space.getName() == "/DeviceGray") return 1;
    if (space.getName() == "/DeviceRGB") return 3;
    return space.getName() == "/DeviceCMYK" ? 4 : 0;
  }
  const bool icc = space.isArray() && space.getArrayNItems() == 2 &&
                   space.getArrayItem(0).isNameAndEquals("/ICCBased") &&
                   space.getArrayItem(1).isStream();
  if (!icc) return 0;
  QPDFObjectHandle stream = space.getArrayItem(1);
  QPDFObjectHandle count = stream.getDict().getKey("/N");
  if (!count.isInteger()) return 0;
  const TakeBytes keep = [&](const unsigned char* bytes, std::size_t size) {
    profile.append(reinterpret_cast<const char*>(bytes), size);
    return true;
  };
  Sink sink(most_profile_bytes, keep);
  if (!stream.pipeStreamData(&sink, 0, qpdf_dl_specialized) || !sink.good()) return 0;
  const long long n = count.getIntValue();
  return n == 1 || n == 3 || n == 4 ? static_cast<std::uint32_t>(n) : 0;
}

// 0..1 in every channel, as without the array.
bool is_plain_decode(QPDFObjectHandle decode, std::uint32_t channels) {
  if (decode.isNull()) return true;
  if (!decode.isArray() || decode.getArrayNItems() != static_cast<int>(2 * channels)) return false;
  for (int i = 0; i < decode.getArrayNItems(); ++i) {
    QPDFObjectHandle bound = decode.getArrayItem(i);
    if (!bound.isNumber() || bound.getNumericValue() != static_cast<double>(i % 2)) return false;
  }
  return true;
}

bool has_filter(QPDFObjectHandle dictionary, const char* name) {
  QPDFObjectHandle filter = dictionary.getKey("/Filter");
  if (filter.isNameAndEquals(name)) return true;
  for (int i = 0; filter.isArray() && i < filter.getArrayNItems(); ++i)
    if (filter.getArrayItem(i).isNameAndEquals(name)) return true;
  return false;
}

std::optional<PdfPicture> describe(QPDFObjectHandle image) {
  if (!image.isStream()) return std::nullopt;
  QPDFObjectHandle dictionary = image.getDict();
  if (!dictionary.getKey("/Subtype").isNameAndEquals("/Image")) return std::nullopt;
  for (const char* const key : {"/SMask", "/Mask", "/Alternates", "/OC"})
    if (dictionary.hasKey(key)) return std::nullopt;
  QPDFObjectHandle stencil = dictionary.getKey("/ImageMask");
  if (stencil.isBool() && stencil.getBoolValue()) return std::nullopt;
  PdfPicture picture;
  const auto size = [&](const char* key) -> std::uint32_t {
    QPDFObjectHandle value = dictionary.getKey(key);
    const long long number = value.isInteger() ? value.getIntValue() : 0;
    return number > 0 && number < 65'500 ? static_cast<std::uint32_t>(number) : 0;
  };
  picture.width = size("/Width");
  picture.height = size("/Height");
  picture.bits = size("/BitsPerComponent");
  picture.channels = channels_of(dictionary.getKey("/ColorSpace"), picture.profile);
  const bool jpeg = has_filter(dictionary, "/DCTDecode") || has_filter(dictionary, "/DCT");
  if (picture.width == 0 || picture.height == 0 || picture.channels == 0 ||
      (picture.bits != 8 && picture.bits != 16) ||
      !is_plain_decode(dictionary.getKey("/Decode"), picture.channels))
    return std::nullopt;
  // Inks in JPEG are inverted or not, as a marker inside says.
  if (jpeg && (picture.channels == 4 || picture.bits != 8)) return std::nullopt;
  return picture;
}

struct Found {
  PdfPicture picture;
  QPDFObjectHandle image;
};

std::optional<Found> picture_of(QPDFPageObjectHelper page) {
  const auto media = read_box(page.getAttribute("/MediaBox", false));
  const auto crop = read_box(page.getAttribute("/CropBox", false));
  QPDFObjectHandle resources = page.getAttribute("/Resources", false);
  QPDFObjectHandle annotations = page.getObjectHandle().getKey("/Annots");
  const bool annotated = annotations.isArray() && annotations.getArrayNItems() > 0;
  if (!media || !resources.isDictionary() || annotated) return std::nullopt;
  if (crop && !(near(crop->left, media->left) && near(crop->right, media->right) &&
                near(crop->top, media->top) && near(crop->bottom, media->bottom)))
    return std::nullopt;
  // What stands for the device spaces would have to be looked up for each of them.
  QPDFObjectHandle spaces = resources.getKeyIfDict("/ColorSpace");
  for (const char* const key : {"/DefaultGray", "/DefaultRGB", "/DefaultCMYK"})
    if (spaces.isDictionary() && spaces.hasKey(key)) return std::nullopt;

  Content content(resources, *media);
  page.parseContents(&content);
  if (!content.is_picture() || !covers(content.place(), *media)) return std::nullopt;
  QPDFObjectHandle image = resources.getKeyIfDict("/XObject").getKeyIfDict(content.name());
  auto picture = describe(image);
  if (!picture) return std::nullopt;

  QPDFObjectHandle unit = page.getObjectHandle().getKey("/UserUnit");
  const double scale = unit.isNumber() && unit.getNumericValue() > 0 ? unit.getNumericValue() : 1.0;
  picture->ppi_x = picture->width * 72.0 / (content.place().a * scale);
  picture->ppi_y = picture->height * 72.0 / (content.place().d * scale);
  for (const double ppi : {picture->ppi_x, picture->ppi_y})
    if (!(ppi >= least_ppi && ppi <= most_ppi)) return std::nullopt;
  QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
  const long long turns = rotate.isInteger() ? ((rotate.getIntValue() / 90) % 4 + 4) % 4 : 0;
  constexpr std::array<std::uint32_t, 4> orientations{1, 6, 3, 8};
  picture->orientation = orientations[static_cast<std::size_t>(turns)];
  return Found{*std::move(picture), image};
}

void open(QPDF& pdf, std::FILE* file) {
  pdf.setSuppressWarnings(true);
  pdf.processInputSource(pdf_source(file));
}

} // namespace

std::vector<PdfPicture> find_pdf_pictures(std::FILE* file) {
  std::vector<PdfPicture> pictures;
  try {
    QPDF pdf;
    open(pdf, file);
    const auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
    if (pages.size() > most_pictures) return {};
    std::uint64_t bytes = 0;
    for (const QPDFPageObjectHelper& page : pages) {
      auto found = picture_of(page);
      if (!found) return {};
      bytes += found->picture.bytes() + found->picture.profile.size();
      if (bytes > most_picture_bytes) return {};
      pictures.push_back(std::move(found->picture));
    }
  } catch (const std::exception&) {
    return {}; // it is drawn, and whoever draws it says what is wrong
  }
  return pictures;
}

bool take_pdf_picture(std::FILE* file, std::size_t index, const PdfPicture& picture,
                      const TakeBytes& take) {
  try {
    QPDF pdf;
    open(pdf, file);
    const auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
    auto found = index < pages.size() ? picture_of(pages[index]) : std::nullopt;
    if (!found) return false;
    Sink sink(picture.bytes(), take);
    return found->image.pipeStreamData(&sink, 0, qpdf_dl_all) && sink.whole();
  } catch (const std::exception&) {
    return false;
  }
}

} // namespace platen::worker
