#include "image/jpeg_writer.h"

#include <array>
#include <csetjmp>
#include <cstdio> // jpeglib.h forgets it
#include <optional>
#include <string>
#include <vector>

#include <jpeglib.h>

namespace platen {

// libjpeg leaves by longjmp(): nothing between guarded() and there has a destructor to run.
class JpegWriter::Coder {
public:
  Coder(ByteSink& out, const JpegForm& form) : out_(out), form_(form) {
    library_.err = jpeg_std_error(&errors_);
    library_.client_data = this;
    errors_.error_exit = [](j_common_ptr library) {
      std::longjmp(static_cast<Coder*>(library->client_data)->escape_, 1);
    };
    errors_.output_message = [](j_common_ptr) {};
    destination_.init_destination = [](j_compress_ptr library) { of(library).rewind(); };
    destination_.empty_output_buffer = [](j_compress_ptr library) -> boolean {
      Coder& self = of(library);
      self.destination_.free_in_buffer = 0; // all of it counts, whatever the library left there
      if (!self.drain()) std::longjmp(self.escape_, 1);
      return TRUE;
    };
    destination_.term_destination = [](j_compress_ptr) {};
  }
  ~Coder() { jpeg_destroy_compress(&library_); }
  Coder(const Coder&) = delete;
  Coder& operator=(const Coder&) = delete;

  Result<void> begin(PageShape shape, Dpi resolution) {
    if (shape.format == mask1) gray_.resize(static_cast<std::size_t>(shape.width));
    return guarded([&] { start(shape, resolution); });
  }

  Result<void> write(const ConstBand& rows) {
    return guarded([&] {
      for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y)
        write_row(rows.row(y), rows.format());
    });
  }

  Result<void> flush() {
    if (!drain()) return Failure(*refused_);
    return {};
  }

  Result<void> end() {
    TRY_VOID(guarded([&] { jpeg_finish_compress(&library_); }));
    return flush();
  }

private:
  static Coder& of(j_compress_ptr library) { return *static_cast<Coder*>(library->client_data); }

  template<class F> Result<void> guarded(F call) {
    if (setjmp(escape_) == 0) {
      call();
      return {};
    }
    if (refused_) return Failure(*refused_);
    std::array<char, JMSG_LENGTH_MAX> text{};
    errors_.format_message(reinterpret_cast<j_common_ptr>(&library_), text.data());
    return fail(Errc::limit, "cannot make a JPEG of this page: " + std::string(text.data()));
  }

  void start(PageShape shape, Dpi resolution) {
    const bool color = shape.format == rgb8;
    jpeg_create_compress(&library_);
    library_.dest = &destination_;
    library_.image_width = static_cast<JDIMENSION>(shape.width);
    library_.image_height = static_cast<JDIMENSION>(shape.height);
    library_.input_components = color ? 3 : 1;
    library_.in_color_space = color ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&library_);
    jpeg_set_quality(&library_, form_.quality, TRUE);
    library_.write_JFIF_header = form_.jfif ? TRUE : FALSE;
    library_.density_unit = 1; // dots per inch
    library_.X_density = library_.Y_density = static_cast<UINT16>(resolution.v);
    if (color && form_.full_colour)
      library_.comp_info[0].h_samp_factor = library_.comp_info[0].v_samp_factor = 1;
    jpeg_start_compress(&library_, TRUE);
    if (!form_.profile.empty())
      jpeg_write_icc_profile(&library_, reinterpret_cast<const JOCTET*>(form_.profile.data()),
                             static_cast<unsigned>(form_.profile.size()));
  }

  void write_row(std::span<const std::byte> row, PixelFormat format) {
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

  void rewind() {
    destination_.next_output_byte = buffer_.data();
    destination_.free_in_buffer = buffer_.size();
  }

  bool drain() { // false: refused_ says why
    const std::size_t count = buffer_.size() - destination_.free_in_buffer;
    rewind();
    if (count == 0) return true;
    auto written = out_.write(std::as_bytes(std::span(buffer_.data(), count)));
    if (!written) refused_ = std::move(written).error();
    return !refused_;
  }

  ByteSink& out_;
  JpegForm form_;
  jpeg_compress_struct library_{};
  jpeg_error_mgr errors_{};
  jpeg_destination_mgr destination_{};
  std::array<JOCTET, 16 << 10> buffer_{};
  std::vector<std::uint8_t> gray_; // one row of mask1
  std::jmp_buf escape_{};
  std::optional<Error> refused_;
};

JpegWriter::JpegWriter(ByteSink& out, const JpegForm& form)
    : coder_(std::make_unique<Coder>(out, form)) {}
JpegWriter::~JpegWriter() = default;

Result<void> JpegWriter::begin(PageShape shape, Dpi resolution) {
  EXPECTS(shape.format == rgb8 || shape.format == gray8 || shape.format == mask1);
  return coder_->begin(shape, resolution);
}
Result<void> JpegWriter::write(ConstBand rows) {
  return coder_->write(rows);
}
Result<void> JpegWriter::flush() {
  return coder_->flush();
}
Result<void> JpegWriter::end() {
  return coder_->end();
}

} // namespace platen
