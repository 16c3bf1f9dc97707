#include "codec/exif.h"
#include "codec/exif_facts.h"
#include "codec/gamma_profile.h"
#include "codec/picture.h"
#include "codec/png_decoder.h"
#include "codec/xmp.h"

#include <array>
#include <cmath>

#include <zlib.h>

namespace platen::codec {
namespace {

constexpr std::size_t exif_bytes_limit = 1 << 20;
constexpr std::size_t chunks_limit = 1'000'000;

// A packet that was compressed, which XMP's own rules advise against; empty where it is damaged or
// larger than one may be.
Buffer inflated(Bytes packed) {
  Buffer packet(xmp_bytes_limit);
  uLongf size = packet.size();
  const int outcome = ::uncompress(reinterpret_cast<Bytef*>(packet.data()), &size,
                                   reinterpret_cast<const Bytef*>(packed.data()), packed.size());
  packet.resize(outcome == Z_OK ? size : 0);
  return packet;
}

// The packet of an iTXt chunk; empty for other texts.
Buffer xmp_of(Bytes chunk) {
  constexpr std::string_view keyword{"XML:com.adobe.xmp\0", 18};
  constexpr std::size_t flags = 2; // compression: whether, and how
  if (!as_text(chunk).starts_with(keyword) || chunk.size() < keyword.size() + flags) return {};
  const bool packed = chunk[keyword.size()] != std::byte{0};
  constexpr std::byte zlib_method{0}; // the only one there is
  if (packed && chunk[keyword.size() + 1] != zlib_method) return {};
  Bytes rest = chunk.subspan(keyword.size() + flags);
  for (int text = 0; text < 2; ++text) { // the language, the keyword in that language
    const std::size_t end = as_text(rest).find('\0');
    if (end == std::string_view::npos) return {};
    rest = rest.subspan(end + 1);
  }
  return packed ? inflated(rest) : Buffer(rest.begin(), rest.end());
}

struct ChunkFacts {
  Buffer exif, xmp;
  bool profile_chunk = false;
};

// Walks the chunks by their lengths: eXIf may also come after the pixels, where the library would
// only see it when they have been decoded. Sources: PNG 1.6 (PNG extensions 1.5.0 for eXIf), XMP
// part 3, 1.1.5 (iTXt).
Result<ChunkFacts> walk_chunks(const FileInput& file) {
  ChunkFacts facts;
  std::uint64_t at = 8;
  for (std::size_t n = 0; n < chunks_limit; ++n) {
    std::array<std::byte, 8> head{};
    TRY(const std::size_t got, file.read_at(at, head));
    if (got < head.size()) break;
    TRY(const std::uint32_t length, ByteReader(head).u32be());
    const std::string_view type = as_text(head).substr(4, 4);
    if (type == "IEND") break;
    if (type == "iCCP") facts.profile_chunk = true;
    if (type == "eXIf" && facts.exif.empty() && length <= exif_bytes_limit &&
        at + 8 + length <= file.size()) {
      TRY(facts.exif, file.take_at(at + 8, length, "PNG"));
    }
    if (type == "iTXt" && facts.xmp.empty() && length <= xmp_bytes_limit &&
        at + 8 + length <= file.size()) {
      TRY(const Buffer text, file.take_at(at + 8, length, "PNG"));
      facts.xmp = xmp_of(text);
    }
    at += 12 + std::uint64_t{length};
  }
  return facts;
}

bool near_srgb(const Primaries& p) {
  const auto near = [](Chromaticity a, Chromaticity b) {
    return std::abs(a.x - b.x) < 0.002 && std::abs(a.y - b.y) < 0.002;
  };
  const Primaries& s = srgb_primaries;
  return near(p.white, s.white) && near(p.red, s.red) && near(p.green, s.green) &&
         near(p.blue, s.blue);
}

Primaries stated_primaries(const PngDecoder& png) {
  std::array<png_fixed_point, 8> c{};
  if (png_get_cHRM_fixed(png.library(), png.header(), &c[0], &c[1], &c[2], &c[3], &c[4], &c[5],
                         &c[6], &c[7]) == 0)
    return srgb_primaries;
  const auto at = [&c](std::size_t i) {
    return Chromaticity{c[i] / 100'000.0, c[i + 1] / 100'000.0};
  };
  return {at(0), at(2), at(4), at(6)};
}

// PNG 1.6, 11.3.3: iCCP wins over sRGB, sRGB over gAMA and cHRM.
void read_colour(const PngDecoder& png, bool profile_chunk, PictureInfo& info) {
  png_charp name = nullptr;
  png_bytep bytes = nullptr;
  png_uint_32 size = 0;
  int method = 0;
  if (png_get_iCCP(png.library(), png.header(), &name, &method, &bytes, &size) != 0) {
    const auto all = std::as_bytes(std::span(bytes, size));
    info.profile.assign(all.begin(), all.end());
    return;
  }
  if (profile_chunk)
    info.warnings.emplace_back("the embedded colour profile is damaged or does not fit the picture "
                               "and is ignored");
  if (png_get_valid(png.library(), png.header(), PNG_INFO_sRGB) != 0) return;
  png_fixed_point stated = 0;
  if (png_get_gAMA_fixed(png.library(), png.header(), &stated) == 0 || stated <= 0) return;
  const double gamma = 100'000.0 / stated;
  const Primaries primaries = stated_primaries(png);
  const bool rgb = info.format.model == ColorModel::rgb;
  // 1/2.2 is what sRGB's own readers and writers put here for sRGB.
  if (std::abs(gamma - 2.2) < 0.02 && (!rgb || near_srgb(primaries))) return;
  auto profile = rgb ? make_rgb_profile(primaries, gamma) : make_gray_profile(gamma);
  if (profile)
    info.profile = std::move(*profile);
  else
    info.warnings.push_back("the stated gamma or primaries are ignored: " + profile.error().what);
}

void read_resolution(const PngDecoder& png, const ExifFacts& exif, PictureInfo& info) {
  png_uint_32 x = 0, y = 0;
  int unit = PNG_RESOLUTION_UNKNOWN;
  if (png_get_pHYs(png.library(), png.header(), &x, &y, &unit) != 0 &&
      unit == PNG_RESOLUTION_METER) {
    info.ppi_x = sane_ppi(x * 0.0254);
    info.ppi_y = sane_ppi(y * 0.0254);
  } else {
    info.ppi_x = exif.ppi_x;
    info.ppi_y = exif.ppi_y;
  }
}

class PngRows final : public RowSource {
public:
  explicit PngRows(std::unique_ptr<PngDecoder> decoder) : decoder_(std::move(decoder)) {}
  PageShape shape() const override { return decoder_->shape(); }
  Result<void> read(Band into) override { return decoder_->read(into); }

private:
  std::unique_ptr<PngDecoder> decoder_;
};

class PngPicture final : public PictureReader {
public:
  PngPicture(FileInput file, const PictureLimits& limits, PictureInfo info)
      : file_(file), limits_(limits), info_(std::move(info)) {}

