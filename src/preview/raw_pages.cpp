#include "preview/raw_pages.h"

namespace platen::preview {

namespace {

class RawSide final : public encode::SideEncoder {
public:
  RawSide(const layout::PixelBox& box, const Cancel& cancel, ByteSink& payload)
      : box_(box), cancel_(cancel), payload_(payload) {}

  Result<void> write(ConstBand rows) override {
    if (cancel_.requested()) return fail(Errc::cancelled, "the preview was cancelled");
    const std::size_t first = rows.format().row_bytes(box_.x);
    const std::size_t length = rows.format().row_bytes(box_.width);
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y)
      if (y >= box_.y && y < box_.bottom())
        TRY_VOID(payload_.write(Bytes(rows.row(y)).subspan(first, length)));
    return {};
  }
  Result<void> finish() override { return {}; }

private:
  const layout::PixelBox box_;
  const Cancel& cancel_;
  ByteSink& payload_;
};

class RawPages final : public encode::Language {
public:
  RawPages(PixelFormat format, const layout::PixelBox& box, const Cancel& cancel)
      : format_(format), box_(box), cancel_(cancel) {}

  PixelFormat raster_format() const override { return format_; }
  std::unique_ptr<encode::SideEncoder> side(const encode::SideSpec&,
                                            ByteSink& payload) const override {
    return std::make_unique<RawSide>(box_, cancel_, payload);
  }
  // Nothing is sent.
  Result<void> ask(DeviceLink&) override { return {}; }
  Result<void> begin_job(DeviceLink&) override { return {}; }
  Result<void> put_side(const encode::SideSpec&, const Spool&, DeviceLink&) override { return {}; }
  Result<void> end_job(DeviceLink&) override { return {}; }
  Result<bool> cancel_job(DeviceLink&, bool) override { return false; }

private:
  const PixelFormat format_;
  const layout::PixelBox box_;
  const Cancel& cancel_;
};

} // namespace

std::unique_ptr<encode::Language> make_raw_pages(PixelFormat format, const layout::PixelBox& box,
                                                 const Cancel& cancel) {
  return std::make_unique<RawPages>(format, box, cancel);
}

} // namespace platen::preview
