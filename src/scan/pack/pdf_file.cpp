#include "codec/gamma_profile.h"
#include "scan/pack/file_maker.h"
#include "scan/pack/flate.h"
#include "scan/pack/pdf_objects.h"
#include "scan/pack/pdf_text.h"
#include "scan/pack/xmp.h"

#include <algorithm>
#include <cmath>

namespace platen::scan {
namespace {

constexpr double points_per_inch = 72.0;
constexpr double most_units =
    14'400.0; // of a page's side (ISO 32000-1, annex C.2; 19005-2, 6.1.13)
// More than a page's three objects take beside their data, and a page's place in the list of pages.
constexpr std::uint64_t page_words_bytes = 1'024, kid_bytes = 16;
// More than what follows the pages takes, but for its table and the lists that grow with them.
constexpr std::uint64_t end_words_bytes = 2'048;

struct PageSize {
  double unit = 1;  // points; more than one for pages beyond 200 inches
  double scale = 0; // units to a pixel
};

PageSize size_of(const CodedPage& page) {
  PageSize size;
  const double to_points = points_per_inch / page.resolution.v;
  const double longest = std::max(page.shape.width, page.shape.height) * to_points;
  size.unit = std::max(1.0, std::ceil(longest / most_units));
  size.scale = to_points / size.unit;
  return size;
}

std::string filter_of(const CodedPage& page) {
  const std::string columns = std::to_string(page.shape.width);
  const std::string rows = std::to_string(page.shape.height);
  switch (page.coding) {
  case Coding::g4:
    return "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns " + columns + " /Rows " + rows +
           " >>";
  case Coding::flate:
    return "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors " +
           std::to_string(page.shape.format.channels()) + " /BitsPerComponent " +
           std::to_string(static_cast<int>(page.shape.format.depth)) + " /Columns " + columns +
           " >>";
  default:
    return "/Filter /DCTDecode";
  }
}

class PdfFile final : public FileMaker {
public:
  PdfFile(CountedFile file, FileFacts facts) : out_(std::move(file)), facts_(std::move(facts)) {}

  Result<void> begin() {
    TRY_VOID(out_.begin());
    catalog_ = out_.reserve();
    tree_ = out_.reserve();
    info_ = out_.reserve();
    metadata_ = out_.reserve();
    TRY_VOID(out_.write(info_, information()));
    // Not deflated, so that programs that know no PDF find it (ISO 19005-2, 6.6.2.1 leaves that).
    TRY_VOID(out_.write_stream(metadata_, "/Type /Metadata /Subtype /XML",
                               as_bytes(xmp_packet(facts_))));
    if (facts_.archive) TRY_VOID(write_output_profile());
    if (!facts_.profile.empty()) TRY_VOID(write_scanner_profile());
    if (!facts_.languages.empty()) TRY_VOID(write_font());
    return {};
  }

  std::uint64_t bytes_with(const CodedPage& page, const PageText* text) const override {
    glyphless::Codes codes = codes_;
    const std::size_t content = content_of(page, text, codes).value_or(Buffer{}).size();
    const std::size_t cmap = font_ == 0 ? 0 : glyphless::to_unicode(codes).size();
    return out_.offset() + page.data.size() + content + page_words_bytes + cmap + end_words_bytes +
           (pages_.size() + 1) * kid_bytes + pdf_end_bytes(out_.count() + 3);
  }

  Result<void> add(const CodedPage& page, const PageText* text) override {
    const int number = out_.reserve(), picture = out_.reserve(), content = out_.reserve();
    TRY(const Buffer operators, content_of(page, text, codes_));
    TRY_VOID(out_.write(number, page_body(page, picture, content, text != nullptr)));
    TRY_VOID(out_.write_stream(content, "/Filter /FlateDecode", operators));
    TRY_VOID(out_.write_stream(picture, picture_entries(page), page.data));
    pages_.push_back(number);
    return {};
  }

  Result<std::uint64_t> finish() override {
    std::string kids;
    for (const int page : pages_)
      kids += reference(page) + " ";
    TRY_VOID(out_.write(tree_, "<< /Type /Pages /Count " + std::to_string(pages_.size()) +
                                   " /Kids [" + kids + "] >>"));
    if (to_unicode_ != 0) {
      TRY(const Buffer cmap, deflated(as_bytes(glyphless::to_unicode(codes_))));
      TRY_VOID(out_.write_stream(to_unicode_, "/Filter /FlateDecode", cmap));
    }
    TRY_VOID(out_.write(catalog_, catalog()));
    return out_.finish(catalog_, info_);
  }

private:
  std::string information() const {
    const std::string date = "(" + pdf_date(facts_.time) + ")";
    std::string body =
        "<< /Creator (platen) /Producer (platen) /CreationDate " + date + " /ModDate " + date;
    if (!facts_.title.empty()) body += " /Title " + text_string(facts_.title);
    if (!facts_.author.empty()) body += " /Author " + text_string(facts_.author);
    return body + " >>";
  }

  Result<void> write_profile(int number, int channels, Bytes profile) {
    TRY(const Buffer packed, deflated(profile));
    return out_.write_stream(number, "/N " + std::to_string(channels) + " /Filter /FlateDecode",
                             packed);
  }
  // Device colours of the pages are these (ISO 19005-2, 6.2.4.3).
  Result<void> write_output_profile() {
    TRY(const Buffer profile, codec::make_srgb_profile());
    output_profile_ = out_.reserve();
    return write_profile(output_profile_, 3, profile);
  }
  Result<void> write_scanner_profile() {
    scanner_profile_ = out_.reserve();
    return write_profile(scanner_profile_, profile_for(facts_.profile, rgb8).empty() ? 1 : 3,
                         facts_.profile);
  }

