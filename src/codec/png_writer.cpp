#include "codec/png_writer.h"

#include <csetjmp>

#include <png.h>

namespace platen::codec {
namespace {

struct Writing {
  png_structp library = nullptr;
  png_infop header = nullptr;
  ~Writing() { png_destroy_write_struct(&library, &header); }
};

void append(png_structp library, png_bytep bytes, std::size_t count) {
  auto& buffer = *static_cast<Buffer*>(png_get_io_ptr(library));
  const Bytes fresh(reinterpret_cast<const std::byte*>(bytes), count);
  buffer.insert(buffer.end(), fresh.begin(), fresh.end());
}

} // namespace

Result<Buffer> write_png(const ConstBand& rows, Dpi resolution) {
  EXPECTS(rows.format() == gray8 || rows.format() == rgb8);
  Buffer out;
  Writing png;
  png.library = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  if (png.library == nullptr) return fail(Errc::io, "cannot write a PNG");
  png.header = png_create_info_struct(png.library);
  if (png.header == nullptr || setjmp(png_jmpbuf(png.library)) != 0)
    return fail(Errc::io, "cannot write a PNG of this size");
  png_set_write_fn(png.library, &out, append, nullptr);
  // Previews are looked at once: quick rather than small.
  png_set_compression_level(png.library, 1);
  png_set_filter(png.library, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
  png_set_IHDR(png.library, png.header, static_cast<png_uint_32>(rows.width()),
               static_cast<png_uint_32>(rows.rows().count), 8,
               rows.format() == rgb8 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  const auto per_metre = static_cast<png_uint_32>(resolution.v / 0.0254 + 0.5);
  png_set_pHYs(png.library, png.header, per_metre, per_metre, PNG_RESOLUTION_METER);
  png_write_info(png.library, png.header);
  for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y)
    png_write_row(png.library, reinterpret_cast<png_const_bytep>(rows.row(y).data()));
  png_write_end(png.library, png.header);
  return out;
}

} // namespace platen::codec
