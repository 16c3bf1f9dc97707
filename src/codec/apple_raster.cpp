#include "codec/picture.h"
#include "codec/raster.h"

namespace platen::codec {
namespace {

constexpr std::string_view sync_word{"UNIRAST\0", 8};
constexpr std::size_t file_header_bytes = 12; // the word and the number of pages, 0 where unknown
constexpr std::size_t page_header_bytes = 32;

// There is no public specification; the layout is the one that libcups' reader documents (cups/
// raster-stream.c): bits a pixel, colour space, duplex, quality, media; at 12, 16 and 20 width,
// height and resolution, big-endian.
class AppleDialect final : public RasterDialect {
public:
  std::string_view name() const override { return "Apple raster"; }
  std::uint64_t first_page_at() const override { return file_header_bytes; }

  Result<RasterPage> read_page_header(const FileInput& file, std::uint64_t at,
                                      const PictureLimits& limits) const override {
    TRY(const Buffer header, file.take_at(at, page_header_bytes, "page header"));
    ByteReader reader(header, at);
    TRY(const std::uint8_t bits_per_pixel, reader.u8());
    TRY(const std::uint8_t stored_space, reader.u8());
    TRY_VOID(reader.skip(10));
    TRY(const std::uint32_t width, reader.u32be());
    TRY(const std::uint32_t height, reader.u32be());
    TRY(const std::uint32_t resolution, reader.u32be());
    TRY_VOID(check_size(width, height, limits, "the page"));
    TRY(const RasterSpace space, space_of(stored_space));
    RasterPage page;
    page.data_at = at + page_header_bytes;
    page.info.width = static_cast<std::int32_t>(width);
    page.info.height = static_cast<std::int32_t>(height);
    page.info.ppi_x = page.info.ppi_y = sane_ppi(resolution);
    const std::uint32_t channels = space == RasterSpace::gray   ? 1
                                   : space == RasterSpace::cmyk ? 4
                                                                : 3;
    TRY_VOID(describe_page(page, space, bits_per_pixel / channels, bits_per_pixel, "page"));
    return page;
  }

private:
  static Result<RasterSpace> space_of(std::uint8_t value) {
    switch (value) {
    case 0:
    case 4:
      return RasterSpace::gray;
    case 1:
    case 5:
      return RasterSpace::rgb;
    case 3:
      return RasterSpace::adobe_rgb;
    case 6:
      return RasterSpace::cmyk;
    default:
      return fail(Errc::unsupported, "colour space " + std::to_string(value) +
                                         " cannot be printed; send gray, sRGB, AdobeRGB or CMYK");
    }
  }
};

} // namespace

Result<std::unique_ptr<PictureReader>> open_apple_raster(int fd, const PictureLimits& limits) {
  TRY(const FileInput file, FileInput::open(fd));
  TRY(const Buffer head, file.take_at(0, file_header_bytes, "Apple raster"));
  if (!as_text(head).starts_with(sync_word))
    return fail(Errc::malformed, "this is not Apple raster", 0);
  return open_raster(file, limits, AppleDialect());
}

} // namespace platen::codec
