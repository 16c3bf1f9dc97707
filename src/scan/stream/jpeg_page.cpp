#include "image/jpeg_writer.h"
#include "scan/stream/jpeg_form.h"
#include "scan/stream/page_encoder.h"

namespace platen::scan {

namespace {

// Its bytes leave with the rows that they are made of.
class JpegPage final : public PageEncoder {
public:
  JpegPage(ByteSink& out, std::int32_t quality) : jpeg_(out, jpeg_form(quality)) {}
  Result<void> begin(PageShape shape, Dpi resolution) override {
    return jpeg_.begin(shape, resolution);
  }
  Result<void> rows(ConstBand rows) override {
    TRY_VOID(jpeg_.write(rows));
    return jpeg_.flush();
  }
  Result<void> end() override { return jpeg_.end(); }

private:
  JpegWriter jpeg_;
};

} // namespace

std::unique_ptr<PageEncoder> jpeg_page(ByteSink& out, std::int32_t quality) {
  return std::make_unique<JpegPage>(out, quality);
}

} // namespace platen::scan
