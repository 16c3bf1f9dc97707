#include "encode/ivec/jpeg_writer.h"
#include "support.h"

#include <cstdio>

#include <jpeglib.h>

namespace platen::encode {
namespace {

using test::Page;

struct Decoded {
  int width = 0, height = 0, components = 0, density = 0;
  bool progressive = false;
  std::vector<int> sampling;
  std::vector<std::uint8_t> samples;
};

Decoded decode(const std::string& file) {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  errors.error_exit = [](j_common_ptr) { throw std::runtime_error("libjpeg refuses the file"); };
  jpeg_create_decompress(&jpeg);
  jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(file.data()), file.size());
  jpeg_read_header(&jpeg, TRUE);
  Decoded result;
  result.progressive = jpeg.progressive_mode != 0;
  result.density = jpeg.X_density;
  for (int i = 0; i < jpeg.num_components; ++i) {
    result.sampling.push_back(jpeg.comp_info[i].h_samp_factor);
    result.sampling.push_back(jpeg.comp_info[i].v_samp_factor);
  }
  jpeg_start_decompress(&jpeg);
  result.width = static_cast<int>(jpeg.output_width);
  result.height = static_cast<int>(jpeg.output_height);
  result.components = jpeg.output_components;
  std::vector<std::uint8_t> row(static_cast<std::size_t>(result.width * result.components));
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW rows[] = {row.data()};
    jpeg_read_scanlines(&jpeg, rows, 1);
    result.samples.insert(result.samples.end(), row.begin(), row.end());
  }
  jpeg_finish_decompress(&jpeg);
  EXPECT_EQ(errors.num_warnings, 0);
  jpeg_destroy_decompress(&jpeg);
  return result;
}

// A smooth page: what quality 95 keeps within a few codes.
Page gradient(const PageShape& shape) {
  Page page(shape);
  const auto channels = shape.format.channels();
  for (std::int32_t y = 0; y < shape.height; ++y)
    for (std::int32_t x = 0; x < shape.width; ++x)
      for (std::int32_t c = 0; c < channels; ++c)
        page.row(y)[static_cast<std::size_t>(x * channels + c)] =
            static_cast<std::byte>((x + y * (c + 1)) % 200 + c * 20);
  return page;
}

TEST(JpegWriter, IsReadBackByLibjpegWithinAFewCodes) {
  for (const PageShape shape :
       {PageShape{1, 1, rgb8}, PageShape{97, 61, rgb8}, PageShape{300, 200, gray8}}) {
    const Page page = gradient(shape);
    BufferSink sink;
    const auto writer = make_jpeg_writer(shape, Dpi{600}, sink);
    test::check_ok(test::write_page(page, *writer, 16));
    const Decoded picture = decode(std::string(as_text(sink.buffer)));
    ASSERT_EQ(picture.width, shape.width);
    ASSERT_EQ(picture.height, shape.height);
    ASSERT_EQ(picture.components, shape.format.channels());
    EXPECT_EQ(picture.density, 600);
    EXPECT_FALSE(picture.progressive);
    for (const int factor : picture.sampling)
      EXPECT_EQ(factor, 1);
    double sum = 0;
    std::size_t at = 0;
    for (std::int32_t y = 0; y < shape.height; ++y)
      for (const std::byte sample : page.row(y))
        sum += std::abs(static_cast<double>(std::to_integer<int>(sample)) - picture.samples[at++]);
    EXPECT_LT(sum / static_cast<double>(at), 4.0) << "mean error in codes";
  }
}

TEST(JpegWriter, SaysThatAPageIsTooLarge) {
  BufferSink sink;
  const PageShape shape{65'501, 1, gray8};
  const auto writer = make_jpeg_writer(shape, Dpi{600}, sink);
  const auto done = test::write_page(Page(shape), *writer, 1);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::limit);
  EXPECT_THAT(done.error().what, testing::HasSubstr("65500"));
}

TEST(JpegWriter, SaysThatAPageIsNotWhole) {
  BufferSink sink;
  const Page page({8, 8, rgb8});
  const auto writer = make_jpeg_writer(page.shape(), Dpi{600}, sink);
  test::check_ok(writer->write(page.band({0, 4})));
  EXPECT_FALSE(writer->finish());
}

TEST(JpegWriter, PassesOnTheSinksError) {
  class Full final : public ByteSink {
    Result<void> write(Bytes) override { return fail(Errc::io, "disk full"); }
  } full;
  const Page page = test::make_page({600, 600, rgb8}, 100, 3);
  const auto writer = make_jpeg_writer(page.shape(), Dpi{600}, full);
  const auto done = test::write_page(page, *writer, 100);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().what, "disk full");
}

} // namespace
} // namespace platen::encode