  std::int32_t pages() const override { return 1; }
  Result<PictureInfo> info(std::int32_t page) override {
    EXPECTS(page == 0);
    return info_;
  }
  Result<std::unique_ptr<RowSource>> rows(std::int32_t page) override {
    EXPECTS(page == 0);
    auto decoder = std::make_unique<PngDecoder>(file_);
    TRY_VOID(decoder->read_header(limits_));
    TRY_VOID(decoder->start(limits_));
    return std::make_unique<PngRows>(std::move(decoder));
  }

private:
  FileInput file_;
  PictureLimits limits_;
  PictureInfo info_;
};

} // namespace

Result<std::unique_ptr<PictureReader>> open_png(int fd, const PictureLimits& limits) {
  TRY(const FileInput file, FileInput::open(fd));
  PngDecoder decoder(file);
  TRY_VOID(decoder.read_header(limits));
  TRY(const ChunkFacts chunks, walk_chunks(file));
  const ExifFacts exif = read_exif(chunks.exif);
  PictureInfo info;
  info.width = decoder.shape().width;
  info.height = decoder.shape().height;
  info.format = decoder.shape().format;
  info.exif_orientation = exif.orientation;
  info.facts = merged(read_xmp(chunks.xmp), {}, read_exif_facts(chunks.exif));
  read_colour(decoder, chunks.profile_chunk, info);
  read_resolution(decoder, exif, info);
  return std::make_unique<PngPicture>(file, limits, std::move(info));
}

} // namespace platen::codec
