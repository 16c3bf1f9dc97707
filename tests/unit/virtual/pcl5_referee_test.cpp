#include "base/file.h"
#include "unit/virtual/postscript_page.h"
#include "unit/virtual/support.h"

#include <cstdlib>
#include <fstream>

#include <cups/raster.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Streams that Ghostscript, MuPDF and CUPS made: the twin must draw the picture that went in, where
// it went.
namespace platen::twin::test {
namespace {

constexpr int width = 4000, height = 400; // of the picture
bool ink_at(int x, int y) {
  // Stripes that repeat from row to row, a field of noise, white between them.
  if (y % 100 < 30) return x / 37 % 2 == 0;
  if (y % 100 < 60) return sample_at(x, y) > 127;
  return false;
}

std::string picture_bytes(bool ink_is_one) {
  std::string bytes;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; x += 8) {
      unsigned byte = 0;
      for (int k = 0; k < 8; ++k)
        byte = byte << 1 | static_cast<unsigned>(ink_at(x + k, y) == ink_is_one);
      bytes += static_cast<char>(byte);
    }
  return bytes;
}

// Dots that are not as they should be, with the picture at (left, top) of the sheet, and a border
// of white around it.
int wrong_dots(const TappedSide& side, int left, int top) {
  const int x0 = px_nearest(side.record.margins.left, Dpi{600}).v;
  const int y0 = px_nearest(side.record.margins.top, Dpi{600}).v;
  const std::size_t stride = mask1.row_bytes(side.shape.width);
  int wrong = 0;
  for (int y = -1; y <= height; ++y)
    for (int x = -1; x <= width; ++x) {
      const bool inside = x >= 0 && x < width && y >= 0 && y < height;
      const auto column = static_cast<std::size_t>(left + x - x0);
      const std::byte byte =
          side.pixels.at(static_cast<std::size_t>(top + y - y0) * stride + column / 8);
      const bool ink = (byte << (column % 8) & std::byte{0x80}) != std::byte{0};
      wrong += ink != (inside && ink_at(x, y));
    }
  return wrong;
}

class Pcl5Referee : public testing::Test {
protected:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
  }
  static void tool(const std::string& command) {
    ASSERT_EQ(std::system(command.c_str()), 0) << command << ": is one of the test packages";
  }
  // An A4 page with the picture at (x, y) dots of its corner, as PostScript.
  std::string page(int x, int y) const {
    std::vector<unsigned> bytes;
    for (const char c : picture_bytes(false))
      bytes.push_back(static_cast<unsigned char>(c));
    return postscript_page(width, height, 1, x, y, hexadecimal(bytes));
  }
  std::vector<TappedSide> drawn(const std::string& name) const {
    std::vector<TappedSide> sides;
    DecodeOptions options;
    options.sheets.tap = tap_into(sides);
    const auto jobs = decode(read_text(path(name)), options);
    EXPECT_EQ(jobs.size(), 1u);
    EXPECT_EQ(jobs.at(0).state, JobState::completed) << jobs[0].reason;
    EXPECT_EQ(jobs[0].language, "pcl-5e");
    return sides;
  }

  TempFolder folder_;
};

// Ghostscript moves every page by ESC&l-180u36Z: 150 dots to the left, which is the edge of a sheet
// in inches but 8 dots beyond that of A4, and 30 dots down.
constexpr int registered_right = -8, registered_down = 30;

TEST_F(Pcl5Referee, DrawsGhostscriptsDeltaRows) {
  const int x = 483, y = 601;
  write("page.ps", page(x, y));
  tool("gs -q -dBATCH -dNOPAUSE -dSAFER -sDEVICE=ljet4 -r600 -sOutputFile=" + path("out.pcl") +
       " " + path("page.ps"));
  const auto sides = drawn("out.pcl");
  ASSERT_EQ(sides.size(), 1u);
  EXPECT_EQ(sides[0].record.medium, "iso_a4_210x297mm");
  EXPECT_EQ(wrong_dots(sides[0], x + registered_right, y + registered_down), 0);
}

TEST_F(Pcl5Referee, DrawsGhostscriptsTwoSidedSheets) {
  const int x = 483, y = 601;
  write("page.ps", page(x, y) + page(x + 5, y + 9));
  tool("gs -q -dBATCH -dNOPAUSE -dSAFER -sDEVICE=ljet4d -r600 -sOutputFile=" + path("out.pcl") +
       " " + path("page.ps"));
  const auto sides = drawn("out.pcl");
  ASSERT_EQ(sides.size(), 2u);
  EXPECT_EQ(sides[0].record.sides, "two-sided-long-edge");
  EXPECT_FALSE(sides[0].record.back);
  EXPECT_TRUE(sides[1].record.back);
  EXPECT_EQ(wrong_dots(sides[0], x + registered_right, y + registered_down), 0);
  EXPECT_EQ(wrong_dots(sides[1], x + 5 + registered_right, y + 9 + registered_down), 0);
}

