#include "scan/stream/jpeg_rows.h"

#include "scan/stream/page_encoder.h"

#include <algorithm>

namespace platen::scan {

namespace {

// Above it colour is kept at full resolution: coloured text shows halved colour.
constexpr std::int32_t full_colour_quality = 90;

} // namespace

JpegRows& JpegRows::of(j_compress_ptr library) {
  return *static_cast<JpegRows*>(library->client_data);
}

JpegRows::JpegRows(ByteSink& out, std::int32_t quality) : out_(out), quality_(quality) {
  library_.err = jpeg_std_error(&errors_);
  errors_.error_exit = [](j_common_ptr library) {
    std::longjmp(static_cast<JpegRows*>(library->client_data)->escape_, 1);
  };
  errors_.output_message = [](j_common_ptr) {};
  library_.client_data = this;
  destination_.init_destination = [](j_compress_ptr library) {
    JpegRows& self = of(library);
    self.destination_.next_output_byte = self.buffer_.data();
    self.destination_.free_in_buffer = self.buffer_.size();
  };
  destination_.empty_output_buffer = [](j_compress_ptr library) -> boolean {
    JpegRows& self = of(library);
    self.destination_.free_in_buffer = 0; // all of it counts, whatever the library left there
    if (!self.flush()) std::longjmp(self.escape_, 1);
    return TRUE;
  };
  destination_.term_destination = [](j_compress_ptr) {};
}

JpegRows::~JpegRows() {
  jpeg_destroy_compress(&library_);
}

bool JpegRows::flush() {
  const std::size_t count = buffer_.size() - destination_.free_in_buffer;
  destination_.next_output_byte = buffer_.data();
  destination_.free_in_buffer = buffer_.size();
  if (count == 0) return true;
  auto written = out_.write(std::as_bytes(std::span(buffer_.data(), count)));
  if (!written) refused_ = std::move(written).error();
  return !refused_;
}

// The library leaves by longjmp(); nothing between here and there has a destructor to run.
template<class F> Result<void> JpegRows::guarded(F call) {
  if (setjmp(escape_) == 0) {
    call();
    return {};
  }
  if (refused_) return Failure(*refused_);
  std::array<char, JMSG_LENGTH_MAX> text{};
  errors_.format_message(reinterpret_cast<j_common_ptr>(&library_), text.data());
  return fail(Errc::limit, "cannot make a JPEG of this page: " + std::string(text.data()));
}

Result<void> JpegRows::begin(PageShape shape, Dpi resolution) {
  const bool color = shape.format == rgb8;
  if (shape.format == mask1) gray_.resize(static_cast<std::size_t>(shape.width));
  TRY_VOID(guarded([&] {
    jpeg_create_compress(&library_);
    library_.dest = &destination_;
    library_.image_width = static_cast<JDIMENSION>(shape.width);
    library_.image_height = static_cast<JDIMENSION>(shape.height);
    library_.input_components = color ? 3 : 1;
    library_.in_color_space = color ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&library_);
    jpeg_set_quality(&library_, quality_, TRUE);
    library_.density_unit = 1; // dots per inch
    library_.X_density = library_.Y_density = static_cast<UINT16>(resolution.v);
    if (color && quality_ >= full_colour_quality)
      library_.comp_info[0].h_samp_factor = library_.comp_info[0].v_samp_factor = 1;
    jpeg_start_compress(&library_, TRUE);
  }));
  return {};
}

void JpegRows::write_row(std::span<const std::byte> row, PixelFormat format) {
  JSAMPROW samples = nullptr;
  if (format == mask1) {
    for (std::size_t x = 0; x < gray_.size(); ++x)
      gray_[x] = (std::to_integer<unsigned>(row[x / 8]) >> (7 - x % 8) & 1U) != 0 ? 0 : 255;
    samples = gray_.data();
  } else {
    samples = const_cast<JSAMPROW>(reinterpret_cast<const JSAMPLE*>(row.data())); // it only reads
  }
  jpeg_write_scanlines(&library_, &samples, 1);
}

Result<void> JpegRows::write(ConstBand rows) {
  const RowRange range = rows.rows();
  TRY_VOID(guarded([&] {
    for (std::int32_t y = range.first; y < range.end(); ++y)
      write_row(rows.row(y), rows.format());
  }));
  if (!flush()) return Failure(*refused_); // what there is leaves with the rows
  return {};
}

Result<void> JpegRows::end() {
  TRY_VOID(guarded([&] { jpeg_finish_compress(&library_); }));
  if (!flush()) return Failure(*refused_);
  return {};
}

namespace {

class JpegPage final : public PageEncoder {
public:
  JpegPage(ByteSink& out, std::int32_t quality) : jpeg_(out, quality) {}
  Result<void> begin(PageShape shape, Dpi resolution) override {
    return jpeg_.begin(shape, resolution);
  }
  Result<void> rows(ConstBand rows) override { return jpeg_.write(rows); }
  Result<void> end() override { return jpeg_.end(); }

private:
  JpegRows jpeg_;
};

} // namespace

std::unique_ptr<PageEncoder> jpeg_page(ByteSink& out, std::int32_t quality) {
  return std::make_unique<JpegPage>(out, quality);
}

} // namespace platen::scan
