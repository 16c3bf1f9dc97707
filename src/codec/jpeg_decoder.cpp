#include "codec/jpeg_decoder.h"

#include <algorithm>
#include <cstring>

#include <jerror.h>

namespace platen::codec {
namespace {

// A progressive picture of a few kilobytes can ask for its coefficients to be walked through any
// number of times; encoders use about ten scans.
constexpr int scans_limit = 500;

bool means_lost_data(int code) {
  return code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE || code == JWRN_MUST_RESYNC ||
         code == JWRN_ARITH_BAD_CODE;
}

Errc code_of(int library_code) {
  switch (library_code) {
  case JERR_IMAGE_TOO_BIG:
  case JERR_OUT_OF_MEMORY:
    return Errc::limit;
  case JERR_BAD_PRECISION:
  case JERR_SOF_UNSUPPORTED:
  case JERR_ARITH_NOTIMPL:
  case JERR_CONVERSION_NOTIMPL:
  case JERR_CCIR601_NOTIMPL:
  case JERR_COMPONENT_COUNT:
  case JERR_FRACT_SAMPLE_NOTIMPL:
    return Errc::unsupported;
  default:
    return Errc::malformed;
  }
}

} // namespace

JpegDecoder::JpegDecoder(const FileInput& file) : file_(file) {
  library_.err = jpeg_std_error(&errors_);
  errors_.error_exit = on_error;
  errors_.emit_message = on_message;
  errors_.output_message = [](j_common_ptr) {};
  library_.client_data = this;
  source_.init_source = [](j_decompress_ptr) {};
  source_.fill_input_buffer = fill;
  source_.skip_input_data = skip;
  source_.resync_to_restart = jpeg_resync_to_restart;
  source_.term_source = [](j_decompress_ptr) {};
  progress_.progress_monitor = on_progress;
}

JpegDecoder::~JpegDecoder() {
  jpeg_destroy_decompress(&library_);
}

JpegDecoder& JpegDecoder::of(j_common_ptr library) {
  return *static_cast<JpegDecoder*>(library->client_data);
}

// The only way out of the library. Nothing between here and guarded() has a destructor to run: the
// frames are the library's and the callbacks'.
void JpegDecoder::escape_with(int code, bool damage) {
  fault_code_ = code;
  fault_is_damage_ = damage;
  std::longjmp(escape_, 1);
}

template<class F> Result<void> JpegDecoder::guarded(F call) {
  if (setjmp(escape_) != 0) return Failure(describe());
  call();
  return {};
}

void JpegDecoder::on_error(j_common_ptr library) {
  JpegDecoder& self = of(library);
  library->err->format_message(library, self.fault_text_.data());
  self.escape_with(library->err->msg_code, false);
}

void JpegDecoder::on_message(j_common_ptr library, int level) {
  if (level >= 0 || !means_lost_data(library->err->msg_code)) return;
  JpegDecoder& self = of(library);
  library->err->format_message(library, self.fault_text_.data());
  self.escape_with(library->err->msg_code, true);
}

void JpegDecoder::on_progress(j_common_ptr library) {
  JpegDecoder& self = of(library);
  if (self.library_.input_scan_number <= scans_limit) return;
  std::strcpy(self.fault_text_.data(), "more than 500 scans");
  self.escape_with(JERR_SOF_UNSUPPORTED, false);
}

// Whether there are more bytes; keeps every object with a destructor away from the long jump.
bool JpegDecoder::refill() {
  const auto got = file_.read_at(offset_, std::as_writable_bytes(std::span(buffer_)));
  read_fault_ = !got;
  source_.next_input_byte = buffer_.data();
  source_.bytes_in_buffer = got.value_or(0);
  offset_ += source_.bytes_in_buffer;
  return source_.bytes_in_buffer > 0;
}

boolean JpegDecoder::fill(j_decompress_ptr library) {
  JpegDecoder& self = of(reinterpret_cast<j_common_ptr>(library));
  if (self.refill()) return TRUE;
  // Some writers leave out the end-of-image marker, and the library looks ahead of what it needs.
  // So it is given a marker here; where data were really missing, it warns, and that is an error.
  // Arithmetic decoding does not warn, so there the missing marker is the error.
  self.ended_ = true;
  if (self.read_fault_ || library->arith_code) self.escape_with(JWRN_JPEG_EOF, true);
  self.buffer_[0] = 0xff;
  self.buffer_[1] = JPEG_EOI;
  self.source_.bytes_in_buffer = 2;
  return TRUE;
}

void JpegDecoder::skip(j_decompress_ptr library, long count) {
  if (count <= 0) return;
  JpegDecoder& self = of(reinterpret_cast<j_common_ptr>(library));
  auto left = static_cast<std::size_t>(count);
  const std::size_t here = std::min(left, self.source_.bytes_in_buffer);
  self.source_.next_input_byte += here;
  self.source_.bytes_in_buffer -= here;
  left -= here;
  self.offset_ += left; // past the end is well: the next fill finds nothing there
}

Error JpegDecoder::describe() const {
  std::string where;
  if (library_.output_height > 0) { // decoding has begun
    std::int64_t row = library_.output_scanline;
    if (many_scans_ && row == 0) {
      where += ", in scan " + std::to_string(library_.input_scan_number);
      row = std::int64_t{library_.input_iMCU_row} * library_.max_v_samp_factor * DCTSIZE;
    }
    where += ", " + row_of(row, height());
  }
  if (read_fault_) return {Errc::io, "the JPEG cannot be read" + where, offset_};
  if (ended_) return {Errc::malformed, "the JPEG ends early" + where, file_.size()};
  const std::string detail = std::string(" (") + fault_text_.data() + ")";
  if (fault_is_damage_) return {Errc::malformed, "the JPEG is damaged" + where + detail, no_offset};
  const Errc code = code_of(fault_code_);
  const char* what = code == Errc::malformed     ? "the JPEG is damaged"
                     : code == Errc::unsupported ? "this kind of JPEG cannot be printed"
                                                 : "the JPEG is too large";
  return {code, what + where + detail, no_offset};
}

Result<void> JpegDecoder::read_header(const PictureLimits& limits) {
  TRY_VOID(guarded([this] {
    // Sets the whole struct to zero but for `err` and `client_data`.
    jpeg_create_decompress(&library_);
    library_.src = &source_;
    library_.progress = &progress_;
    jpeg_read_header(&library_, TRUE);
  }));
  TRY_VOID(check_size(library_.image_width, library_.image_height, limits, "the JPEG"));
  many_scans_ = jpeg_has_multiple_scans(&library_) != 0;
  if (many_scans_) {
    std::uint64_t bytes = 0;
    for (int c = 0; c < library_.num_components; ++c)
      bytes += std::uint64_t{library_.comp_info[c].width_in_blocks} *
               library_.comp_info[c].height_in_blocks * sizeof(JBLOCK);
    TRY_VOID(check_memory(bytes, limits, "the JPEG", "it is progressive"));
  }
  return choose_output();
}

Result<void> JpegDecoder::choose_output() {
  switch (library_.jpeg_color_space) {
  case JCS_GRAYSCALE:
    library_.out_color_space = JCS_GRAYSCALE;
    return {};
  case JCS_RGB:
  case JCS_YCbCr:
    library_.out_color_space = JCS_RGB;
    return {};
  case JCS_CMYK:
  case JCS_YCCK:
    library_.out_color_space = JCS_CMYK;
    return {};
  default:
    return fail(Errc::unsupported,
                "the JPEG has " + std::to_string(library_.num_components) +
                    " channels of an unknown kind; save it as gray, RGB or CMYK");
  }
}

PixelFormat JpegDecoder::format() const {
  switch (library_.out_color_space) {
  case JCS_GRAYSCALE:
    return gray8;
  case JCS_CMYK:
    return cmyk8;
  default:
    return rgb8;
  }
}

Result<void> JpegDecoder::start() {
  library_.scale_num = 1;
  library_.scale_denom = shrink_;
  TRY_VOID(guarded([this] { jpeg_start_decompress(&library_); }));
  // All scans were read by now; without the end marker nobody knows whether there were more of
  // them.
  if (ended_ && many_scans_)
    return fail(Errc::malformed,
                "the JPEG ends early, after scan " + std::to_string(library_.input_scan_number),
                file_.size());
  return {};
}

Result<void> JpegDecoder::read(const Band& into) {
  std::int32_t y = into.rows().first;
  while (y < into.rows().end()) {
    std::array<JSAMPROW, 16> rows{};
    const auto count =
        std::min<std::int32_t>(static_cast<std::int32_t>(rows.size()), into.rows().end() - y);
    for (std::int32_t i = 0; i < count; ++i)
      rows[static_cast<std::size_t>(i)] = into.samples<std::uint8_t>(y + i).data();
    JSAMPROW* const first = rows.data();
    JDIMENSION done = 0;
    JDIMENSION* const done_out = &done;
    TRY_VOID(guarded([this, first, count, done_out] {
      *done_out = jpeg_read_scanlines(&library_, first, static_cast<JDIMENSION>(count));
    }));
    if (done == 0) return fail(Errc::malformed, "the JPEG ends early, " + row_of(y, height()));
    y += static_cast<std::int32_t>(done);
  }
  return {};
}

} // namespace platen::codec
