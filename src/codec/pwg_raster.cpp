#include "codec/picture.h"
#include "codec/raster.h"

namespace platen::codec {
namespace {

constexpr std::string_view sync_word = "RaS2";
constexpr std::size_t header_bytes = 1796;

// Offsets of 32-bit big-endian fields: PWG 5102.4-2012, table 2.
constexpr std::size_t hw_resolution_at = 276, width_at = 372, height_at = 376,
                      bits_per_color_at = 384, bits_per_pixel_at = 388, bytes_per_line_at = 392,
                      color_order_at = 396, color_space_at = 400;

Result<RasterSpace> space_of(std::uint32_t value) {
  switch (value) { // PWG 5102.4-2012, table 8; 0 and 1 are what older CUPS writes for gray and RGB
  case 0:
  case 18:
    return RasterSpace::gray;
  case 1:
  case 19:
    return RasterSpace::rgb;
  case 3:
    return RasterSpace::black;
  case 6:
    return RasterSpace::cmyk;
  case 20:
    return RasterSpace::adobe_rgb;
  default:
    return fail(Errc::unsupported,
                "colour space " + std::to_string(value) +
                    " cannot be printed; send sGray, sRGB, AdobeRGB, black or CMYK");
  }
}

class PwgDialect final : public RasterDialect {
public:
  std::string_view name() const override { return "PWG raster"; }
  std::uint64_t first_page_at() const override { return sync_word.size(); }

  Result<RasterPage> read_page_header(const FileInput& file, std::uint64_t at,
                                      const PictureLimits& limits) const override {
    TRY(const Buffer header, file.take_at(at, header_bytes, "page header"));
    if (!as_text(header).starts_with(std::string_view("PwgRaster\0", 10)))
      return fail(Errc::malformed, "there is no page header where one should be", at);
    const auto field = [&header](std::size_t offset) {
      return ByteReader(Bytes(header).subspan(offset, 4)).u32be().value();
    };
    const std::uint32_t width = field(width_at), height = field(height_at);
    TRY_VOID(check_size(width, height, limits, "the page"));
    if (field(color_order_at) != 0)
      return fail(Errc::unsupported, "the samples are not chunky", at + color_order_at);
    TRY(const RasterSpace space, space_of(field(color_space_at)));
    RasterPage page;
    page.data_at = at + header_bytes;
    page.info.width = static_cast<std::int32_t>(width);
    page.info.height = static_cast<std::int32_t>(height);
    page.info.ppi_x = sane_ppi(field(hw_resolution_at));
    page.info.ppi_y = sane_ppi(field(hw_resolution_at + 4));
    TRY_VOID(
        describe_page(page, space, field(bits_per_color_at), field(bits_per_pixel_at), "page"));
    if (field(bytes_per_line_at) != page.line_bytes())
      return fail(Errc::malformed, "the header's bytes a line don't fit its width",
                  at + bytes_per_line_at);
    return page;
  }
};

} // namespace

Result<std::unique_ptr<PictureReader>> open_pwg_raster(int fd, const PictureLimits& limits) {
  TRY(const FileInput file, FileInput::open(fd));
  TRY(const Buffer sync, file.take_at(0, sync_word.size(), "PWG raster"));
  if (as_text(sync) != sync_word) return fail(Errc::malformed, "this is not PWG raster", 0);
  return open_raster(file, limits, PwgDialect());
}

} // namespace platen::codec
