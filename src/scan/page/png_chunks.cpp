#include "scan/page/png_chunks.h"

#include "base/limits.h"

#include <zlib.h>

namespace platen::scan::png {
namespace {

// Colour types of IHDR.
constexpr std::uint8_t gray_type = 0, rgb_type = 2;
constexpr std::uint8_t metres = 1; // the unit of pHYs

std::string size_text(PageShape shape) {
  return std::to_string(shape.width) + " x " + std::to_string(shape.height);
}

} // namespace

std::uint32_t checksum(Bytes type_and_data) {
  return static_cast<std::uint32_t>(
      ::crc32_z(0, reinterpret_cast<const Bytef*>(type_and_data.data()), type_and_data.size()));
}

Buffer chunk(std::string_view type, Bytes data) {
  ByteWriter out;
  out.buffer.reserve(head_bytes + data.size() + tail_bytes);
  out.u32be(static_cast<std::uint32_t>(data.size()));
  out.text(type);
  out.bytes(data);
  out.u32be(checksum(Bytes(out.buffer).subspan(4)));
  return std::move(out.buffer);
}

Buffer to_ihdr(PageShape shape) {
  ByteWriter out;
  out.u32be(static_cast<std::uint32_t>(shape.width));
  out.u32be(static_cast<std::uint32_t>(shape.height));
  out.u8(static_cast<std::uint8_t>(shape.format.depth));
  out.u8(shape.format.model == ColorModel::rgb ? rgb_type : gray_type);
  for (int method = 0; method < 3; ++method) // compression, filter, interlace
    out.u8(0);
  return std::move(out.buffer);
}

Result<PageShape> from_ihdr(Bytes data) {
  ByteReader in(data);
  TRY(const std::uint32_t width, in.u32be());
  TRY(const std::uint32_t height, in.u32be());
  TRY(const std::uint8_t depth, in.u8());
  TRY(const std::uint8_t color, in.u8());
  TRY(const Bytes methods, in.take(3));
  const bool plain = methods[0] == std::byte{0} && methods[1] == std::byte{0} &&
                     methods[2] == std::byte{0} && width <= 0x7FFFFFFF && height <= 0x7FFFFFFF;
  PixelFormat format;
  if (plain && depth == 1 && color == gray_type)
    format = mask1;
  else if (plain && depth == 8 && color == gray_type)
    format = gray8;
  else if (plain && depth == 8 && color == rgb_type)
    format = rgb8;
  else
    return fail(Errc::unsupported, "a PNG of another form than page files have");
  return PageShape{static_cast<std::int32_t>(width), static_cast<std::int32_t>(height), format};
}

Buffer to_phys(Dpi resolution) {
  ByteWriter out;
  const auto per_metre =
      static_cast<std::uint32_t>((std::int64_t{resolution.v} * 10'000 + 127) / 254);
  out.u32be(per_metre);
  out.u32be(per_metre);
  out.u8(metres);
  return std::move(out.buffer);
}

Result<Dpi> from_phys(Bytes data) {
  ByteReader in(data);
  TRY(const std::uint32_t per_metre, in.u32be());
  TRY_VOID(in.skip(4)); // down, which is the same
  TRY(const std::uint8_t unit, in.u8());
  if (unit != metres || per_metre > 10'000'000) return Dpi{0};
  return Dpi{static_cast<std::int32_t>((std::int64_t{per_metre} * 254 + 5'000) / 10'000)};
}

Result<void> check_size(PageShape shape) {
  if (shape.width < 1 || shape.height < 1)
    return fail(Errc::invalid, "a page of " + size_text(shape) + " pixels");
  if (shape.width > limits::picture_side_px || shape.height > limits::picture_side_px ||
      std::int64_t{shape.width} * shape.height > limits::picture_pixels)
    return fail(Errc::limit, "a page of " + size_text(shape) + " pixels is too large");
  return {};
}

} // namespace platen::scan::png
