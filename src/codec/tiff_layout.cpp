#include "codec/tiff_layout.h"

#include <algorithm>

namespace platen::codec {
namespace {

using Colour = TiffLayout::Colour;
using Alpha = TiffLayout::Alpha;

template<class T> T field(TIFF* tiff, std::uint32_t tag, T otherwise) {
  T value{};
  return TIFFGetFieldDefaulted(tiff, tag, &value) != 0 ? value : otherwise;
}

Failure unsupported(const std::string& what) {
  return fail(Errc::unsupported, "the TIFF " + what + ", which cannot be printed");
}

Result<void> check_compression(TIFF* tiff) {
  const auto compression = field<std::uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  switch (compression) {
  case COMPRESSION_NONE:
  case COMPRESSION_CCITTRLE:
  case COMPRESSION_CCITTRLEW:
  case COMPRESSION_CCITTFAX3:
  case COMPRESSION_CCITTFAX4:
  case COMPRESSION_LZW:
  case COMPRESSION_JPEG:
  case COMPRESSION_ADOBE_DEFLATE:
  case COMPRESSION_DEFLATE:
  case COMPRESSION_PACKBITS:
    break;
  default:
    return unsupported("is compressed by method " + std::to_string(compression));
  }
  if (TIFFIsCODECConfigured(compression) != 0) return {};
  return unsupported("is compressed by method " + std::to_string(compression));
}

std::uint16_t photometric_of(TIFF* tiff, std::uint32_t samples) {
  std::uint16_t value = 0;
  if (TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &value) != 0) return value;
  return samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
}

Result<Colour> colour_of(TIFF* tiff, std::uint16_t photometric) {
  switch (photometric) {
  case PHOTOMETRIC_MINISWHITE:
    return Colour::gray_from_white;
  case PHOTOMETRIC_MINISBLACK:
    return Colour::gray;
  case PHOTOMETRIC_RGB:
    return Colour::rgb;
  case PHOTOMETRIC_PALETTE:
    return Colour::palette;
  case PHOTOMETRIC_CIELAB:
    return Colour::lab;
  case PHOTOMETRIC_ICCLAB:
    return Colour::icc_lab;
  case PHOTOMETRIC_SEPARATED:
    if (field<std::uint16_t>(tiff, TIFFTAG_INKSET, INKSET_CMYK) == INKSET_CMYK) return Colour::cmyk;
    return unsupported("is separated for other inks than CMYK");
  case PHOTOMETRIC_YCBCR:
    if (field<std::uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE) != COMPRESSION_JPEG)
      return Colour::ycbcr;
    if (TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB) == 0)
      return unsupported("has JPEG data that cannot be turned to RGB");
    return Colour::rgb;
  default:
    return unsupported("has colours of kind " + std::to_string(photometric));
  }
}

Result<void> check_floating(TIFF* tiff, TiffLayout& layout) {
  const bool fits = layout.bits == 32 &&
                    (layout.colour == Colour::gray || layout.colour == Colour::gray_from_white ||
                     layout.colour == Colour::rgb);
  if (!fits)
    return fail(Errc::unsupported, "the TIFF has floating-point samples of " +
                                       std::to_string(layout.bits) +
                                       " bits, or of other colours than gray and RGB; save it with "
                                       "16 bits a sample");
  if (layout.samples < layout.colours() || layout.samples > 64)
    return fail(Errc::malformed,
                "the TIFF has " + std::to_string(layout.samples) + " samples a pixel");
  layout.floating = true;
  std::uint32_t size = 0;
  const void* profile = nullptr;
  const bool tagged = TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &size, &profile) != 0 && size > 0;
  layout.warnings.push_back(
      std::string("the TIFF has floating-point samples; what is below 0 or above 1 is cut") +
      (tagged ? "" : ", and without a profile they are taken as sRGB, not as linear light"));
  return {};
}

Result<void> check_samples(TIFF* tiff, TiffLayout& layout) {
  const auto kind = field<std::uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  if (kind == SAMPLEFORMAT_IEEEFP) return check_floating(tiff, layout);
  if (kind == SAMPLEFORMAT_COMPLEXIEEEFP) return unsupported("has complex samples");
  const bool lab = layout.colour == Colour::lab || layout.colour == Colour::icc_lab;
  if (kind == SAMPLEFORMAT_INT && !lab) return unsupported("has signed samples");
  if (kind == SAMPLEFORMAT_COMPLEXINT) return unsupported("has complex samples");
  const bool small = layout.bits == 1 || layout.bits == 2 || layout.bits == 4;
  const bool wide = layout.bits == 16;
  const bool fits = layout.colour == Colour::palette ? small || layout.bits == 8
                    : layout.colour == Colour::ycbcr
                        ? layout.bits == 8 && !layout.planes && layout.samples == 3
                    : layout.colours() == 1 ? small || layout.bits == 8 || wide
                                            : layout.bits == 8 || wide;
  if (!fits)
    return unsupported("has " + std::to_string(layout.samples) + " samples a pixel of " +
                       std::to_string(layout.bits) + " bits");
  if (layout.samples < layout.colours() || layout.samples > 64)
    return fail(Errc::malformed,
                "the TIFF has " + std::to_string(layout.samples) + " samples a pixel");
  return {};
}

