#include "encode/ivec/jpeg_writer.h"

#include "image/jpeg_writer.h"

namespace platen::encode {

namespace {

constexpr std::int32_t quality = 95; // the last step before size grows faster than the eye can tell

class JpegSide final : public SideEncoder {
public:
  JpegSide(const PageShape& shape, Dpi resolution, ByteSink& out)
      : jpeg_(out, {.quality = quality, .full_colour = true, .profile = {}}), shape_(shape),
        resolution_(resolution) {
    EXPECTS(shape.format == rgb8 || shape.format == gray8);
  }

  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.format() == shape_.format && rows.width() == shape_.width);
    EXPECTS(rows.rows().end() <= shape_.height);
    if (!std::exchange(begun_, true)) TRY_VOID(jpeg_.begin(shape_, resolution_));
    return jpeg_.write(rows);
  }
  Result<void> finish() override { return jpeg_.end(); }

private:
  JpegWriter jpeg_;
  PageShape shape_;
  Dpi resolution_;
  bool begun_ = false;
};

} // namespace

std::unique_ptr<SideEncoder> make_jpeg_writer(const PageShape& shape, Dpi resolution,
                                              ByteSink& out) {
  return std::make_unique<JpegSide>(shape, resolution, out);
}

} // namespace platen::encode
