#include "scan/pack/pack.h"
#include "scan/stream/page_encoder.h"

#include <algorithm>
#include <cstring>

namespace platen::scan {

namespace {

// JPEG's own bound, and enough for the others: 65,500 pixels are 2.7 m at 600 dpi.
constexpr std::int32_t longest_side = 65'500;

// Keeps to the order of calls, counts rows, and makes those white that never came.
class Streamed final : public StreamedFile {
public:
  explicit Streamed(std::unique_ptr<PageEncoder> encoder) : encoder_(std::move(encoder)) {}

  Result<void> begin_page(PageShape shape, Dpi resolution) override {
    EXPECTS(!in_page_ && !finished_);
    EXPECTS(shape.format == gray8 || shape.format == rgb8 || shape.format == mask1);
    EXPECTS(resolution.v > 0);
    if (pages_ > 0 && !encoder_->holds_several_pages())
      return fail(Errc::unsupported, "a file of this format holds one page");
    if (shape.width < 1 || shape.height < 1 || shape.width > longest_side ||
        shape.height > longest_side)
      return fail(Errc::limit, "a page of " + std::to_string(shape.width) + " x " +
                                   std::to_string(shape.height) + " pixels; a side has 1 to " +
                                   std::to_string(longest_side));
    TRY_VOID(encoder_->begin(shape, resolution));
    shape_ = shape;
    in_page_ = true;
    rows_ = 0;
    ++pages_;
    return {};
  }

  Result<void> write(ConstBand rows) override {
    EXPECTS(in_page_ && rows.width() == shape_.width && rows.format() == shape_.format);
    EXPECTS(rows.rows().first == rows_ && rows.rows().end() <= shape_.height);
    rows_ = rows.rows().end();
    return encoder_->rows(rows);
  }

  Result<void> end_page() override {
    EXPECTS(in_page_);
    if (rows_ < shape_.height) TRY_VOID(fill_up());
    in_page_ = false;
    return encoder_->end();
  }

  Result<void> finish() override {
    EXPECTS(!in_page_ && !finished_);
    if (pages_ == 0) return fail(Errc::conflict, "there is no page to make a file of");
    finished_ = true;
    return encoder_->finish();
  }

private:
  Result<void> fill_up() {
    RowBuffer white(shape_.width, 1, shape_.format);
    const int paper = shape_.format == mask1 ? 0 : 0xff;
    std::memset(white.band({0, 1}).base(), paper, shape_.format.row_bytes(shape_.width));
    while (rows_ < shape_.height)
      TRY_VOID(write(std::as_const(white).band({rows_, 1})));
    return {};
  }

  std::unique_ptr<PageEncoder> encoder_;
  PageShape shape_;
  std::int32_t rows_ = 0, pages_ = 0;
  bool in_page_ = false, finished_ = false;
};

Result<std::unique_ptr<PageEncoder>> encoder_of(Format format, std::int32_t quality,
                                                ByteSink& out) {
  switch (format) {
  case Format::jpeg:
    return jpeg_page(out, quality);
  case Format::png:
    return png_page(out);
  case Format::tiff:
    return tiff_page(out);
  case Format::pdf:
    return pdf_pages(out, quality);
  case Format::pdfa:
    break; // its metadata, profile and text come when all pages are there
  }
  return fail(Errc::unsupported, "PDF/A cannot be made while its pages are scanned");
}

} // namespace

Result<std::unique_ptr<StreamedFile>> stream_file(Format format, std::int32_t jpeg_quality,
                                                  ByteSink& out) {
  TRY(auto encoder, encoder_of(format, std::clamp(jpeg_quality, 1, 100), out));
  return std::make_unique<Streamed>(std::move(encoder));
}

} // namespace platen::scan
