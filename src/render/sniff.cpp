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

constexpr std::string_view as_utf8 = "save it as UTF-8 and print that";
constexpr std::string_view to_printer = "send it to the printer itself";

constexpr Foreign foreign[] = {
    {"PK\x03\x04"sv, 0, "a ZIP archive or office document", as_pdf},
    {"\xd0\xcf\x11\xe0"sv, 0, "an old Microsoft Office document", as_pdf},
    {"{\\rtf"sv, 0, "a rich text document", as_pdf},
    {"GIF8"sv, 0, "a GIF picture", as_picture},
    {"WEBP"sv, 8, "a WebP picture", as_picture},
    {"ftyphei"sv, 4, "a HEIF picture", as_picture},
    {"ftypmif1"sv, 4, "a HEIF picture", as_picture},
    {"ftypavif"sv, 4, "an AVIF picture", as_picture},
    {"\xff\x0a"sv, 0, "a JPEG XL picture", as_picture},
    {"JXL "sv, 4, "a JPEG XL picture", as_picture},
    {"\x1b%-12345X"sv, 0, "a stream for a printer (PJL)", to_printer},
    {"@PJL "sv, 0, "a stream for a printer (PJL)", to_printer},
    {") HP-PCL XL;"sv, 0, "a stream for a printer (PCL XL)", to_printer},
    {"\x1b"
     "E"sv,
     0, "a stream for a printer (PCL)", to_printer},
    {"\x1b%"sv, 0, "a stream for a printer (PCL)", to_printer},
    {"\x1b&"sv, 0, "a stream for a printer (PCL)", to_printer},
    {"\x1b*"sv, 0, "a stream for a printer (PCL)", to_printer},
    {"\x1b@"sv, 0, "a stream for a printer (ESC/P)", to_printer},
    {"RaS3"sv, 0, "CUPS raster", "send PWG raster (RaS2)"},
    {"RaSt"sv, 0, "CUPS raster", "send PWG raster (RaS2)"},
    {"\x1f\x8b"sv, 0, "a gzip archive", "unpack it first"},
    {"\xff\xfe\0\0"sv, 0, "text in UTF-32", as_utf8},
    {"\0\0\xfe\xff"sv, 0, "text in UTF-32", as_utf8},
    {"\xff\xfe"sv, 0, "text in UTF-16", as_utf8},
    {"\xfe\xff"sv, 0, "text in UTF-16", as_utf8},
};

// Many a text begins with these two letters. The length of a BMP's second header, one of a few,
// comes with three bytes of zero.
bool is_bmp(std::string_view head) {
  constexpr std::size_t length_at = 14;
  constexpr std::string_view lengths("\x0c\x28\x34\x38\x40\x6c\x7c", 7);
  return head.starts_with("BM") && head.size() >= length_at + 4 &&
         lengths.find(head[length_at]) != std::string_view::npos &&
         head.substr(length_at + 1, 3) == "\0\0\0"sv;
}

bool is_control(std::byte byte) {
  const auto c = static_cast<unsigned char>(byte);
  return c < 0x20 && "\t\n\v\f\r\b\x1b"sv.find(static_cast<char>(c)) == std::string_view::npos;
}

// DOS ends a file with ^Z, or fills it up with them.
Bytes without_end_mark(Bytes head) {
  while (!head.empty() && head.back() == std::byte{0x1a})
    head = head.first(head.size() - 1);
  return head;
}

bool has_no_controls(Bytes head) {
  return std::ranges::none_of(without_end_mark(head), is_control);
}

bool is_utf8(Bytes head) {
  const std::size_t good = valid_utf8_prefix(as_text(head));
  // The last character may be cut by the end of the block.
  return head.size() - good <= (head.size() == sniff_bytes ? 3u : 0u);
}

// PDF 32000-1, annex H, note 13: readers accept the header within the first 1024 bytes. A text that
// speaks of it has it within a line, and no object after it.
bool is_pdf(Bytes head) {
  const std::string_view text = as_text(head);
  const std::size_t at = text.substr(0, 1024 + 5).find("%PDF-");
  if (at == std::string_view::npos) return false;
  const bool begins_line = at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
  return begins_line || !is_utf8(head) || !has_no_controls(head) ||
         text.find(" obj", at) != std::string_view::npos;
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
  if (is_bmp(text))
    return fail(Errc::unsupported, "this is a BMP picture; " + std::string(as_picture));
  if (is_pdf(head)) return Format::pdf;
  if (has_no_controls(head)) {
    if (is_utf8(head)) return Format::text;
    return fail(Errc::unsupported,
                "this seems to be text, but not in UTF-8; " + std::string(as_utf8));
  }
  return fail(
      Errc::unsupported,
      "unknown type of document: it is none of PDF, PostScript, JPEG, PNG, TIFF, PWG raster, "
      "Apple raster and UTF-8 text");
}

} // namespace platen::render
