#include "scan/pack/coder.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <string>

#include <tiffio.h>

// libtiff makes a TIFF of one strip, of which only the strip is kept: its codecs are for files.
namespace platen::scan {
namespace {

constexpr std::uint64_t header_bytes = 8; // of a classic TIFF

struct CloseTiff {
  void operator()(TIFF* file) const { ::TIFFClose(file); }
};
struct FreeOptions {
  void operator()(TIFFOpenOptions* options) const { ::TIFFOpenOptionsFree(options); }
};

class StripCoder final : public PageCoder {
public:
  StripCoder(PageShape shape, ByteSink& out)
      : shape_(shape), out_(out), line_(shape.format.row_bytes(shape.width)) {}

  Result<void> start() {
    const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(::TIFFOpenOptionsAlloc());
    if (!options) return fail(Errc::io, "cannot make a TIFF: no memory");
    ::TIFFOpenOptionsSetErrorHandlerExtR(options.get(), on_error, this);
    ::TIFFOpenOptionsSetWarningHandlerExtR(
        options.get(), [](TIFF*, void*, const char*, const char*, va_list) { return 1; }, nullptr);
    tiff_.reset(::TIFFClientOpenExt("page", "wl", this, on_read, on_write, on_seek, on_close,
                                    on_size, nullptr, nullptr, options.get()));
    return told(tiff_ != nullptr && set_fields());
  }
  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.format() == shape_.format && rows.width() == shape_.width);
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y) {
      std::ranges::copy(rows.row(y), line_.begin()); // libtiff takes differences in place
      TRY_VOID(told(::TIFFWriteScanline(tiff_.get(), line_.data(), row_++, 0) == 1));
    }
    return {};
  }
  Result<void> finish() override {
    TRY_VOID(told(::TIFFFlushData(tiff_.get()) == 1));
    kept_ = false;
    tiff_.reset();
    return sunk_;
  }
  ~StripCoder() override { kept_ = false; }
  StripCoder(const StripCoder&) = delete;
  StripCoder& operator=(const StripCoder&) = delete;

private:
  static StripCoder& of(thandle_t handle) { return *static_cast<StripCoder*>(handle); }
  [[gnu::format(printf, 4, 0)]] static int on_error(TIFF*, void* self, const char*,
                                                    const char* format, va_list values) {
    std::array<char, 200>& text = static_cast<StripCoder*>(self)->fault_text_;
    static_cast<void>(std::vsnprintf(text.data(), text.size(), format, values));
    return 1;
  }
  static tmsize_t on_read(thandle_t, void*, tmsize_t) { return 0; }
  static tmsize_t on_write(thandle_t handle, void* bytes, tmsize_t count) {
    of(handle).take(Bytes(static_cast<const std::byte*>(bytes), static_cast<std::size_t>(count)));
    return count;
  }
  static toff_t on_seek(thandle_t handle, toff_t offset, int whence) {
    StripCoder& self = of(handle);
    const std::uint64_t from = whence == SEEK_END   ? self.size_
                               : whence == SEEK_CUR ? self.position_
                                                    : 0;
    return self.position_ = from + offset;
  }
  static int on_close(thandle_t) { return 0; }
  static toff_t on_size(thandle_t handle) { return of(handle).size_; }

  // The strip follows the header without a gap; a sink's error waits here.
  void take(Bytes bytes) {
    if (kept_ && sunk_ && position_ >= header_bytes) {
      EXPECTS(position_ == std::max(size_, header_bytes));
      sunk_ = out_.write(bytes);
    }
    position_ += bytes.size();
    size_ = std::max(size_, position_);
  }

  bool set_fields() {
    TIFF* const tiff = tiff_.get();
    const bool mask = shape_.format == mask1, rgb = shape_.format.model == ColorModel::rgb;
    const auto set = [tiff](std::uint32_t tag, auto value) {
      return ::TIFFSetField(tiff, tag, value) == 1;
    };
    return set(TIFFTAG_IMAGEWIDTH, shape_.width) && set(TIFFTAG_IMAGELENGTH, shape_.height) &&
           set(TIFFTAG_BITSPERSAMPLE, mask ? 1 : 8) && set(TIFFTAG_SAMPLESPERPIXEL, rgb ? 3 : 1) &&
           set(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) &&
           set(TIFFTAG_ROWSPERSTRIP, shape_.height) &&
           set(TIFFTAG_PHOTOMETRIC, mask  ? PHOTOMETRIC_MINISWHITE
                                    : rgb ? PHOTOMETRIC_RGB
                                          : PHOTOMETRIC_MINISBLACK) &&
           set(TIFFTAG_COMPRESSION, mask ? COMPRESSION_CCITTFAX4 : COMPRESSION_LZW) &&
           (mask || set(TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL));
  }

  Result<void> told(bool done) {
    if (!done)
      return fail(Errc::io, std::string("cannot compress the page: ") + fault_text_.data());
    return sunk_;
  }

  PageShape shape_;
  ByteSink& out_;
  Buffer line_;
  std::uint32_t row_ = 0;
  std::uint64_t position_ = 0, size_ = 0;
  bool kept_ = true; // what comes now is the strip
  Result<void> sunk_;
  std::array<char, 200> fault_text_{};
  std::unique_ptr<TIFF, CloseTiff> tiff_; // the last member: its end writes
};

} // namespace

Result<std::unique_ptr<PageCoder>> make_strip_coder(PageShape shape, ByteSink& out) {
  auto coder = std::make_unique<StripCoder>(shape, out);
  TRY_VOID(coder->start());
  return coder;
}

} // namespace platen::scan
