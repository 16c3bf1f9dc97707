#include "scan/pack/coded_page.h"

#include "base/limits.h"
#include "scan/pack/coder.h"
#include "scan/page/page_file.h"

#include <algorithm>

namespace platen::scan {
namespace {

constexpr std::int32_t band_rows = 64;
// Of a page that does not say. Most scans are made so; nothing on it is lost by a wrong size.
constexpr Dpi usual_resolution{300};

// ICC.1:2010 7.2: where the header has its size, colour space and signature.
constexpr std::size_t profile_header_bytes = 128, space_at = 16, signature_at = 36;

std::string_view field_at(Bytes profile, std::size_t at) {
  return as_text(profile.subspan(at, 4));
}

Result<std::unique_ptr<PageCoder>> coder_for(Coding coding, PageShape shape,
                                             const FileSettings& settings,
                                             const PictureFacts& facts, ByteSink& out) {
  switch (coding) {
  case Coding::jpeg:
    return make_jpeg_coder(shape, settings.jpeg_quality, nullptr, out);
  case Coding::flate:
    return make_flate_coder(shape, out);
  case Coding::file:
    if (settings.format == Format::png) return make_png_coder(shape, facts, out);
    return make_jpeg_coder(shape, settings.jpeg_quality, &facts, out);
  default:
    return make_strip_coder(shape, out);
  }
}

// A mask as gray, for formats without one bit: ink becomes black.
void unpack_mask(ConstBand from, Band to) {
  for (std::int32_t y = from.rows().first; y < from.rows().end(); ++y) {
    const Bytes row = from.row(y);
    const auto gray = to.samples<std::uint8_t>(y);
    for (std::size_t x = 0; x < gray.size(); ++x) {
      const bool ink = (row[x / 8] & (std::byte{0x80} >> (x % 8))) != std::byte{0};
      gray[x] = ink ? 0 : 255;
    }
  }
}

Result<void> copy_rows(RowSource& from, PageCoder& to, PixelFormat format, const Cancel& cancel) {
  const PageShape shape = from.shape();
  RowBuffer rows(shape.width, band_rows, shape.format);
  RowBuffer gray(shape.width, shape.format == format ? 0 : band_rows, format);
  for (std::int32_t first = 0; first < shape.height; first += band_rows) {
    if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
    const RowRange range{first, std::min(band_rows, shape.height - first)};
    TRY_VOID(from.read(rows.band(range)));
    if (shape.format == format) {
      TRY_VOID(to.write(rows.band(range)));
    } else {
      unpack_mask(rows.band(range), gray.band(range));
      TRY_VOID(to.write(gray.band(range)));
    }
  }
  return to.finish();
}

} // namespace

Coding coding_for(const FileSettings& settings, PixelFormat format) {
  if (settings.format == Format::jpeg || settings.format == Format::png) return Coding::file;
  if (format == mask1) return Coding::g4;
  if (!settings.lossless) return Coding::jpeg;
  return settings.format == Format::tiff ? Coding::lzw : Coding::flate;
}

Result<void> check_profile(Bytes profile) {
  if (profile.empty()) return {};
  if (profile.size() < profile_header_bytes || profile.size() > limits::icc_profile_bytes ||
      ByteReader(profile).u32be().value_or(0) != profile.size() ||
      field_at(profile, signature_at) != "acsp")
    return fail(Errc::invalid, "the scanner's colour profile is no ICC profile: choose another, or "
                               "none");
  if (const auto space = field_at(profile, space_at); space != "RGB " && space != "GRAY")
    return fail(Errc::invalid, "the scanner's colour profile is neither for RGB nor for gray: "
                               "choose another, or none");
  return {};
}

Bytes profile_for(Bytes profile, PixelFormat format) {
  if (profile.empty() || format == mask1) return {};
  const std::string_view wanted = format.model == ColorModel::rgb ? "RGB " : "GRAY";
  return field_at(profile, space_at) == wanted ? profile : Bytes{};
}

Result<CodedPage> code_page(const std::filesystem::path& page_file, const FileSettings& settings,
                            Bytes profile, const Cancel& cancel) {
  TRY(const PageFileReader page, open_page_file(page_file));
  CodedPage coded;
  coded.shape = page.rows->shape();
  coded.coding = coding_for(settings, coded.shape.format);
  coded.resolution = page.resolution.v > 0 ? page.resolution : usual_resolution;
  if (settings.format == Format::jpeg && coded.shape.format == mask1) coded.shape.format = gray8;
  const PictureFacts facts{coded.resolution, profile_for(profile, page.rows->shape().format)};
  TRY(const auto coder, coder_for(coded.coding, coded.shape, settings, facts, coded.data));
  TRY_VOID(copy_rows(*page.rows, *coder, coded.shape.format, cancel));
  return coded;
}

} // namespace platen::scan
