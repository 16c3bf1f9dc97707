#include "codec/jpeg_decoder.h"
#include "codec/jpeg_segments.h"
#include "codec/picture.h"

namespace platen::codec {
namespace {

class JpegRows final : public RowSource {
public:
  explicit JpegRows(std::unique_ptr<JpegDecoder> decoder) : decoder_(std::move(decoder)) {}

  PageShape shape() const override {
    return {decoder_->width(), decoder_->height(), decoder_->format()};
  }
  Result<void> read(Band into) override {
    TRY_VOID(decoder_->read(into));
    if (!decoder_->inverted()) return {};
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y)
      for (std::uint8_t& sample : into.samples<std::uint8_t>(y))
        sample = static_cast<std::uint8_t>(255 - sample);
    return {};
  }

private:
  std::unique_ptr<JpegDecoder> decoder_;
};

class JpegPicture final : public PictureReader {
public:
  JpegPicture(FileInput file, const PictureLimits& limits, PictureInfo info)
      : file_(file), limits_(limits), info_(std::move(info)) {}

  std::int32_t pages() const override { return 1; }
  Result<PictureInfo> info(std::int32_t page) override {
    EXPECTS(page == 0);
    return info_;
  }
  Result<std::unique_ptr<RowSource>> rows(std::int32_t page) override {
    return shrunk_rows(page, 1);
  }
  Result<std::unique_ptr<RowSource>> shrunk_rows(std::int32_t page, std::int32_t shrink) override {
    EXPECTS(page == 0);
    auto decoder = std::make_unique<JpegDecoder>(file_);
    TRY_VOID(decoder->read_header(limits_));
    decoder->shrink(shrink);
    TRY_VOID(decoder->start());
    return std::make_unique<JpegRows>(std::move(decoder));
  }

private:
  FileInput file_;
  PictureLimits limits_;
  PictureInfo info_;
};

} // namespace

Result<std::unique_ptr<PictureReader>> open_jpeg(int fd, const PictureLimits& limits) {
  TRY(const FileInput file, FileInput::open(fd));
  JpegDecoder decoder(file);
  TRY_VOID(decoder.read_header(limits));
  TRY(JpegSegments segments, read_jpeg_segments(file, limits));
  PictureInfo info;
  info.width = decoder.width();
  info.height = decoder.height();
  info.format = decoder.format();
  info.ppi_x = segments.ppi_x ? segments.ppi_x : segments.exif.ppi_x;
  info.ppi_y = segments.ppi_y ? segments.ppi_y : segments.exif.ppi_y;
  info.exif_orientation = segments.exif.orientation;
  info.profile = std::move(segments.profile);
  info.adobe_rgb = info.profile.empty() && segments.exif.adobe_rgb && info.format == rgb8;
  info.warnings = std::move(segments.warnings);
  info.facts = std::move(segments.facts);
  return std::make_unique<JpegPicture>(file, limits, std::move(info));
}

} // namespace platen::codec
