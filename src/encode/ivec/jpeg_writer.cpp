#include "encode/ivec/jpeg_writer.h"

#include <array>
#include <csetjmp>
#include <cstdio> // jpeglib.h needs FILE

#include <jpeglib.h>

namespace platen::encode {

namespace {

constexpr int quality = 95; // the last step before file size grows faster than the eye can tell

class JpegWriter final : public SideEncoder {
public:
  JpegWriter(const PageShape& shape, Dpi resolution, ByteSink& out)
      : out_(out), shape_(shape), resolution_(resolution) {
    EXPECTS(shape.format == rgb8 || shape.format == gray8);
    jpeg_.err = jpeg_std_error(&errors_);
    jpeg_.client_data = this;
    errors_.error_exit = [](j_common_ptr jpeg) {
      JpegWriter& self = *static_cast<JpegWriter*>(jpeg->client_data);
      std::array<char, JMSG_LENGTH_MAX> text{};
      jpeg->err->format_message(jpeg, text.data());
      self.message_ = text;
      std::longjmp(self.escape_, 1);
    };
    errors_.output_message = [](j_common_ptr) {};
    destination_.init_destination = [](j_compress_ptr jpeg) { self_of(jpeg).rewind(); };
    destination_.empty_output_buffer = [](j_compress_ptr jpeg) -> boolean {
      JpegWriter& self = self_of(jpeg);
      self.drain(self.block_.size());
      self.rewind();
      return TRUE;
    };
    destination_.term_destination = [](j_compress_ptr jpeg) {
      JpegWriter& self = self_of(jpeg);
      self.drain(self.block_.size() - self.destination_.free_in_buffer);
    };
  }
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;
  ~JpegWriter() override { jpeg_destroy_compress(&jpeg_); }

  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.format() == shape_.format && rows.width() == shape_.width);
    EXPECTS(rows.rows().end() <= shape_.height);
    if (!started_ && !start()) return failure();
    started_ = true;
    if (!write_rows(rows)) return failure();
    return std::exchange(sunk_, Result<void>{});
  }

  Result<void> finish() override {
    if (!finish_picture()) return failure();
    return std::exchange(sunk_, Result<void>{});
  }

private:
  // The functions that call libjpeg hold no object with a destructor, as its errors jump over them:
  // false, and the text is in message_.
  bool start() {
    if (setjmp(escape_) != 0) return false;
    jpeg_create_compress(&jpeg_);
    jpeg_.dest = &destination_;
    jpeg_.image_width = static_cast<JDIMENSION>(shape_.width);
    jpeg_.image_height = static_cast<JDIMENSION>(shape_.height);
    jpeg_.input_components = shape_.format.channels();
    jpeg_.in_color_space = shape_.format.model == ColorModel::rgb ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&jpeg_);
    jpeg_set_quality(&jpeg_, quality, TRUE);
    for (int i = 0; i < jpeg_.num_components; ++i) {
      jpeg_.comp_info[i].h_samp_factor = 1; // 4:4:4: coloured edges keep their place
      jpeg_.comp_info[i].v_samp_factor = 1;
    }
    jpeg_.density_unit = 1; // pixels per inch
    jpeg_.X_density = static_cast<UINT16>(resolution_.v);
    jpeg_.Y_density = static_cast<UINT16>(resolution_.v);
    jpeg_start_compress(&jpeg_, TRUE);
    return true;
  }

  bool write_rows(const ConstBand& rows) {
    if (setjmp(escape_) != 0) return false;
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y) {
      // libjpeg's row pointers are not const, though it only reads them.
      JSAMPROW row = const_cast<JSAMPROW>(rows.samples<std::uint8_t>(y).data());
      jpeg_write_scanlines(&jpeg_, &row, 1);
    }
    return true;
  }

  bool finish_picture() {
    if (setjmp(escape_) != 0) return false;
    jpeg_finish_compress(&jpeg_);
    return true;
  }

  static JpegWriter& self_of(j_compress_ptr jpeg) {
    return *static_cast<JpegWriter*>(jpeg->client_data);
  }
  void rewind() {
    destination_.next_output_byte = block_.data();
    destination_.free_in_buffer = block_.size();
  }
  // After the sink's first failure the rest is dropped; write() or finish() reports it.
  void drain(std::size_t count) {
    if (sunk_) sunk_ = out_.write(std::as_bytes(std::span(block_).first(count)));
  }
  Result<void> failure() const {
    return fail(Errc::limit, std::string("cannot write a JPEG page: ") + message_.data());
  }

  ByteSink& out_;
  PageShape shape_;
  Dpi resolution_;
  bool started_ = false;
  jpeg_compress_struct jpeg_{};
  jpeg_error_mgr errors_{};
  jpeg_destination_mgr destination_{};
  std::jmp_buf escape_{};
  std::array<char, JMSG_LENGTH_MAX> message_{};
  std::array<JOCTET, 65536> block_{};
  Result<void> sunk_;
};

} // namespace

std::unique_ptr<SideEncoder> make_jpeg_writer(const PageShape& shape, Dpi resolution,
                                              ByteSink& out) {
  return std::make_unique<JpegWriter>(shape, resolution, out);
}

} // namespace platen::encode
