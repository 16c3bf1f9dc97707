#include "render/sniff.h"

#include "base/utf8.h"

#include <algorithm>
#include <optional>

namespace platen::render {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view bytes;
  Format format;
};

constexpr Signature known[] = {
    {"%!"sv, Format::postscript},
    {"\x04%!"sv, Format::postscript},           // after a ^D, as Windows drivers write it
    {"\xc5\xd0\xd3\xc6"sv, Format::postscript}, // EPS with a preview (DOS EPS)
    {"\xff\xd8\xff"sv, Format::jpeg},
    {"\x89PNG\r\n\x1a\n"sv, Format::png},
    {"II*\0"sv, Format::tiff},
    {"MM\0*"sv, Format::tiff},
    {"II+\0"sv, Format::tiff}, // BigTIFF
    {"MM\0+"sv, Format::tiff},
    {"RaS2"sv, Format::pwg_raster},
    {"UNIRAST\0"sv, Format::apple_raster},
};

struct Foreign {
  std::string_view bytes;
  std::size_t at;
  std::string_view name;
  std::string_view advice;
};

constexpr std::string_view as_pdf = "save it as PDF and print that";
constexpr std::string_view as_picture = "save it as JPEG, PNG or TIFF and print that";

constexpr Foreign foreign[] = {
    {"PK\x03\x04"sv, 0, "a ZIP archive or office document", as_pdf},
    {"\xd0\xcf\x11\xe0"sv, 0, "an old Microsoft Office document", as_pdf},
    {"{\\rtf"sv, 0, "a rich text document", as_pdf},
    {"GIF8"sv, 0, "a GIF picture", as_picture},
    {"BM"sv, 0, "a BMP picture", as_picture},
    {"WEBP"sv, 8, "a WebP picture", as_picture},
    {"ftyphei"sv, 4, "a HEIF picture", as_picture},
    {"ftypmif1"sv, 4, "a HEIF picture", as_picture},
    {"ftypavif"sv, 4, "an AVIF picture", as_picture},
    {"\xff\x0a"sv, 0, "a JPEG XL picture", as_picture},
    {"JXL "sv, 4, "a JPEG XL picture", as_picture},
    {"\x1b%-12345X"sv, 0, "a stream for a printer (PJL)", "send it to the printer itself"},
    {"RaS3"sv, 0, "CUPS raster", "send PWG raster (RaS2)"},
    {"RaSt"sv, 0, "CUPS raster", "send PWG raster (RaS2)"},
    {"\x1f\x8b"sv, 0, "a gzip archive", "unpack it first"},
    {"\xff\xfe"sv, 0, "text in UTF-16", "save it as UTF-8"},
    {"\xfe\xff"sv, 0, "text in UTF-16", "save it as UTF-8"},
};

bool is_pdf(std::string_view head) {
  // PDF 32000-1, annex H, note 13: readers accept the header within the first 1024 bytes.
  return head.substr(0, 1024 + 5).find("%PDF-") != std::string_view::npos;
}

bool is_text(Bytes head) {
  const std::size_t good = valid_utf8_prefix(as_text(head));
  // The last character may be cut by the end of the block.
  if (head.size() - good > (head.size() == sniff_bytes ? 3u : 0u)) return false;
  return std::none_of(head.begin(), head.end(), [](std::byte b) {
    const auto c = static_cast<unsigned char>(b);
    return c < 0x20 &&
           !(c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\b' || c == 0x1b);
  });
}

} // namespace

Result<Format> sniff(Bytes head) {
  if (head.empty()) return fail(Errc::malformed, "the document is empty");
  const std::string_view text = as_text(head);
  for (const Signature& s : known)
    if (text.starts_with(s.bytes)) return s.format;
  for (const Foreign& f : foreign)
    if (text.size() > f.at && text.substr(f.at).starts_with(f.bytes))
      return fail(Errc::unsupported,
                  "this is " + std::string(f.name) + "; " + std::string(f.advice));
  if (is_pdf(text)) return Format::pdf;
  if (is_text(head)) return Format::text;
  return fail(
      Errc::unsupported,
      "unknown type of document: it is none of PDF, PostScript, JPEG, PNG, TIFF, PWG raster, "
      "Apple raster and UTF-8 text");
}

} // namespace platen::render