// A PDF page of 4960 x 7016 dots, as MuPDF needs it to have whole dots.
std::string pdf_page(int x, int y) {
  const std::string w = std::to_string(width), h = std::to_string(height),
                    data = picture_bytes(false);
  const std::string content = "q " + std::to_string(width * 0.12) + " 0 0 " +
                              std::to_string(height * 0.12) + " " + std::to_string(x * 0.12) + " " +
                              std::to_string((7016 - y - height) * 0.12) + " cm /I Do Q";
  std::string out = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.2 841.92]/Contents 4 0 R"
                    "/Resources<</XObject<</I 5 0 R>>>>>>endobj\n4 0 obj<</Length " +
                    std::to_string(content.size()) + ">>stream\n" + content +
                    "\nendstream endobj\n5 0 obj<</Type/XObject/Subtype/Image/Width " + w +
                    "/Height " + h + "/ColorSpace/DeviceGray/BitsPerComponent 1/Length " +
                    std::to_string(data.size()) + ">>stream\n" + data + "\nendstream endobj\n";
  return out + "trailer<</Root 1 0 R>>\n";
}

// MuPDF's registration is misspelled (docs/protocols/pcl5.md §6): its page begins at the logical
// page.
TEST_F(Pcl5Referee, DrawsMuPdfsPackBits) {
  const int x = 200, y = 600;
  write("page.pdf", pdf_page(x, y));
  tool("mutool draw -q -F pcl -r 600 -o " + path("out.pcl") + " " + path("page.pdf") + " 2>" +
       path("mutool.log"));
  const auto sides = drawn("out.pcl");
  ASSERT_EQ(sides.size(), 1u);
  EXPECT_EQ(sides[0].record.medium, "iso_a4_210x297mm");
  EXPECT_EQ(wrong_dots(sides[0], 142 + x, y), 0);
}

// What the filter needs of a PPD; its page begins half an inch from the top.
constexpr std::string_view ppd = R"ppd(*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "LASER.PPD"
*Manufacturer: "Any"
*Product: "(Laser)"
*cupsModelNumber: 0
*ModelName: "Laser"
*ShortNickName: "Laser"
*NickName: "Laser"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*FileSystem: False
*OpenUI *PageSize: PickOne
*DefaultPageSize: A4
*PageSize A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: A4
*PageRegion A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4: "18 36 577 806"
*DefaultPaperDimension: A4
*PaperDimension A4: "595 842"
)ppd";

class CupsFilter : public Pcl5Referee, public testing::WithParamInterface<unsigned> {};

TEST_P(CupsFilter, IsDrawn) {
  const int rows_above = 700;
  cups_page_header2_t header{};
  header.HWResolution[0] = header.HWResolution[1] = 600;
  header.PageSize[0] = 595;
  header.PageSize[1] = 842;
  header.NumCopies = 1;
  header.cupsWidth = width;
  header.cupsHeight = rows_above + height;
  header.cupsBitsPerColor = header.cupsBitsPerPixel = header.cupsNumColors = 1;
  header.cupsBytesPerLine = width / 8;
  header.cupsColorSpace = CUPS_CSPACE_K;
  header.cupsCompression = GetParam();
  const UniqueFd file(::open(path("page.ras").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  cups_raster_t* const raster = cupsRasterOpen(file.get(), CUPS_RASTER_WRITE);
  ASSERT_NE(raster, nullptr);
  cupsRasterWriteHeader2(raster, &header);
  std::string bytes = std::string(width / 8 * rows_above, '\0') + picture_bytes(true);
  cupsRasterWritePixels(raster, reinterpret_cast<unsigned char*>(bytes.data()),
                        static_cast<unsigned>(bytes.size()));
  cupsRasterClose(raster);
  write("laser.ppd", std::string(ppd));
  tool("PPD=" + path("laser.ppd") + " /usr/lib/cups/filter/rastertohp 1 user title 1 '' " +
       path("page.ras") + " >" + path("out.pcl") + " 2>" + path("filter.log"));
  const auto sides = drawn("out.pcl");
  ASSERT_EQ(sides.size(), 1u);
  EXPECT_EQ(sides[0].record.medium, "iso_a4_210x297mm");
  EXPECT_EQ(wrong_dots(sides[0], 142, 300 + rows_above), 0);
}

// The filter has no others.
INSTANTIATE_TEST_SUITE_P(Modes, CupsFilter, testing::Values(0u, 1u, 2u));

} // namespace
} // namespace platen::twin::test
