#include "base/scratch_folder.h"
#include "unit/virtual/scanner/support.h"
#include "virtual/png_file.h"
#include "virtual/scanner/drawing.h"

#include <fstream>

namespace platen::twin::scanner::test {
namespace {

using testing::ElementsAre;

// Each sample another.
Picture ramp(std::int32_t width, std::int32_t height, std::int32_t channels, std::int32_t dpi) {
  Picture picture{width, height, channels, dpi, {}};
  for (std::int32_t i = 0; i < width * height * channels; ++i)
    picture.samples.push_back(static_cast<std::uint8_t>(i * 7));
  return picture;
}

std::vector<int> line_of(const Picture& picture, const ScanArea& area, std::int32_t line,
                         double skew = 0) {
  std::vector<std::uint8_t> row(area.line_bytes());
  Drawing(picture, area, skew).draw(line, row);
  return {row.begin(), row.end()};
}

TEST(ScannedPages, AreThePictureAtItsOwnResolution) {
  const Picture picture = ramp(6, 3, 3, 300);
  const ScanArea area{.dpi = 300, .x = 1, .y = 1, .width = 4, .height = 3, .colour = true};
  const std::vector<int> second(picture.samples.begin() + (6 + 1) * 3,
                                picture.samples.begin() + (6 + 5) * 3);
  EXPECT_EQ(line_of(picture, area, 0), second);
  EXPECT_EQ(line_of(picture, area, 2), std::vector<int>(12, 255)); // below it
}

TEST(ScannedPages, AreMeansAtAWholePartOfIt) {
  const Picture picture{4, 2, 1, 300, {0, 1, 10, 20, 1, 1, 30, 41}};
  EXPECT_THAT(line_of(picture, {.dpi = 150, .width = 4, .height = 1}, 0),
              ElementsAre(1 /* 0.75 */, 25 /* 25.25 */, 255, 255));
  // Half of the square lies beyond the page, and that is white.
  EXPECT_THAT(line_of(picture, {.dpi = 75, .width = 4, .height = 1}, 0),
              ElementsAre((104 + 8 * 255 + 8) / 16, 255, 255, 255));
}

TEST(ScannedPages, AreTheNearestPixelsElse) {
  const Picture picture{3, 1, 1, 200, {10, 20, 30}};
  EXPECT_THAT(line_of(picture, {.dpi = 300, .width = 8, .height = 1}, 0),
              ElementsAre(10, 20, 20, 30, 255, 255, 255, 255));
  EXPECT_THAT(line_of(picture, {.dpi = 600, .width = 12, .height = 1}, 0),
              ElementsAre(10, 10, 10, 20, 20, 20, 30, 30, 30, 255, 255, 255));
}

TEST(ScannedPages, TurnGrayAndColoured) {
  const Picture picture{2, 1, 3, 75, {255, 0, 0, 10, 20, 30}};
  EXPECT_THAT(line_of(picture, {.dpi = 75, .width = 4, .height = 1}, 0),
              ElementsAre((77 * 255 + 128) / 256, (770 + 3000 + 870 + 128) / 256, 255, 255));
  const Picture gray{2, 1, 1, 75, {7, 8}};
  EXPECT_THAT(line_of(gray, {.dpi = 75, .width = 4, .height = 1, .colour = true}, 0),
              ElementsAre(7, 7, 7, 8, 8, 8, 255, 255, 255, 255, 255, 255));
}

TEST(ScannedPages, EndWithTheArea) {
  const Picture picture{700, 1, 1, 75, std::vector<std::uint8_t>(700, 9)};
  EXPECT_THAT(line_of(picture, {.dpi = 75, .x = 634, .width = 4, .height = 1}, 0),
              ElementsAre(9, 9, 255, 255));
}

// Where the corners of a sheet come to lie, by the rotation that mathematics has for it.
TEST(ScannedPages, LieSkew) {
  constexpr std::int32_t side = 201, middle = 100;
  Picture picture{side, side, 1, 75, std::vector<std::uint8_t>(side * side, 255)};
  const auto mark = [&](std::int32_t x, std::int32_t y) {
    picture.samples[static_cast<std::size_t>(y * side + x)] = 0;
  };
  mark(middle, middle);
  mark(middle + 80, middle);
  const ScanArea area{.dpi = 75, .width = 200, .height = 200};
  EXPECT_EQ(line_of(picture, area, middle, 30)[middle], 0);
  // 80 to the right, turned clockwise by 30 degrees: 69.3 to the right and 40 down.
  int found = 0;
  for (int y = 138; y <= 142; ++y)
    for (int x = 167; x <= 171; ++x)
      found += line_of(picture, area, y, 30)[static_cast<std::size_t>(x)] == 0;
  EXPECT_GE(found, 1);
  EXPECT_EQ(line_of(picture, area, middle, 30)[middle + 80], 255);
}

TEST(ScannedPages, NamesAreInNaturalOrder) {
  const std::vector<std::string> order{
      "",          "a1b",         "a2",         "A10",         "b",
      "page1.png", "page002.png", "page10.png", "page10b.png", "pages.png"};
  for (std::size_t i = 0; i < order.size(); ++i)
    for (std::size_t j = 0; j < order.size(); ++j)
      EXPECT_EQ(naturally_before(order[i], order[j]), i < j) << order[i] << " " << order[j];
  EXPECT_NE(naturally_before("a01", "a1"), naturally_before("a1", "a01")); // some order, always
  EXPECT_NE(naturally_before("A", "a"), naturally_before("a", "A"));
}

void write_gray(const std::filesystem::path& path, std::int32_t dpi) {
  const std::array<std::uint8_t, 3> row{1, 2, 3};
  auto file = PngFile::create(path, 3, 1, PngKind::gray8, Dpi{dpi});
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->row(row));
  ASSERT_TRUE((*file)->finish());
}

TEST(ScannedPages, AreReadFromFiles) {
  const auto folder = ScratchFolder::make();
  ASSERT_TRUE(folder);
  write_gray(folder->path() / "a.png", 200);
  const auto page = read_picture(folder->path() / "a.png");
  ASSERT_TRUE(page) << page.error().message();
  EXPECT_EQ(page->dpi, 200);
  EXPECT_THAT(page->samples, ElementsAre(1, 2, 3));
  std::ofstream(folder->path() / "b.png") << "GIF89a";
  const auto wrong = read_picture(folder->path() / "b.png");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().what, "the page " + (folder->path() / "b.png").string() +
                                    " cannot be scanned: it is neither a PNG nor a JPEG picture");
}

