// Which pages are those of a scan in black and white, and how many of its pixels they have.
#include "documents.h"

#include <sstream>
#include <vector>

#include <gtest/gtest.h>

namespace platen::render {
namespace {

using namespace testing_support;

class DotsTest : public testing::Test {
protected:
  void SetUp() override { use_built_worker(); }
};

const std::string one_bit = "/ColorSpace/DeviceGray/BitsPerComponent 1";

// A picture of so many pixels, of which the file has but one: what it shows is not looked at.
std::string picture(int width, int height, const std::string& entries = one_bit) {
  return "4 0 obj<</Type/XObject/Subtype/Image/Width " + std::to_string(width) + "/Height " +
         std::to_string(height) + entries + "/Length 1>>stream\n0\nendstream endobj\n";
}

std::string page_of(const std::string& contents, const std::string& objects,
                    const std::string& entries = "/MediaBox[0 0 600 800]") {
  return "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
         "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
         "3 0 obj<</Type/Page/Parent 2 0 R/Contents 9 0 R/Resources<</XObject<</I 4 0 R/J 5 0 "
         "R>>>>" +
         entries + ">>endobj\n" + objects + "9 0 obj<</Length " + std::to_string(contents.size()) +
         ">>stream\n" + contents + "\nendstream endobj\ntrailer<</Root 1 0 R/Size 10>>\n%%EOF\n";
}

// "WIDTH HEIGHT", or what is wrong.
std::string dots(const std::string& file) {
  const auto document = open_text(file);
  if (!document) return document.error().message();
  const PageInfo& page = (*document)->info().pages.front();
  std::ostringstream text;
  text << page.dots_width << " " << page.dots_height;
  return text.str();
}

const std::string covers = "q 600 0 0 800 0 0 cm /I Do Q";

TEST_F(DotsTest, AreThoseOfAPictureOfOneBitAPixel) {
  EXPECT_EQ(dots(page_of(covers, picture(1200, 1600))), "1200 1600");
  EXPECT_EQ(dots(page_of(covers, picture(1200, 1600, "/ImageMask true"))), "1200 1600");
  EXPECT_EQ(dots(page_of(covers, picture(1200, 1600, "/Filter/CCITTFaxDecode"))), "1200 1600");
  EXPECT_EQ(dots(page_of(covers, picture(1200, 1600, "/Filter[/FlateDecode/JBIG2Decode]"))),
            "1200 1600");
  EXPECT_EQ(dots(page_of(covers, picture(1200, 1600, "/ColorSpace/DeviceGray/BitsPerComponent 8"))),
            "0 0");
  EXPECT_EQ(dots(page_of("", picture(1200, 1600))), "0 0");   // not shown
  EXPECT_EQ(dots(page_of(covers, picture(300, 330))), "0 0"); // too few for a page
}

TEST_F(DotsTest, AreCountedAlongThePageAsItIsSeen) {
  const std::string own = picture(1200, 1600);
  EXPECT_EQ(dots(page_of(covers, own, "/MediaBox[0 0 600 800]/Rotate 90")), "1600 1200");
  EXPECT_EQ(dots(page_of(covers, own, "/MediaBox[0 0 600 800]/CropBox[0 0 300 800]")), "600 1600");
  // On its side, upside down, by way of several matrices.
  EXPECT_EQ(dots(page_of("0 800 -600 0 600 0 cm /I Do", picture(1600, 1200))), "1200 1600");
  EXPECT_EQ(dots(page_of("q -2 0 0 2 600 0 cm q 5 0 0 1 0 0 cm Q 300 0 0 400 0 0 cm /I Do", own)),
            "1200 1600");
  EXPECT_EQ(dots(page_of("600 60 -80 800 0 0 cm /I Do", own)), "0 0"); // askew
}

TEST_F(DotsTest, AreThoseOfTheLargestPictureThatIsAsWideOrAsHighAsThePage) {
  // Strips of an eighth and of a sixteenth, or a little less, with words on the page.
  const std::string words = " BT /F 9 Tf (words) Tj ET";
  EXPECT_EQ(dots(page_of("q 600 0 0 100 0 700 cm /I Do Q" + words, picture(1200, 200))),
            "1200 1600");
  EXPECT_EQ(dots(page_of("q 50 0 0 800 0 0 cm /I Do Q", picture(100, 1600))), "1200 1600");
  EXPECT_EQ(dots(page_of("q 600 0 0 49 0 700 cm /I Do Q", picture(2400, 196))), "0 0");
  // Large, but neither as wide nor as high: a figure.
  EXPECT_EQ(dots(page_of("q 500 0 0 700 50 50 cm /I Do Q", picture(1000, 1400))), "0 0");
  // A page whose picture is rounded to its pixels, and lies at the edge.
  EXPECT_EQ(dots(page_of("q 600 0 0 799.68 0 0 cm /I Do Q", picture(1250, 1666))), "1250 1666.67");
  const std::string stamp = "5 0 obj<</Type/XObject/Subtype/Image/Width 900/Height 150" + one_bit +
                            "/Length 1>>stream\n0\nendstream endobj\n";
  const std::string small = "q 600 0 0 60 0 0 cm /J Do Q ";
  for (const std::string& contents : {small + covers, covers + " " + small})
    EXPECT_EQ(dots(page_of(contents, picture(1200, 1600) + stamp)), "1200 1600") << contents;
}

TEST_F(DotsTest, AreNoneWhereThePageMakesNoSense) {
  const std::string long_number = "9" + std::string(300, '0');
  const std::string huge = long_number + " 0 0 " + long_number + " 0 0 cm ";
  for (const std::string& contents :
       std::vector<std::string>{"0 0 0 0 0 0 cm /I Do", huge + huge + "/I Do", huge + "/I Do",
                                "/J Do", "Do", "q q Q Q Q (cm /I Do", "600 0 0 800 0 cm /I Do"})
    EXPECT_EQ(dots(page_of(contents, picture(1200, 1600))), "0 0") << contents;
  for (const std::string size : {"-1", "0", "99999999999999999999", "(12)", "12.5"})
    EXPECT_EQ(dots(page_of(covers, "4 0 obj<</Type/XObject/Subtype/Image/Width " + size +
                                       "/Height 1600/ImageMask true/Length 1>>stream\n0\nendstream "
                                       "endobj\n")),
              "0 0")
        << size;
}

} // namespace
} // namespace platen::render
