#include "model/caption_fields.h"
#include "model/length.h"
#include "model/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::model {
namespace {

using testing::HasSubstr;

TEST(Length, IsReadInEveryUnitToTheNearestHundredthOfAMillimetre) {
  EXPECT_EQ(parse_length("120mm"), Hmm{12000});
  EXPECT_EQ(parse_length("12cm"), Hmm{12000});
  EXPECT_EQ(parse_length("4.75in"), Hmm{12065});
  EXPECT_EQ(parse_length("72pt"), Hmm{2540});
  EXPECT_EQ(parse_length("0.005mm"), Hmm{1});
  EXPECT_EQ(parse_length("0"), Hmm{0});
  EXPECT_EQ(parse_length("-5mm", {.sign = true}), Hmm{-500});
  EXPECT_EQ(parse_length("-300", {.sign = true, .bare = true}), Hmm{-300});
}

TEST(Length, RefusesWhatIsNone) {
  for (const char* text : {"", "mm", "12", "-5mm", "nanmm", "infmm", "1e3mm", "0x10mm", "1.2.3mm",
                           "+5mm", " 5mm", "5 mm", ".mm", "99999999mm", "20000mm", "--5mm"})
    EXPECT_FALSE(parse_length(text)) << text;
  EXPECT_FALSE(parse_length("--5mm", {.sign = true}));
}

RC_GTEST_PROP(Length, IsWrittenAsItIsRead, ()) {
  const Hmm length{*rc::gen::inRange(0, longest_length.v + 1)};
  RC_ASSERT(parse_length(to_string(length)) == length);
}

RC_GTEST_PROP(Length, ForeignTextNeverGivesMoreThanTheLongest, (const std::string& text)) {
  if (const auto length = parse_length(text, {.sign = true, .bare = true}))
    RC_ASSERT(length->v >= -longest_length.v && length->v <= longest_length.v);
}

TEST(PrintSizes, HaveTwoPositiveEdges) {
  EXPECT_EQ(parse_print_size("10x15cm"), (PrintSize{Hmm{10000}, Hmm{15000}}));
  EXPECT_EQ(parse_print_size("3.5x5in"), (PrintSize{Hmm{8890}, Hmm{12700}}));
  for (const char* text : {"10cm", "0x5in", "10x15", "axbcm", "10x15x2cm", "-1x5in", "x5in"})
    EXPECT_FALSE(parse_print_size(text)) << text;
}

TEST(Colors, HaveNamesOrSixDigits) {
  EXPECT_EQ(parse_color("white"), paper_white);
  EXPECT_EQ(parse_color("#12aBfF"), (Rgb{0x12, 0xab, 0xff}));
  for (const char* text : {"", "#12ab", "#12345g", "red ", "123456", "#-12345"})
    EXPECT_FALSE(parse_color(text)) << text;
}

TEST(Crops, AreInsideThePictureAndNotEmpty) {
  const auto box = parse_crop("10,20,80,60.5");
  ASSERT_TRUE(box);
  EXPECT_DOUBLE_EQ(box->left, 0.1);
  EXPECT_DOUBLE_EQ(box->height, 0.605);
  EXPECT_TRUE(parse_crop("33.3,0,66.7,100"));
  for (const char* text : {"0,0,0,50", "0,0,50,0", "60,0,50,50", "0,60,50,50", "-1,0,50,50",
                           "0,0,nan,50", "0,0,50", "0,0,50,50,50", ""})
    EXPECT_FALSE(parse_crop(text)) << text;
}

TEST(EdgeLists, AreOneLengthOrFour) {
  EXPECT_EQ(parse_edges("5mm"), (Edges{Hmm{500}, Hmm{500}, Hmm{500}, Hmm{500}}));
  EXPECT_EQ(parse_edges("1mm,2mm,3mm,4mm"), (Edges{Hmm{100}, Hmm{200}, Hmm{300}, Hmm{400}}));
  EXPECT_FALSE(parse_edges("1mm,2mm"));
  EXPECT_FALSE(parse_edges("1mm,,3mm,4mm"));
}

TEST(Captions, NameOnlyFieldsThatThereAre) {
  const auto upper = [](std::string_view field) { return "<" + std::string(field) + ">"; };
  EXPECT_EQ(fill_caption("{title}, {date}", upper), "<title>, <date>");
  EXPECT_EQ(fill_caption("plain", upper), "plain");
  EXPECT_FALSE(fill_caption("{nobody}", upper));
  EXPECT_FALSE(fill_caption("{title", upper));
}

class LayoutOptions : public testing::Test {
protected:
  static Result<Ticket> ticket(const Options& options) {
    static const auto models = load_models(PLATEN_SOURCE_DATA);
    return make_ticket(**find_model(*models, "canon-pro-1000"), options);
  }
};

TEST_F(LayoutOptions, ComeIntoTheTicket) {
  const auto made = ticket({{"image-width", "20cm"},
                            {"x-image-position", "left"},
                            {"y-image-shift", "-250"},
                            {"image-crop", "0,0,50,100"},
                            {"crop-anchor", "top-left"},
                            {"border-width", "1mm"},
                            {"mat-width", "20mm"},
                            {"mat-color", "ivory"},
                            {"image-marks", "crop"},
                            {"image-caption", "{title}"},
                            {"overspray", "none"}});
  ASSERT_TRUE(made) << made.error().message();
  const PictureLayout& layout = made->layout;
  EXPECT_EQ(layout.width, Hmm{20000});
  EXPECT_FALSE(layout.height);
  EXPECT_EQ(layout.x_position, XPosition::left);
  EXPECT_EQ(layout.y_shift, Hmm{-250});
  EXPECT_EQ(layout.crop.width, 0.5);
  EXPECT_EQ(layout.anchor, CropAnchor::top_left);
  EXPECT_EQ(layout.mat.bottom, Hmm{2000});
  EXPECT_EQ(layout.mat_color, (Rgb{255, 255, 240}));
  EXPECT_EQ(layout.marks, Marks::crop);
  EXPECT_EQ(layout.overspray, Overspray::none);
  EXPECT_TRUE(layout.special());
  EXPECT_TRUE(layout.decorated());
}

TEST_F(LayoutOptions, AreAllOrdinaryWhereNoneIsGiven) {
  const auto made = ticket({});
  ASSERT_TRUE(made);
  EXPECT_FALSE(made->layout.special());
}

TEST_F(LayoutOptions, AContactSheetAndAPackageExcludeEachOther) {
  const auto made = ticket({{"image-package", "10x15cm,5x7in*3"}, {"contact-sheet", "4x5"}});
  ASSERT_TRUE(made) << made.error().message();
  EXPECT_TRUE(made->layout.package.empty());
  EXPECT_EQ(made->layout.rows, 4);
  EXPECT_EQ(ticket({{"image-package", "10x15cm,5x7in*3"}})->layout.package.size(), 4u);
}

TEST_F(LayoutOptions, ThatAreWrongAreToldInOneLine) {
  for (const auto& [name, value] : Options{{"image-width", "nan"},
                                           {"image-width", "-5mm"},
                                           {"image-width", "0"},
                                           {"image-crop", "0,0,0,100"},
                                           {"contact-sheet", "100x100"},
                                           {"contact-sheet", "0x4"},
                                           {"contact-sheet", "4"},
                                           {"image-package", "10x15cm*101"},
                                           {"image-package", ""},
                                           {"image-caption", "{nothing}"},
                                           {"image-caption", "a\nb"},
                                           {"caption-size", "1mm"},
                                           {"border-width", "-1mm"},
                                           {"mat-width", "infmm"},
                                           {"border-color", "blackish"},
                                           {"overspray", "most"}}) {
    const auto made = ticket({{name, value}});
    ASSERT_FALSE(made) << name << "=" << value;
    EXPECT_EQ(made.error().code, Errc::invalid);
    EXPECT_THAT(made.error().what, HasSubstr(name + "="));
    EXPECT_EQ(made.error().message().find('\n'), std::string::npos);
  }
}

} // namespace
} // namespace platen::model
