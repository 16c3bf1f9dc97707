#include "codec/png_decoder.h"

#include "codec/flatten.h"

#include <array>
#include <bit>
#include <cstring>

namespace platen::codec {
namespace {

constexpr std::string_view signature{"\x89PNG\r\n\x1a\n", 8};
constexpr png_uint_32 unbounded = 0x7fffffff; // our own check has been passed
constexpr int ancillary_chunks_limit = 64;

} // namespace

PngDecoder::~PngDecoder() {
  png_destroy_read_struct(&png_, &info_, nullptr);
}

// The only way out of the library; no frame between here and guarded() has a destructor to run.
void PngDecoder::on_error(png_structp png, png_const_charp text) {
  auto& self = *static_cast<PngDecoder*>(png_get_error_ptr(png));
  std::strncpy(self.fault_text_, text, sizeof self.fault_text_ - 1);
  std::longjmp(self.escape_, 1);
}

bool PngDecoder::fetch(png_bytep into, std::size_t count) {
  const auto got = file_.read_at(offset_, std::as_writable_bytes(std::span(into, count)));
  read_fault_ = !got;
  ended_ = got && *got != count;
  offset_ += got.value_or(0);
  return got && *got == count;
}

void PngDecoder::on_read(png_structp png, png_bytep into, png_size_t count) {
  auto& self = *static_cast<PngDecoder*>(png_get_io_ptr(png));
  if (!self.fetch(into, count)) png_error(png, "no more bytes");
}

template<class F> Result<void> PngDecoder::guarded(F call) {
  if (setjmp(escape_) != 0) return Failure(describe());
  call();
  return {};
}

Error PngDecoder::describe() const {
  std::string where;
  if (decoding_ && passes_ > 1)
    where = ", in pass " + std::to_string(pass_ + 1) + " of " + std::to_string(passes_);
  if (decoding_) where += ", " + row_of(row_, shape_.height);
  if (read_fault_) return {Errc::io, "the PNG cannot be read" + where, offset_};
  if (ended_) return {Errc::malformed, "the PNG ends early" + where, offset_};
  return {Errc::malformed, "the PNG is damaged" + where + " (" + fault_text_ + ")", offset_};
}

Result<void> PngDecoder::read_header(const PictureLimits& limits) {
  TRY(const Buffer head, file_.take_at(0, 33, "PNG"));
  if (!as_text(head).starts_with(signature) || as_text(head).substr(12, 4) != "IHDR")
    return fail(Errc::malformed, "this is not a PNG: it does not begin with its header", 0);
  ByteReader size(Bytes(head).subspan(16, 8));
  TRY(const std::uint32_t width, size.u32be());
  TRY(const std::uint32_t height, size.u32be());
  TRY_VOID(check_size(width, height, limits, "the PNG"));

  png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, on_error, on_warning);
  if (png_ == nullptr) return fail(Errc::limit, "no memory to decode a PNG");
  info_ = png_create_info_struct(png_);
  if (info_ == nullptr) return fail(Errc::limit, "no memory to decode a PNG");
  const auto profile_bytes = static_cast<png_alloc_size_t>(limits.profile_bytes);
  TRY_VOID(guarded([this, profile_bytes] {
    png_set_read_fn(png_, this, on_read);
    png_set_user_limits(png_, unbounded, unbounded);
    png_set_chunk_malloc_max(png_, profile_bytes);
    png_set_chunk_cache_max(png_, ancillary_chunks_limit);
    // Texts are of no use here, and may unpack to a lot.
    static constexpr png_byte texts[] = "tEXt\0zTXt\0iTXt\0eXIf\0sPLT";
    png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, texts, 5);
    png_read_info(png_, info_);
  }));
  const png_byte type = png_get_color_type(png_, info_);
  alpha_ = (type & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(png_, info_, PNG_INFO_tRNS) != 0;
  shape_.width = static_cast<std::int32_t>(png_get_image_width(png_, info_));
  shape_.height = static_cast<std::int32_t>(png_get_image_height(png_, info_));
  shape_.format.model = (type & PNG_COLOR_MASK_COLOR) != 0 ? ColorModel::rgb : ColorModel::gray;
  shape_.format.depth = png_get_bit_depth(png_, info_) == 16 ? Depth::bits16 : Depth::bits8;
  return {};
}

Result<void> PngDecoder::start(const PictureLimits& limits) {
  decoding_ = true;
  const std::size_t channels =
      static_cast<std::size_t>(shape_.format.channels()) + (alpha_ ? 1 : 0);
  const std::size_t bytes_per_sample = shape_.format.depth == Depth::bits16 ? 2 : 1;
  row_bytes_ = static_cast<std::size_t>(shape_.width) * channels * bytes_per_sample;
  const std::uint64_t whole = std::uint64_t{row_bytes_} * static_cast<std::uint64_t>(shape_.height);
  const bool interlaced = png_get_interlace_type(png_, info_) != PNG_INTERLACE_NONE;
  if (interlaced) TRY_VOID(check_memory(whole, limits, "the PNG", "it is interlaced"));

  TRY_VOID(guarded([this] {
    png_set_expand(png_); // palettes to RGB, 1, 2 and 4 bits to 8, a transparent colour to alpha
    if constexpr (std::endian::native == std::endian::little) png_set_swap(png_);
    passes_ = png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
  }));
  EXPECTS(png_get_rowbytes(png_, info_) == row_bytes_);
  if (!interlaced) {
    if (alpha_) scratch_.resize(row_bytes_);
    return {};
  }
  whole_.resize(static_cast<std::size_t>(whole));
  TRY_VOID(read_interlaced());
  row_ = 0;
  return {};
}

Result<void> PngDecoder::read_interlaced() {
  return guarded([this] {
    for (pass_ = 0; pass_ < passes_; ++pass_)
      for (row_ = 0; row_ < shape_.height; ++row_)
        png_read_row(png_,
                     reinterpret_cast<png_bytep>(whole_.data()) +
                         static_cast<std::size_t>(row_) * row_bytes_,
                     nullptr);
  });
}

// Puts a row as the library gave it into the band: alpha on white.
void PngDecoder::deliver(const std::byte* from, const Band& into, std::int32_t y) const {
  const auto channels = static_cast<std::size_t>(shape_.format.channels());
  if (!alpha_) {
    std::memcpy(into.row(y).data(), from, row_bytes_);
  } else if (shape_.format.depth == Depth::bits16) {
    const std::span samples(reinterpret_cast<const std::uint16_t*>(from), row_bytes_ / 2);
    flatten_row<std::uint16_t>(samples, into.samples<std::uint16_t>(y), channels, 65535);
  } else {
    const std::span samples(reinterpret_cast<const std::uint8_t*>(from), row_bytes_);
    flatten_row<std::uint8_t>(samples, into.samples<std::uint8_t>(y), channels, 255);
  }
}

Result<void> PngDecoder::read(const Band& into) {
  if (!whole_.empty()) {
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y, ++row_)
      deliver(whole_.data() + static_cast<std::size_t>(row_) * row_bytes_, into, y);
    return {};
  }
  const Band* const band = &into;
  return guarded([this, band] {
    for (std::int32_t y = band->rows().first; y < band->rows().end(); ++y, ++row_) {
      std::byte* const target = alpha_ ? scratch_.data() : band->row(y).data();
      png_read_row(png_, reinterpret_cast<png_bytep>(target), nullptr);
      if (alpha_) deliver(target, *band, y);
    }
  });
}

} // namespace platen::codec
