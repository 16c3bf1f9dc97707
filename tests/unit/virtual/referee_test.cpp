#include "base/file.h"
#include "unit/virtual/postscript_page.h"
#include "unit/virtual/support.h"

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Streams that Ghostscript made: the twin must draw the picture that went in.
namespace platen::twin::test {
namespace {

class GhostscriptStream : public testing::Test {
protected:
  // Through gs and the twin; the whole A4 sheet at 600 dpi.
  TappedSide printed(const std::string& postscript) {
    const auto in = folder_.path() / "in.ps", out = folder_.path() / "out.pxl";
    std::ofstream(in, std::ios::binary) << postscript;
    const std::string command =
        "gs -q -dBATCH -dNOPAUSE -dSAFER -sDEVICE=pxlmono -r600 -sOutputFile=" + out.string() +
        " " + in.string();
    EXPECT_EQ(std::system(command.c_str()), 0) << "gs is one of the test packages";
    std::vector<TappedSide> sides;
    DecodeOptions options;
    options.sheets.tap = tap_into(sides);
    const auto jobs = decode(read_text(out), options);
    EXPECT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
    EXPECT_EQ(sides.size(), 1u);
    return sides.at(0);
  }

  TempFolder folder_;
};

// The frame of the raster within the sheet: the printable area, or the whole sheet.
std::pair<int, int> origin(const TappedSide& side) {
  return {px_nearest(side.record.margins.left, Dpi{600}).v,
          px_nearest(side.record.margins.top, Dpi{600}).v};
}

TEST_F(GhostscriptStream, GrayPictureComesOutAsItWentIn) {
  const int width = 320, height = 200, x = 480, y = 600;
  std::vector<unsigned> samples;
  for (int j = 0; j < height; ++j)
    for (int i = 0; i < width; ++i)
      samples.push_back(sample_at(i, j));
  const TappedSide side = printed(postscript_page(width, height, 8, x, y, hexadecimal(samples)));
  ASSERT_EQ(side.shape.format, gray8);
  const auto [left, top] = origin(side);
  int wrong = 0;
  for (int j = -1; j <= height; ++j)
    for (int i = -1; i <= width; ++i) {
      const bool inside = i >= 0 && i < width && j >= 0 && j < height;
      const auto got = side.pixels.at(static_cast<std::size_t>(y + j - top) *
                                          static_cast<std::size_t>(side.shape.width) +
                                      static_cast<std::size_t>(x + i - left));
      wrong += std::to_integer<unsigned>(got) != (inside ? sample_at(i, j) : 255u);
    }
  EXPECT_EQ(wrong, 0);
}

class GhostscriptBits : public GhostscriptStream,
                        public testing::WithParamInterface<const char*> {};

TEST_P(GhostscriptBits, OneBitPictureComesOutAsItWentIn) {
  const int width = 328, height = 120, x = 483, y = 601;
  const bool mask = std::string(GetParam()) == "imagemask";
  const auto paper = [](int i, int j) { return sample_at(i, j) > 127; };
  std::vector<unsigned> packed;
  for (int j = 0; j < height; ++j)
    for (int i = 0; i < width; i += 8) {
      unsigned byte = 0;
      for (int k = 0; k < 8; ++k)
        byte = byte << 1 | static_cast<unsigned>(paper(i + k, j));
      packed.push_back(mask ? byte ^ 255u : byte); // imagemask with "true" paints the ones
    }
  const TappedSide side =
      printed(postscript_page(width, height, 1, x, y, hexadecimal(packed), GetParam()));
  ASSERT_EQ(side.shape.format, mask1);
  const auto [left, top] = origin(side);
  const std::size_t stride = mask1.row_bytes(side.shape.width);
  int wrong = 0;
  for (int j = -1; j <= height; ++j)
    for (int i = -1; i <= width; ++i) {
      const bool inside = i >= 0 && i < width && j >= 0 && j < height;
      const int px = x + i - left;
      const auto byte = side.pixels.at(static_cast<std::size_t>(y + j - top) * stride +
                                       static_cast<std::size_t>(px / 8));
      const bool ink = (std::to_integer<int>(byte) >> (7 - px % 8) & 1) != 0;
      wrong += ink != (inside && !paper(i, j));
    }
  EXPECT_EQ(wrong, 0);
}

INSTANTIATE_TEST_SUITE_P(Operators, GhostscriptBits, testing::Values("image", "imagemask"),
                         [](const auto& test) { return std::string(test.param); });

TEST_F(GhostscriptStream, VectorsAreToldNotDrawn) {
  std::vector<TappedSide> sides;
  const TappedSide side = printed("%!PS\n<< /PageSize [595 842] >> setpagedevice\n100 100 moveto "
                                  "300 300 lineto stroke showpage\n");
  EXPECT_THAT(side.pixels, testing::Each(std::byte{0}));
}

} // namespace
} // namespace platen::twin::test