  Result<void> write_font() {
    const std::string name = std::string("/") + glyphless::name;
    font_ = out_.reserve();
    to_unicode_ = out_.reserve();
    const int descendant = out_.reserve(), descriptor = out_.reserve(), program = out_.reserve(),
              map = out_.reserve();
    TRY_VOID(out_.write(font_, "<< /Type /Font /Subtype /Type0 /BaseFont " + name +
                                   " /Encoding /Identity-H /DescendantFonts [" +
                                   reference(descendant) + "] /ToUnicode " +
                                   reference(to_unicode_) + " >>"));
    TRY_VOID(out_.write(
        descendant,
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont " + name +
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW " +
            std::to_string(glyphless::advance) + " /FontDescriptor " + reference(descriptor) +
            " /CIDToGIDMap " + reference(map) + " >>"));
    const std::string ascent = std::to_string(glyphless::ascent);
    const std::string descent = std::to_string(glyphless::descent);
    // Flags: of one width, symbolic.
    TRY_VOID(out_.write(descriptor, "<< /Type /FontDescriptor /FontName " + name +
                                        " /Flags 5 /FontBBox [0 " + descent + " " +
                                        std::to_string(glyphless::advance) + " " + ascent +
                                        "] /ItalicAngle 0 /Ascent " + ascent + " /Descent " +
                                        descent + " /CapHeight " + ascent +
                                        " /StemV 80 /FontFile2 " + reference(program) + " >>"));
    const Buffer font = glyphless::font_program();
    TRY(const Buffer packed_font, deflated(font));
    TRY_VOID(out_.write_stream(
        program, "/Filter /FlateDecode /Length1 " + std::to_string(font.size()), packed_font));
    TRY(const Buffer packed_map, deflated(glyphless::glyph_map()));
    return out_.write_stream(map, "/Filter /FlateDecode", packed_map);
  }

  std::string page_body(const CodedPage& page, int picture, int content, bool has_text) const {
    const PageSize size = size_of(page);
    std::string body = "<< /Type /Page /Parent " + reference(tree_) + " /MediaBox [0 0 " +
                       number_text(page.shape.width * size.scale) + " " +
                       number_text(page.shape.height * size.scale) + "]";
    if (size.unit > 1) body += " /UserUnit " + number_text(size.unit);
    body += " /Resources << /XObject << /Scan " + reference(picture) + " >>";
    if (has_text && font_ != 0) body += " /Font << /T " + reference(font_) + " >>";
    return body + " >> /Contents " + reference(content) + " >>";
  }

  std::string picture_entries(const CodedPage& page) const {
    return "/Type /XObject /Subtype /Image /Width " + std::to_string(page.shape.width) +
           " /Height " + std::to_string(page.shape.height) + " /BitsPerComponent " +
           std::to_string(static_cast<int>(page.shape.format.depth)) + " /ColorSpace " +
           colour_space(page.shape.format) + " " + filter_of(page);
  }
  std::string colour_space(PixelFormat format) const {
    if (!profile_for(facts_.profile, format).empty())
      return "[/ICCBased " + reference(scanner_profile_) + "]";
    return format.model == ColorModel::rgb ? "/DeviceRGB" : "/DeviceGray";
  }

  Result<Buffer> content_of(const CodedPage& page, const PageText* text,
                            glyphless::Codes& codes) const {
    const PageSize size = size_of(page);
    std::string operators = "q " + number_text(page.shape.width * size.scale) + " 0 0 " +
                            number_text(page.shape.height * size.scale) + " 0 0 cm /Scan Do Q\n";
    if (text != nullptr && font_ != 0 && !text->lines.empty())
      operators += text_operators(*text, page.shape, size.scale, codes);
    return deflated(as_bytes(operators));
  }

  std::string catalog() const {
    std::string body = "<< /Type /Catalog /Pages " + reference(tree_) + " /Metadata " +
                       reference(metadata_) + " /ViewerPreferences << /DisplayDocTitle true >>";
    if (!facts_.languages.empty())
      if (const std::string tag = language_tag(facts_.languages.front()); !tag.empty())
        body += " /Lang (" + tag + ")";
    if (output_profile_ != 0)
      body += " /OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 "
              "/OutputConditionIdentifier (sRGB) /Info (sRGB, IEC 61966-2-1) /DestOutputProfile " +
              reference(output_profile_) + " >>]";
    return body + " >>";
  }

  PdfObjects out_;
  FileFacts facts_;
  int catalog_ = 0, tree_ = 0, info_ = 0, metadata_ = 0;
  int output_profile_ = 0, scanner_profile_ = 0, font_ = 0, to_unicode_ = 0; // 0: there is none
  std::vector<int> pages_;
  glyphless::Codes codes_;
};

} // namespace

Result<std::unique_ptr<FileMaker>> make_pdf(const std::filesystem::path& path,
                                            const FileFacts& facts) {
  TRY(CountedFile file, CountedFile::create(path));
  auto pdf = std::make_unique<PdfFile>(std::move(file), facts);
  TRY_VOID(pdf->begin());
  return pdf;
}

} // namespace platen::scan
