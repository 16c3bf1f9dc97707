#include "scan/pack/coder.h"

#include <array>
#include <csetjmp>
#include <cstdio> // jpeglib.h needs FILE
#include <string>

#include <jpeglib.h>

namespace platen::scan {
namespace {

class JpegCoder final : public PageCoder {
public:
  JpegCoder(PageShape shape, std::int32_t quality, const PictureFacts* facts, ByteSink& out)
      : shape_(shape), quality_(quality), out_(out) {
    if (facts != nullptr) {
      jfif_ = true;
      facts_ = *facts;
    }
    jpeg_.err = jpeg_std_error(&errors_);
    jpeg_.client_data = this;
    errors_.error_exit = [](j_common_ptr jpeg) {
      auto& self = *static_cast<JpegCoder*>(jpeg->client_data);
      std::array<char, JMSG_LENGTH_MAX> text{};
      jpeg->err->format_message(jpeg, text.data());
      self.fault_text_ = text;
      std::longjmp(self.escape_, 1);
    };
    errors_.output_message = [](j_common_ptr) {};
    destination_.init_destination = [](j_compress_ptr jpeg) { of(jpeg).rewind(); };
    destination_.empty_output_buffer = [](j_compress_ptr jpeg) -> boolean {
      of(jpeg).drain(of(jpeg).block_.size());
      of(jpeg).rewind();
      return TRUE;
    };
    destination_.term_destination = [](j_compress_ptr jpeg) {
      of(jpeg).drain(of(jpeg).block_.size() - of(jpeg).destination_.free_in_buffer);
    };
  }
  JpegCoder(const JpegCoder&) = delete;
  JpegCoder& operator=(const JpegCoder&) = delete;
  ~JpegCoder() override { jpeg_destroy_compress(&jpeg_); }

  Result<void> start() { return told(begin_picture()); }
  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.format() == shape_.format && rows.width() == shape_.width);
    return told(write_rows(rows));
  }
  Result<void> finish() override { return told(end_picture()); }

private:
  static JpegCoder& of(j_compress_ptr jpeg) { return *static_cast<JpegCoder*>(jpeg->client_data); }
  void rewind() {
    destination_.next_output_byte = reinterpret_cast<JOCTET*>(block_.data());
    destination_.free_in_buffer = block_.size();
  }
  // A sink's error waits here: it must not jump over libjpeg.
  void drain(std::size_t count) {
    if (sunk_) sunk_ = out_.write(Bytes(block_).first(count));
  }
  Result<void> told(bool done) {
    if (!done)
      return fail(Errc::io, std::string("cannot make a JPEG of the page: ") + fault_text_.data());
    return sunk_;
  }

  // These call libjpeg and hold no object with a destructor, as its errors jump over them: false,
  // and the text is in fault_text_.
  bool begin_picture() {
    if (setjmp(escape_) != 0) return false;
    jpeg_create_compress(&jpeg_);
    jpeg_.dest = &destination_;
    jpeg_.image_width = static_cast<JDIMENSION>(shape_.width);
    jpeg_.image_height = static_cast<JDIMENSION>(shape_.height);
    jpeg_.input_components = shape_.format.channels();
    jpeg_.in_color_space = shape_.format.model == ColorModel::rgb ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&jpeg_);
    jpeg_set_quality(&jpeg_, quality_, TRUE);
    jpeg_.write_JFIF_header = jfif_ ? TRUE : FALSE;
    jpeg_.density_unit = 1; // pixels per inch
    jpeg_.X_density = static_cast<UINT16>(facts_.resolution.v);
    jpeg_.Y_density = static_cast<UINT16>(facts_.resolution.v);
    jpeg_start_compress(&jpeg_, TRUE);
    if (!facts_.profile.empty())
      jpeg_write_icc_profile(&jpeg_, reinterpret_cast<const JOCTET*>(facts_.profile.data()),
                             static_cast<unsigned>(facts_.profile.size()));
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
  bool end_picture() {
    if (setjmp(escape_) != 0) return false;
    jpeg_finish_compress(&jpeg_);
    return true;
  }

  PageShape shape_;
  std::int32_t quality_;
  ByteSink& out_;
  PictureFacts facts_;
  bool jfif_ = false;
  jpeg_compress_struct jpeg_{};
  jpeg_error_mgr errors_{};
  jpeg_destination_mgr destination_{};
  std::array<std::byte, 16384> block_{};
  std::array<char, JMSG_LENGTH_MAX> fault_text_{};
  Result<void> sunk_;
  std::jmp_buf escape_{};
};

} // namespace

Result<std::unique_ptr<PageCoder>> make_jpeg_coder(PageShape shape, std::int32_t quality,
                                                   const PictureFacts* facts, ByteSink& out) {
  EXPECTS(shape.format == gray8 || shape.format == rgb8);
  auto coder = std::make_unique<JpegCoder>(shape, quality, facts, out);
  TRY_VOID(coder->start());
  return coder;
}

} // namespace platen::scan
