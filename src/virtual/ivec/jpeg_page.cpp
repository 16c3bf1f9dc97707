#include "virtual/ivec/page.h"

#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <optional>

#include <jpeglib.h>

namespace platen::twin::ivec {

namespace {

// libjpeg reports errors by longjmp: its calls stand in the guarded_ functions, whose own frames
// hold nothing that would need a destructor.
struct Decoder {
  explicit Decoder(Payload& from) : payload(from) {}
  ~Decoder() { jpeg_destroy_decompress(&jpeg); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  Payload& payload;
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg_source_mgr source{};
  std::jmp_buf jump{};
  char message[JMSG_LENGTH_MAX] = {};
  std::optional<Error> stream_failure;
  Buffer chunk;
};

Decoder& decoder_of(j_common_ptr jpeg) {
  return *static_cast<Decoder*>(jpeg->client_data);
}

[[noreturn]] void on_error(j_common_ptr jpeg) {
  Decoder& decoder = decoder_of(jpeg);
  (*jpeg->err->format_message)(jpeg, decoder.message);
  std::longjmp(decoder.jump, 1);
}

// Level -1 is damage that libjpeg painted over.
void on_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  if (jpeg->err->num_warnings++ == 0) (*jpeg->err->format_message)(jpeg, decoder_of(jpeg).message);
}

// A page must be whole: running out of bytes is an error, not a gray area.
bool pull(Decoder& decoder) {
  auto bytes = decoder.payload.some(16384);
  if (!bytes) {
    decoder.stream_failure = std::move(bytes).error();
    return false;
  }
  decoder.chunk.assign(bytes->begin(), bytes->end());
  decoder.source.next_input_byte = reinterpret_cast<const JOCTET*>(decoder.chunk.data());
  decoder.source.bytes_in_buffer = decoder.chunk.size();
  return !decoder.chunk.empty();
}

boolean fill(j_decompress_ptr jpeg) {
  Decoder& decoder = *static_cast<Decoder*>(jpeg->client_data);
  if (pull(decoder)) return TRUE;
  std::snprintf(decoder.message, sizeof decoder.message, "the data ends early");
  std::longjmp(decoder.jump, 1);
}

void skip(j_decompress_ptr jpeg, long count) {
  while (count > static_cast<long>(jpeg->src->bytes_in_buffer)) {
    count -= static_cast<long>(jpeg->src->bytes_in_buffer);
    fill(jpeg);
  }
  if (count <= 0) return;
  jpeg->src->next_input_byte += count;
  jpeg->src->bytes_in_buffer -= static_cast<std::size_t>(count);
}

void nothing(j_decompress_ptr) {}

bool guarded_header(Decoder& decoder) {
  if (setjmp(decoder.jump)) return false;
  decoder.jpeg.err = jpeg_std_error(&decoder.errors);
  decoder.errors.error_exit = on_error;
  decoder.errors.emit_message = on_message;
  decoder.jpeg.client_data = &decoder;
  jpeg_create_decompress(&decoder.jpeg);
  decoder.source.init_source = nothing;
  decoder.source.term_source = nothing;
  decoder.source.fill_input_buffer = fill;
  decoder.source.skip_input_data = skip;
  decoder.source.resync_to_restart = jpeg_resync_to_restart;
  decoder.jpeg.src = &decoder.source;
  jpeg_read_header(&decoder.jpeg, TRUE);
  return true;
}

bool guarded_start(Decoder& decoder) {
  if (setjmp(decoder.jump)) return false;
  decoder.jpeg.out_color_space = decoder.jpeg.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress(&decoder.jpeg);
  return true;
}

bool guarded_row(Decoder& decoder, JSAMPLE* row) {
  if (setjmp(decoder.jump)) return false;
  JSAMPROW rows[1] = {row};
  jpeg_read_scanlines(&decoder.jpeg, rows, 1);
  return true;
}

bool guarded_finish(Decoder& decoder) {
  if (setjmp(decoder.jump)) return false;
  jpeg_finish_decompress(&decoder.jpeg);
  return true;
}

tl::unexpected<Fault> broken_page(const Decoder& decoder) {
  if (decoder.stream_failure) return broken_stream(*decoder.stream_failure);
  return page_fault("ParameterError", "JPEG page: " + std::string(decoder.message),
                    decoder.payload.offset());
}

Dpi resolution_for(const SideRecord& side, Area found) {
  for (const std::int32_t dpi : resolutions)
    if (print_area(side.width, side.height, side.margins, Dpi{dpi}) == found) return Dpi{dpi};
  return Dpi{resolutions.front()};
}

} // namespace

PageResult read_jpeg_page(Payload& payload, const PageRules& rules, OutputTray& tray) {
  const std::uint64_t at = payload.offset();
  Decoder decoder(payload);
  if (!guarded_header(decoder)) return broken_page(decoder);
  const auto& jpeg = decoder.jpeg;
  if (jpeg.image_width > static_cast<JDIMENSION>(rules.most_columns) ||
      jpeg.image_height > static_cast<JDIMENSION>(longest_page_px))
    return page_fault("ParameterError",
                      "the JPEG page has " + std::to_string(jpeg.image_width) + " x " +
                          std::to_string(jpeg.image_height) + " pixels; the device takes up to " +
                          std::to_string(rules.most_columns) + " x " +
                          std::to_string(longest_page_px),
                      at);
  // A progressive page would have to be held whole.
  if (jpeg.progressive_mode != 0 || jpeg.arith_code != 0 || jpeg.data_precision != 8)
    return page_fault("ParameterError", "the JPEG page is not baseline, 8 bit", at);
  if (jpeg.jpeg_color_space != JCS_GRAYSCALE && jpeg.jpeg_color_space != JCS_YCbCr)
    return page_fault("ParameterError", "the JPEG page is neither gray nor YCbCr", at);
  const Area found{static_cast<std::int32_t>(jpeg.image_width),
                   static_cast<std::int32_t>(jpeg.image_height)};
  SideRecord side = rules.side;
  side.payload = "JPEGPAGE";
  side.resolution = resolution_for(side, found);
  if (auto fits = check_area(rules, tray, found, side.resolution, at); !fits) return fits;
  if (!guarded_start(decoder)) return broken_page(decoder);

  const PageShape shape{found.width, found.height, jpeg.num_components == 1 ? gray8 : rgb8};
  if (auto begun = tray.begin_side(std::move(side), shape); !begun)
    return broken_stream(std::move(begun).error());
  Buffer row(shape.format.row_bytes(shape.width));
  for (std::int32_t y = 0; y < shape.height; ++y) {
    if (!guarded_row(decoder, reinterpret_cast<JSAMPLE*>(row.data()))) return broken_page(decoder);
    if (auto taken = tray.row(row); !taken) return broken_stream(std::move(taken).error());
  }
  if (!guarded_finish(decoder) || decoder.errors.num_warnings > 0) return broken_page(decoder);
  const std::uint64_t left = payload.left() + decoder.source.bytes_in_buffer;
  if (left > 0)
    return page_fault("DataSizeOver",
                      std::to_string(left) + " bytes of datasize are left over after the page",
                      payload.offset());
  if (auto done = tray.end_side(); !done) return broken_stream(std::move(done).error());
  return {};
}

} // namespace platen::twin::ivec
