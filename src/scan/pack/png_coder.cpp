#include "scan/pack/coder.h"

#include <algorithm>
#include <csetjmp>
#include <string>

#include <png.h>

namespace platen::scan {
namespace {

class PngCoder final : public PageCoder {
public:
  PngCoder(PageShape shape, const PictureFacts& facts, ByteSink& out)
      : shape_(shape), facts_(facts), out_(out), line_(shape.format.row_bytes(shape.width)) {}
  PngCoder(const PngCoder&) = delete;
  PngCoder& operator=(const PngCoder&) = delete;
  ~PngCoder() override { png_destroy_write_struct(&png_, &info_); }

  Result<void> start() {
    png_ = png_create_write_struct(PNG_LIBPNG_VER_STRING, this, on_error, on_warning);
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
    if (info_ == nullptr) return fail(Errc::io, "cannot make a PNG: no memory");
    return told(write_header());
  }
  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.format() == shape_.format && rows.width() == shape_.width);
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y) {
      const Bytes row = rows.row(y);
      // A 1 bit is ink here and white there.
      const std::byte turn_over{static_cast<unsigned char>(shape_.format == mask1 ? 0xFF : 0)};
      std::ranges::transform(row, line_.begin(), [=](std::byte b) { return b ^ turn_over; });
      TRY_VOID(told(write_line()));
    }
    return {};
  }
  Result<void> finish() override { return told(write_end()); }

private:
  [[noreturn]] static void on_error(png_structp png, png_const_charp text) {
    auto& self = *static_cast<PngCoder*>(png_get_error_ptr(png));
    const std::size_t length = std::min(std::string_view(text).size(), sizeof self.fault_text_ - 1);
    std::copy_n(text, length, self.fault_text_);
    std::longjmp(self.escape_, 1);
  }
  static void on_warning(png_structp, png_const_charp) {}
  // A sink's error waits: it must not jump over libpng.
  static void on_write(png_structp png, png_bytep bytes, std::size_t count) {
    auto& self = *static_cast<PngCoder*>(png_get_io_ptr(png));
    if (self.sunk_)
      self.sunk_ = self.out_.write(Bytes(reinterpret_cast<const std::byte*>(bytes), count));
  }
  Result<void> told(bool done) {
    if (!done) return fail(Errc::io, std::string("cannot make a PNG of the page: ") + fault_text_);
    return sunk_;
  }

  // These call libpng and hold no object with a destructor, as its errors jump over them.
  bool write_header() {
    if (setjmp(escape_) != 0) return false;
    png_set_write_fn(png_, this, on_write, nullptr);
    const bool rgb = shape_.format.model == ColorModel::rgb;
    png_set_IHDR(png_, info_, static_cast<png_uint_32>(shape_.width),
                 static_cast<png_uint_32>(shape_.height), static_cast<int>(shape_.format.depth),
                 rgb ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    const auto per_metre = static_cast<png_uint_32>(facts_.resolution.v / 0.0254 + 0.5);
    png_set_pHYs(png_, info_, per_metre, per_metre, PNG_RESOLUTION_METER);
    if (!facts_.profile.empty())
      png_set_iCCP(png_, info_, "scanner", PNG_COMPRESSION_TYPE_BASE,
                   reinterpret_cast<png_const_bytep>(facts_.profile.data()),
                   static_cast<png_uint_32>(facts_.profile.size()));
    else if (rgb)
      png_set_sRGB_gAMA_and_cHRM(png_, info_, PNG_sRGB_INTENT_PERCEPTUAL);
    else
      png_set_gAMA(png_, info_, 1 / 2.2);
    png_write_info(png_, info_);
    return true;
  }
  bool write_line() {
    if (setjmp(escape_) != 0) return false;
    png_write_row(png_, reinterpret_cast<png_const_bytep>(line_.data()));
    return true;
  }
  bool write_end() {
    if (setjmp(escape_) != 0) return false;
    png_write_end(png_, info_);
    return true;
  }

  PageShape shape_;
  PictureFacts facts_;
  ByteSink& out_;
  Buffer line_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  Result<void> sunk_;
  std::jmp_buf escape_{};
  char fault_text_[160] = {};
};

} // namespace

Result<std::unique_ptr<PageCoder>> make_png_coder(PageShape shape, const PictureFacts& facts,
                                                  ByteSink& out) {
  auto coder = std::make_unique<PngCoder>(shape, facts, out);
  TRY_VOID(coder->start());
  return coder;
}

} // namespace platen::scan
