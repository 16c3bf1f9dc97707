#include "unit/virtual/support.h"
#include "virtual/sheet.h"

#include <gtest/gtest.h>

namespace platen::twin::test {
namespace {

SideRecord inch_square() {
  SideRecord side;
  side.width = side.height = Hmm{2540};
  side.resolution = Dpi{600};
  side.margins.left = side.margins.top = Hmm{254}; // 60 pixels
  return side;
}

TEST(VirtualSheet, AveragesOverTheBoxOfEachDrawnPixel) {
  TempFolder folder;
  const auto path = folder.path() / "sheet.png";
  const PageShape shape{9, 6, gray8};
  auto sheet = Sheet::create(path, inch_square(), shape, 100);
  ASSERT_TRUE(sheet);
  const Buffer row(9, std::byte{15}); // 1.5 drawn pixels wide
  for (int y = 0; y < 6; ++y)
    ASSERT_TRUE((*sheet)->row(row));
  EXPECT_TRUE(folder.files().size() == 1 && folder.files()[0] != "sheet.png")
      << "no sheet before it is whole";
  ASSERT_TRUE((*sheet)->finish());
  const Png png = read_png(path);
  ASSERT_EQ(png.width, 100);
  ASSERT_EQ(png.height, 100);
  EXPECT_EQ(png.at(10, 10), 15);
  EXPECT_EQ(png.at(11, 10), 135); // half of it is paper
  EXPECT_EQ(png.at(12, 10), 255);
  EXPECT_EQ(png.at(10, 11), 255);
  EXPECT_EQ(png.at(9, 10), 255);
}

TEST(VirtualSheet, ResolutionsNeedNotDivideEachOther) {
  TempFolder folder;
  SideRecord side = inch_square();
  side.margins.left = side.margins.top = Hmm{0};
  const PageShape shape{600, 600, mask1};
  auto sheet = Sheet::create(folder.path() / "s.png", side, shape, 144);
  ASSERT_TRUE(sheet);
  const Buffer black(75, std::byte{0xff});
  for (int y = 0; y < 600; ++y)
    ASSERT_TRUE((*sheet)->row(black));
  ASSERT_TRUE((*sheet)->finish());
  const Png png = read_png(folder.path() / "s.png");
  ASSERT_EQ(png.width, 144);
  ASSERT_EQ(png.height, 144);
  for (const std::uint8_t pixel : png.pixels)
    ASSERT_EQ(pixel, 0);
}

TEST(VirtualSheet, AFolderThatCannotBeUsedIsAnErrorThatNamesIt) {
  DecodeOptions options = strict();
  options.sheets.folder = "/proc/no-sheets-here";
  const std::string job = small_job();
  MemorySource source(job);
  const auto records = decode_stream(source, options);
  ASSERT_FALSE(records);
  EXPECT_NE(records.error().what.find("/proc/no-sheets-here"), std::string::npos);
}

} // namespace
} // namespace platen::twin::test
