#include "base/file.h"
#include "support/drawings.h"
#include "support/page_picture.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::support {
namespace {

using testing::ElementsAre;
using testing::FloatNear;

Result<GreyPage> read_text(std::string_view text) {
  return read_page(as_bytes(text));
}

TEST(PagePicture, ReadsPgmWithCommentsAndAnyLargestValue) {
  const auto page = read_text(std::string_view("P5 # by hand\n3 1\n2\n\0\1\2", 23));
  ASSERT_TRUE(page) << page.error().message();
  EXPECT_EQ(page->width, 3);
  EXPECT_THAT(page->pixels, ElementsAre(0, FloatNear(127.5F, 0.01F), FloatNear(255, 0.01F)));
}

TEST(PagePicture, ReadsSixteenBitSamplesHighByteFirst) {
  const auto page = read_text(std::string_view("P5 1 1 65535 \x80\0", 15));
  ASSERT_TRUE(page) << page.error().message();
  EXPECT_NEAR(page->pixels[0], 255.0 * 0x8000 / 0xFFFF, 0.01);
}

TEST(PagePicture, ReadsColourByTheWeightsOfBt709) {
  const auto page = read_text(std::string_view("P6 3 1 255 \xFF\0\0\0\xFF\0\0\0\xFF", 20));
  ASSERT_TRUE(page) << page.error().message();
  EXPECT_THAT(page->pixels, ElementsAre(FloatNear(54.21F, 0.01F), FloatNear(182.38F, 0.01F),
                                        FloatNear(18.41F, 0.01F)));
}

TEST(PagePicture, ReadsBitsWithOneForBlackAndPaddedRows) {
  const auto page = read_text(std::string_view("P4 9 2\n\x80\x80\x01\0", 11));
  ASSERT_TRUE(page) << page.error().message();
  EXPECT_EQ(page->at(0, 0), 0);
  EXPECT_EQ(page->at(1, 0), 255);
  EXPECT_EQ(page->at(8, 0), 0);
  EXPECT_EQ(page->at(7, 1), 0);
  EXPECT_EQ(page->at(8, 1), 255);
}

TEST(PagePicture, ReadsBackWhatItWritesAsPng) {
  const GreyPage page = lined_page(40, 30);
  ASSERT_TRUE(write_difference("same.png", page, page));
  const auto back = read_page_file("same.png");
  ASSERT_TRUE(back) << back.error().message();
  ASSERT_EQ(back->width, 40);
  for (std::size_t i = 0; i < page.pixels.size(); ++i)
    EXPECT_NEAR(back->pixels[i], page.pixels[i], 0.01);
}

TEST(PagePicture, DrawsADifferenceInRedAndCyan) {
  const GreyPage first{2, 1, {0, 255}};
  const GreyPage second{2, 1, {255, 0}};
  ASSERT_TRUE(write_difference("difference.png", first, second));
  const auto drawn = read_page_file("difference.png").value();
  EXPECT_NEAR(drawn.pixels[0], 0.2126 * 255, 0.01);       // red
  EXPECT_NEAR(drawn.pixels[1], (1 - 0.2126) * 255, 0.01); // cyan
}

TEST(PagePicture, RefusesBrokenFilesWithAReason) {
  EXPECT_EQ(read_text("GIF89a").error().code, Errc::unsupported);
  EXPECT_EQ(read_text("").error().code, Errc::unsupported);
  EXPECT_EQ(read_text("P5 4 4 255 \1\2").error().code, Errc::malformed);
  EXPECT_EQ(read_text("P5 4 x").error().code, Errc::malformed);
  EXPECT_EQ(read_text("P5 0 4 255 ").error().code, Errc::malformed);
  EXPECT_EQ(read_text("P5 1 1 70000 \1\2").error().code, Errc::malformed);
  EXPECT_EQ(read_text("P5 99999999999 1 255 ").error().code, Errc::limit);
  EXPECT_EQ(read_text("P4 100000000 100000000 ").error().code, Errc::limit);
  EXPECT_EQ(read_text("\x89PNG\r\n\x1a\nnothing").error().code, Errc::malformed);
  EXPECT_EQ(read_page_file("missing.png").error().code, Errc::io);
}

TEST(PagePicture, ShrinksToMeansAndDropsTheRest) {
  const GreyPage page{5, 2, {0, 100, 20, 20, 9, 100, 200, 20, 20, 9}};
  const GreyPage small = shrink(page, 2);
  EXPECT_EQ(small.width, 2);
  EXPECT_EQ(small.height, 1);
  EXPECT_THAT(small.pixels, ElementsAre(100, 20));
}

TEST(PagePicture, CropsFromTheTopLeft) {
  const GreyPage page{3, 2, {1, 2, 3, 4, 5, 6}};
  EXPECT_THAT(crop(page, 2, 2).pixels, ElementsAre(1, 2, 4, 5));
}

} // namespace
} // namespace platen::support
