#include "support/scanned/jpeg.h"

#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>

namespace platen::test {

void through_jpeg(scan::PageImage& page, int quality) {
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  const int channels = page.shape().format.channels();
  jpeg_error_mgr errors{};
  {
    jpeg_compress_struct out{};
    out.err = jpeg_std_error(&errors);
    jpeg_create_compress(&out);
    jpeg_mem_dest(&out, &bytes, &size);
    out.image_width = static_cast<JDIMENSION>(page.shape().width);
    out.image_height = static_cast<JDIMENSION>(page.height);
    out.input_components = channels;
    out.in_color_space = channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&out);
    jpeg_set_quality(&out, quality, TRUE);
    jpeg_start_compress(&out, TRUE);
    while (out.next_scanline < out.image_height) {
      JSAMPROW row =
          page.band().samples<std::uint8_t>(static_cast<std::int32_t>(out.next_scanline)).data();
      jpeg_write_scanlines(&out, &row, 1);
    }
    jpeg_finish_compress(&out);
    jpeg_destroy_compress(&out);
  }
  jpeg_decompress_struct in{};
  in.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&in);
  jpeg_mem_src(&in, bytes, size);
  jpeg_read_header(&in, TRUE);
  jpeg_start_decompress(&in);
  while (in.output_scanline < in.output_height) {
    JSAMPROW row =
        page.band().samples<std::uint8_t>(static_cast<std::int32_t>(in.output_scanline)).data();
    jpeg_read_scanlines(&in, &row, 1);
  }
  jpeg_finish_decompress(&in);
  jpeg_destroy_decompress(&in);
  std::free(bytes);
}

} // namespace platen::test
