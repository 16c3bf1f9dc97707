#include "encode/ivec/pwg_writer.h"
#include "cups_reader.h"
#include "support.h"

#include <rapidcheck.h>

namespace platen::encode {
namespace {

using test::CupsReader;
using test::Page;

std::string encode(const Page& page, std::int32_t band_rows) {
  BufferSink sink;
  const model::MediaSize media{"iso_a4_210x297mm", Hmm{21000}, Hmm{29700}};
  const auto writer = make_pwg_writer(
      {page.shape(), Dpi{600}, media, "photographic-glossy", "iso_a4_210x297mm"}, sink);
  const auto done = test::write_page(page, *writer, band_rows);
  if (!done) throw std::runtime_error(done.error().message());
  return std::string(as_text(sink.buffer));
}

void expect_read_back(const Page& page, std::int32_t band_rows) {
  CupsReader reader(encode(page, band_rows));
  cups_page_header2_t header{};
  RC_ASSERT(reader.header(header));
  RC_ASSERT(header.cupsWidth == static_cast<unsigned>(page.shape().width));
  RC_ASSERT(header.cupsHeight == static_cast<unsigned>(page.shape().height));
  const std::size_t row_bytes = page.shape().format.row_bytes(page.shape().width);
  RC_ASSERT(header.cupsBytesPerLine == row_bytes);
  for (std::int32_t y = 0; y < page.shape().height; ++y) {
    const auto row = reader.row(row_bytes); // libcups gives 16-bit samples in the machine's order
    RC_ASSERT(row.size() == row_bytes);
    RC_ASSERT(std::memcmp(row.data(), page.row(y).data(), row_bytes) == 0);
  }
  // Nothing is left over, and no further page follows.
  RC_ASSERT(reader.left() == 0U);
}

TEST(PwgWriter, IsReadBackByLibcupsPixelForPixel) {
  ASSERT_TRUE(rc::check("libcups reads what was written", [] {
    const auto format = *rc::gen::element(rgb8, rgb16, gray8, gray16);
    const auto width = *rc::gen::inRange(1, 700);
    const auto height = *rc::gen::inRange(1, 40);
    const auto texture = *rc::gen::element(0U, 3U, 20U, 60U, 100U);
    const auto band_rows = *rc::gen::inRange(1, 50);
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    expect_read_back(test::make_page({width, height, format}, texture, seed), band_rows);
  }));
}

TEST(PwgWriter, WritesTheSmallestPages) {
  ASSERT_TRUE(rc::check("one pixel, and the edges of the length codes", [] {
    const auto format = *rc::gen::element(rgb8, rgb16, gray8, gray16);
    const auto width = *rc::gen::element(1, 2, 3, 127, 128, 129, 130, 256, 257, 258);
    const auto texture = *rc::gen::element(0U, 50U, 100U);
    expect_read_back(
        test::make_page({width, 1, format}, texture, *rc::gen::arbitrary<std::uint64_t>()), 1);
  }));
}

TEST(PwgWriter, RepeatsALineAtMost256Times) {
  for (const std::int32_t height : {1, 2, 255, 256, 257, 258, 512, 513, 600}) {
    const Page page({5, height, rgb8});
    SCOPED_TRACE(height);
    expect_read_back(page, 64);
    const std::size_t lines = static_cast<std::size_t>(height + 255) / 256;
    EXPECT_EQ(encode(page, 7).size(), 4 + 1796 + lines * 5); // repeat byte, one run of black
  }
}

TEST(PwgWriter, SetsTheHeaderThatCanonsFilterSets) {
  CupsReader reader(encode(Page({48, 3, rgb8}), 1));
  cups_page_header2_t header{};
  ASSERT_TRUE(reader.header(header));
  EXPECT_STREQ(header.MediaClass, "PwgRaster");
  EXPECT_STREQ(header.MediaType, "photographic-glossy");
  EXPECT_STREQ(header.cupsPageSizeName, "iso_a4_210x297mm");
  EXPECT_EQ(header.HWResolution[0], 600U);
  EXPECT_EQ(header.HWResolution[1], 600U);
  EXPECT_EQ(header.PageSize[0], 595U);
  EXPECT_EQ(header.PageSize[1], 842U);
  EXPECT_EQ(header.NumCopies, 1U);
  EXPECT_EQ(header.cupsBitsPerColor, 8U);
  EXPECT_EQ(header.cupsBitsPerPixel, 24U);
  EXPECT_EQ(header.cupsColorOrder, CUPS_ORDER_CHUNKED);
  EXPECT_EQ(header.cupsColorSpace, CUPS_CSPACE_SRGB);
  EXPECT_EQ(header.cupsNumColors, 3U);
  EXPECT_EQ(header.cupsInteger[0], 1U); // total pages
  EXPECT_EQ(header.cupsInteger[1], 1U);
  EXPECT_EQ(header.cupsInteger[2], 1U);
  EXPECT_EQ(header.cupsInteger[7], 0x00ffffffU);
}

TEST(PwgWriter, GivesTheSameBytesHoweverTheRowsCome) {
  const Page page = test::make_page({333, 97, rgb8}, 30, 5);
  const std::string whole = encode(page, 97);
  for (const std::int32_t band_rows : {1, 2, 13, 64})
    EXPECT_EQ(encode(page, band_rows), whole);
}

TEST(PwgWriter, DoesNotGrowNoiseByMoreThanItsLengthBytes) {
  const Page page = test::make_page({5000, 8, rgb8}, 100, 9);
  EXPECT_LE(encode(page, 8).size(), 1800U + 8U * (15000U + 5000U / 128U + 4U));
}

TEST(PwgWriter, RefusesToEndAPageThatIsNotWhole) {
  BufferSink sink;
  const Page page({4, 4, rgb8});
  const auto writer = make_pwg_writer({page.shape(), Dpi{600}, {}, "", ""}, sink);
  test::check_ok(writer->write(page.band({0, 3})));
  const auto done = writer->finish();
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().what, testing::HasSubstr("row 3 of 4"));
}

TEST(PwgWriter, PassesOnTheSinksError) {
  class Full final : public ByteSink {
    Result<void> write(Bytes) override { return fail(Errc::io, "disk full"); }
  } full;
  const Page page = test::make_page({3000, 200, rgb8}, 100, 2); // more than the writer holds back
  const auto writer = make_pwg_writer({page.shape(), Dpi{600}, {}, "", ""}, full);
  const auto done = test::write_page(page, *writer, 50);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().what, "disk full");
}

} // namespace
} // namespace platen::encode
