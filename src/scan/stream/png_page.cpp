#include "scan/stream/page_encoder.h"

#include <csetjmp>
#include <optional>

#include <png.h>

namespace platen::scan {

namespace {

class PngPage final : public PageEncoder {
public:
  explicit PngPage(ByteSink& out) : out_(out) {}
  ~PngPage() override { png_destroy_write_struct(&library_, &header_); }
  PngPage(const PngPage&) = delete;
  PngPage& operator=(const PngPage&) = delete;

  Result<void> begin(PageShape shape, Dpi resolution) override {
    library_ =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, this, on_error, [](png_structp, auto) {});
    if (library_ != nullptr) header_ = png_create_info_struct(library_);
    if (header_ == nullptr) return fail(Errc::io, "no memory to make a PNG");
    return guarded([&] { write_header(shape, resolution); });
  }

  Result<void> rows(ConstBand rows) override {
    return guarded([&] {
      for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y)
        png_write_row(library_, reinterpret_cast<png_const_bytep>(rows.row(y).data()));
    });
  }

  Result<void> end() override {
    return guarded([&] { png_write_end(library_, header_); });
  }

private:
  // The library leaves by longjmp(); nothing between here and there has a destructor to run.
  template<class F> Result<void> guarded(F call) {
    if (setjmp(png_jmpbuf(library_)) == 0) {
      call();
      return {};
    }
    if (refused_) return Failure(*refused_);
    return fail(Errc::limit, std::string("cannot make a PNG of this page: ") + why_);
  }

  void write_header(PageShape shape, Dpi resolution) {
    png_set_write_fn(library_, this, on_bytes, [](png_structp) {});
    // The scanner does not wait for us: quick rather than small.
    png_set_compression_level(library_, 3);
    const bool bits = shape.format == mask1;
    if (!bits) png_set_filter(library_, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    png_set_IHDR(library_, header_, static_cast<png_uint_32>(shape.width),
                 static_cast<png_uint_32>(shape.height), bits ? 1 : 8,
                 shape.format == rgb8 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    const auto per_metre = static_cast<png_uint_32>(resolution.v / 0.0254 + 0.5);
    png_set_pHYs(library_, header_, per_metre, per_metre, PNG_RESOLUTION_METER);
    png_write_info(library_, header_);
    if (bits) png_set_invert_mono(library_); // 1 is ink here, and white in a PNG
  }

  static void on_error(png_structp library, png_const_charp text) {
    static_cast<PngPage*>(png_get_error_ptr(library))->why_ = text;
    png_longjmp(library, 1);
  }
  static void on_bytes(png_structp library, png_bytep bytes, std::size_t count) {
    if (!static_cast<PngPage*>(png_get_io_ptr(library))->pass_on(bytes, count))
      png_longjmp(library, 1);
  }
  bool pass_on(png_bytep bytes, std::size_t count) {
    auto written = out_.write(std::as_bytes(std::span(bytes, count)));
    if (!written) refused_ = std::move(written).error();
    return !refused_;
  }

  ByteSink& out_;
  png_structp library_ = nullptr;
  png_infop header_ = nullptr;
  const char* why_ = "";
  std::optional<Error> refused_;
};

} // namespace

std::unique_ptr<PageEncoder> png_page(ByteSink& out) {
  return std::make_unique<PngPage>(out);
}

} // namespace platen::scan
