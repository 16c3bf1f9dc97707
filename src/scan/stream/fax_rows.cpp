#include "scan/stream/fax_rows.h"

#include <algorithm>
#include <cstdio>

namespace platen::scan {

namespace {

constexpr tmsize_t piece_bytes = 16 << 10; // libtiff would hold the strip, which is the page

struct FreeOptions {
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};

} // namespace

tmsize_t FaxRows::take(thandle_t self, void* bytes, tmsize_t count) {
  FaxRows& fax = of(self);
  const auto length = static_cast<std::size_t>(count);
  fax.position_ += length;
  fax.size_ = std::max(fax.size_, fax.position_);
  if (!fax.in_strip_) return count;
  auto written = fax.out_.write(Bytes(static_cast<const std::byte*>(bytes), length));
  if (written) return count;
  fax.refused_ = std::move(written).error();
  return -1;
}

toff_t FaxRows::seek(thandle_t self, toff_t offset, int whence) {
  FaxRows& fax = of(self);
  if (whence == SEEK_CUR) offset += fax.position_;
  if (whence == SEEK_END) offset += fax.size_;
  return fax.position_ = offset;
}

int FaxRows::on_error(TIFF*, void* self, const char*, const char* format, va_list arguments) {
  std::vsnprintf(of(self).text_.data(), of(self).text_.size(), format, arguments);
  return 1;
}

Failure FaxRows::failed() const {
  if (refused_) return Failure(*refused_);
  return fail(Errc::limit, "cannot code this page as CCITT G4: " + std::string(text_.data()));
}

Result<void> FaxRows::begin(std::int32_t width, std::int32_t height) {
  const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
  if (!options) return failed();
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), on_error, this);
  TIFFOpenOptionsSetWarningHandlerExtR(
      options.get(), [](TIFF*, void*, const char*, const char*, va_list) { return 1; }, this);
  tiff_.reset(TIFFClientOpenExt(
      "page", "wl", this, [](thandle_t, void*, tmsize_t) -> tmsize_t { return -1; }, take, seek,
      [](thandle_t) { return 0; }, [](thandle_t self) { return of(self).size_; }, nullptr, nullptr,
      options.get()));
  if (!tiff_) return failed();
  TIFF* const tiff = tiff_.get();
  if (TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(width)) == 0 ||
      TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(height)) == 0 ||
      TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1) == 0 ||
      TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1) == 0 ||
      TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4) == 0 ||
      TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE) == 0 ||
      TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, static_cast<std::uint32_t>(height)) == 0 ||
      TIFFWriteBufferSetup(tiff, nullptr, piece_bytes) == 0)
    return failed();
  in_strip_ = true;
  return {};
}

Result<void> FaxRows::write(ConstBand rows) {
  for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y) {
    const auto row = rows.row(y);
    row_.assign(row.begin(), row.end()); // libtiff takes no const
    if (TIFFWriteScanline(tiff_.get(), row_.data(), static_cast<std::uint32_t>(y), 0) < 0)
      return failed();
  }
  return {};
}

Result<void> FaxRows::end() {
  const bool whole = TIFFFlushData(tiff_.get()) != 0;
  in_strip_ = false;
  if (!whole) return failed();
  tiff_.reset();
  return {};
}

} // namespace platen::scan
