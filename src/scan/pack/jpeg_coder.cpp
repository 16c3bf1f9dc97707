#include "image/jpeg_writer.h"
#include "scan/pack/coder.h"

namespace platen::scan {
namespace {

class JpegCoder final : public PageCoder {
public:
  JpegCoder(PageShape shape, std::int32_t quality, const PictureFacts* facts, ByteSink& out)
      : jpeg_(out, {.quality = quality,
                    .jfif = facts != nullptr,
                    .profile = facts != nullptr ? facts->profile : Bytes()}),
        shape_(shape) {}

  Result<void> start(Dpi resolution) { return jpeg_.begin(shape_, resolution); }
  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.format() == shape_.format && rows.width() == shape_.width);
    return jpeg_.write(rows);
  }
  Result<void> finish() override { return jpeg_.end(); }

private:
  JpegWriter jpeg_;
  PageShape shape_;
};

} // namespace

Result<std::unique_ptr<PageCoder>> make_jpeg_coder(PageShape shape, std::int32_t quality,
                                                   const PictureFacts* facts, ByteSink& out) {
  EXPECTS(shape.format == gray8 || shape.format == rgb8);
  auto coder = std::make_unique<JpegCoder>(shape, quality, facts, out);
  TRY_VOID(coder->start(facts != nullptr ? facts->resolution : Dpi{}));
  return coder;
}

} // namespace platen::scan