void read_alpha(TIFF* tiff, TiffLayout& layout) {
  std::uint16_t count = 0;
  const std::uint16_t* kinds = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) == 0 || count == 0) return;
  if (layout.samples <= layout.colours() || layout.colour == Colour::palette) return;
  if (kinds[0] == EXTRASAMPLE_ASSOCALPHA) layout.alpha = Alpha::associated;
  if (kinds[0] == EXTRASAMPLE_UNASSALPHA) layout.alpha = Alpha::unassociated;
}

Result<void> read_chunks(TIFF* tiff, TiffLayout& layout) {
  const auto height = static_cast<std::uint32_t>(layout.height);
  layout.tiled = TIFFIsTiled(tiff) != 0;
  if (!layout.tiled) {
    layout.plain =
        field<std::uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE) == COMPRESSION_NONE &&
        layout.colour != Colour::ycbcr;
    layout.chunk_width = static_cast<std::uint32_t>(layout.width);
    layout.chunk_height =
        std::min(field<std::uint32_t>(tiff, TIFFTAG_ROWSPERSTRIP, height), height);
    if (layout.chunk_height == 0) return fail(Errc::malformed, "the TIFF has strips without rows");
    return {};
  }
  layout.chunk_width = field<std::uint32_t>(tiff, TIFFTAG_TILEWIDTH, 0);
  layout.chunk_height = field<std::uint32_t>(tiff, TIFFTAG_TILELENGTH, 0);
  if (layout.chunk_width == 0 || layout.chunk_height == 0)
    return fail(Errc::malformed, "the TIFF has tiles without pixels");
  const std::uint64_t row_bits =
      std::uint64_t{layout.chunk_width} * layout.samples_in_plane() * layout.bits;
  if (row_bits % 8 != 0) return fail(Errc::malformed, "the TIFF's tiles don't end on whole bytes");
  return {};
}

Result<void> read_palette(TIFF* tiff, TiffLayout& layout) {
  std::array<const std::uint16_t*, 3> map{};
  if (TIFFGetField(tiff, TIFFTAG_COLORMAP, &map[0], &map[1], &map[2]) == 0)
    return fail(Errc::malformed, "the TIFF has no palette for its indexed colours");
  const std::size_t size = std::size_t{1} << layout.bits;
  // Some old writers stored 8-bit values.
  const bool narrow = std::all_of(map.begin(), map.end(), [size](const std::uint16_t* m) {
    return std::all_of(m, m + size, [](std::uint16_t v) { return v < 256; });
  });
  for (std::size_t i = 0; i < size; ++i) {
    std::array<std::uint8_t, 3> colour{};
    for (std::size_t c = 0; c < 3; ++c)
      colour[c] = static_cast<std::uint8_t>(narrow ? map[c][i] : (map[c][i] + 128) / 257);
    layout.palette.push_back(colour);
  }
  return {};
}

PixelFormat format_of(const TiffLayout& layout) {
  switch (layout.colour) {
  case Colour::gray:
  case Colour::gray_from_white:
    return layout.sample_bits() == 16 ? gray16 : gray8;
  case Colour::cmyk:
    return layout.bits == 16 ? cmyk16 : cmyk8;
  case Colour::rgb:
    return layout.sample_bits() == 16 ? rgb16 : rgb8;
  case Colour::lab:
  case Colour::icc_lab:
    return rgb16; // as lab_profile() says
  case Colour::palette:
  case Colour::ycbcr:
    break;
  }
  return rgb8;
}

} // namespace

Result<TiffLayout> read_tiff_layout(const TiffFile& file, const PictureLimits& limits) {
  TIFF* const tiff = file.get();
  TiffLayout layout;
  const auto width = field<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0);
  const auto height = field<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0);
  TRY_VOID(check_size(width, height, limits, "the TIFF"));
  layout.width = static_cast<std::int32_t>(width);
  layout.height = static_cast<std::int32_t>(height);
  TRY_VOID(check_compression(tiff));
  layout.samples = field<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  layout.bits = field<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  layout.planes =
      layout.samples > 1 && field<std::uint16_t>(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) ==
                                PLANARCONFIG_SEPARATE;
  TRY(layout.colour, colour_of(tiff, photometric_of(tiff, layout.samples)));
  TRY_VOID(check_samples(tiff, layout));
  TRY_VOID(read_chunks(tiff, layout));
  read_alpha(tiff, layout);
  const std::uint32_t used = layout.colours() + (layout.alpha == Alpha::none ? 0 : 1);
  if (layout.samples > used)
    layout.warnings.push_back("the TIFF has " + std::to_string(layout.samples - used) +
                              " extra channels, which are not printed");
  if (layout.colour == Colour::palette) TRY_VOID(read_palette(tiff, layout));
  layout.format = format_of(layout);
  return layout;
}

} // namespace platen::codec
