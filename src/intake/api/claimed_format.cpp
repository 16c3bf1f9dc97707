#include "intake/api/claimed_format.h"

#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/job_request.h"

#include <algorithm>
#include <array>

namespace platen::intake::api {

namespace {

enum class Kind : std::uint8_t { document, picture, raster, text };

struct Known {
  std::string_view ending, media_type, words;
  Kind kind;
};
constexpr std::array<Known, 14> known{
    {{".pdf", "application/pdf", "PDF", Kind::document},
     {".ps", "application/postscript", "PostScript", Kind::document},
     {".eps", "application/postscript", "PostScript", Kind::document},
     {".jpg", "image/jpeg", "a JPEG picture", Kind::picture},
     {".jpeg", "image/jpeg", "a JPEG picture", Kind::picture},
     {".png", "image/png", "a PNG picture", Kind::picture},
     {".tif", "image/tiff", "a TIFF picture", Kind::picture},
     {".tiff", "image/tiff", "a TIFF picture", Kind::picture},
     {".gif", "image/gif", "a GIF picture", Kind::picture},
     {".webp", "image/webp", "a WebP picture", Kind::picture},
     {".heic", "image/heic", "a HEIF picture", Kind::picture},
     {".pwg", "image/pwg-raster", "PWG raster", Kind::raster},
     {".urf", "image/urf", "Apple raster", Kind::raster},
     {".txt", "text/plain", "text", Kind::text}}};

std::string lower(std::string_view text) {
  std::string all(text);
  std::ranges::transform(all, all.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return all;
}

const Known* by_ending(std::string_view name) {
  const std::string small = lower(name);
  const auto found =
      std::ranges::find_if(known, [&](const Known& one) { return small.ends_with(one.ending); });
  return found == known.end() ? nullptr : &*found;
}

const Known* by_media_type(std::string_view type) {
  const std::string small = lower(type.substr(0, type.find(';')));
  const auto found = std::ranges::find(known, small, &Known::media_type);
  return found == known.end() ? nullptr : &*found;
}

bool agree(const Known& claimed, const Known& is) {
  if (claimed.media_type == is.media_type) return true;
  // Anything may be written as text, and printed as that: a name alone does not make it a PDF.
  return claimed.kind == is.kind && claimed.kind != Kind::document;
}

} // namespace

Result<void> check_claims(std::string_view name, std::string_view media_type,
                          std::string_view format) {
  const Known* const is = by_media_type(format);
  if (is == nullptr) return {};
  for (const Known* const claimed : {by_ending(name), by_media_type(media_type)}) {
    if (claimed == nullptr || agree(*claimed, *is)) continue;
    return fail(Errc::unsupported, "the document says that it is " + std::string(claimed->words) +
                                       ", but it is " + std::string(is->words));
  }
  return {};
}

std::string clean_file_name(std::string name) {
  constexpr std::size_t longest = 255; // name(255) of IPP
  name = ipp::clean_text(name.substr(name.find_last_of("/\\") + 1));
  return ipp::cut_text(name, longest);
}

} // namespace platen::intake::api