TEST(ScannedPages, AFolderIsAStack) {
  const auto folder = ScratchFolder::make();
  ASSERT_TRUE(folder);
  const auto stack = folder_stack(folder->path());
  EXPECT_TRUE(stack->pages().empty());
  for (const char* name : {"2.png", "10.PNG", ".3.png", "4.tif"})
    write_gray(folder->path() / name, 300);
  EXPECT_THAT(stack->pages(), ElementsAre("2.png", "10.PNG"));
  ASSERT_TRUE(stack->take_out("2.png"));
  EXPECT_THAT(stack->pages(), ElementsAre("10.PNG"));
  EXPECT_TRUE(std::filesystem::exists(folder->path() / "scanned" / "2.png"));
  EXPECT_TRUE(stack->take_out("gone.png")); // somebody took it away
  EXPECT_TRUE(folder_stack(folder->path() / "none")->pages().empty());
}

// A page that nobody can read stays, and is told.
TEST(ScannedPages, AnUnreadablePageIsRefused) {
  const auto folder = ScratchFolder::make();
  ASSERT_TRUE(folder);
  std::ofstream(folder->path() / "1.png") << "no picture";
  Unit unit({});
  const auto stack = folder_stack(folder->path());
  Machine machine(
      *stack, Unit::with_glass({}), unit.troubles, [&] { return unit.now; }, *unit.log);
  for (const Buffer& step : {activate(0), activate(4), command(0xDB20), source(2)})
    ASSERT_EQ(status_of(machine.answer(step)), done);
  EXPECT_EQ(status_of(machine.answer(command(0xDE20, parameters()))), failed);
  EXPECT_THAT(unit.last_line(), testing::HasSubstr("1.png cannot be scanned"));
  EXPECT_FALSE(stack->pages().empty());
}

} // namespace
} // namespace platen::twin::scanner::test
