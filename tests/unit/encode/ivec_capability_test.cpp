#include "encode/ivec/capability.h"
#include "ivec_answers.h"
#include "support.h"

namespace platen::encode::ivec {
namespace {

using test::ivec_answer;

Answer answer(const std::string& document) {
  return test::value_of(parse_answer(as_bytes(document)));
}
Capability capability() {
  return test::value_of(Capability::from(answer(test::capability())));
}

TEST(Capability, GivesListsAreasAndMargins) {
  const Capability device = capability();
  EXPECT_EQ(device.values("support_data_format"),
            (std::vector<std::string>{"RAW", "JPEGPAGE", "PWGRaster"}));
  EXPECT_EQ(device.area("small", false), (std::array{48, 61}));
  EXPECT_EQ(device.area("small", true), (std::array{60, 81}));
  EXPECT_EQ(device.area("unknown", false), std::nullopt);
  EXPECT_EQ(device.margins("small", false),
            (model::Margins{Hmm{300}, Hmm{500}, Hmm{340}, Hmm{341}}));
  EXPECT_EQ(device.margins("small", true),
            (model::Margins{Hmm{-200}, Hmm{-500}, Hmm{-280}, Hmm{-280}}));
  EXPECT_EQ(device.max_pixels(), (std::array{9600, 19200}));
  EXPECT_EQ(device.resolution_base(), Dpi{600});
  EXPECT_TRUE(device.has("datetime"));
  EXPECT_FALSE(device.has("duplexprint"));
}

TEST(Capability, CountsOnlyWhatHoldsForTheOtherChoices) {
  const Capability device = capability();
  EXPECT_EQ(device.values("borderlessprint", {{"papertype", "plain"}}),
            (std::vector<std::string>{"OFF"}));
  EXPECT_EQ(device.values("printcolormode_intent", {{"printcolormode", "monochrome"}}),
            (std::vector<std::string>{"auto", "mono"}));
  EXPECT_EQ(device.values("available_printquality", {{"papertype", "gloss"}}),
            std::vector<std::string>{});
}

Capability with(const std::string& elements) {
  return test::value_of(
      Capability::from(answer(ivec_answer("GetCapabilityResponse", test::ok() + elements))));
}

TEST(Capability, TakesTheNextLowerOfTheResolutionsThatItLists) {
  EXPECT_EQ(with("").resolution(Dpi{1200}), Dpi{1200}) << "it does not say";
  const Capability device = with("<ivec:resolution_base>600,600</ivec:resolution_base>"
                                 "<ivec:resolution>300,300</ivec:resolution>");
  EXPECT_EQ(device.resolution(Dpi{1200}), Dpi{600});
  EXPECT_EQ(device.resolution(Dpi{600}), Dpi{600});
  EXPECT_EQ(device.resolution(Dpi{400}), Dpi{300});
  EXPECT_EQ(device.resolution(Dpi{300}), Dpi{300});
  EXPECT_EQ(device.resolution(Dpi{150}), Dpi{300});
  EXPECT_EQ(with("<ivec:resolution_base>600,600</ivec:resolution_base>"
                 "<ivec:resolution>1200,1200</ivec:resolution>")
                .resolution(Dpi{1200}),
            Dpi{1200});
}

TEST(Capability, TakesAdobeRgbOnlyWhereItListsItForPagesOfRaster) {
  const auto spaces = [](const std::string& format, const std::string& list) {
    return "<ivec:color_space support_data_format=\"" + format + "\">" + list +
           "</ivec:color_space>";
  };
  EXPECT_FALSE(with("").takes_adobe_rgb());
  EXPECT_FALSE(with(spaces("PWGRaster", "sRGB-24bit")).takes_adobe_rgb());
  EXPECT_FALSE(with(spaces("CIGARBAND", "sRGB-24bit,AdobeRGB-24bit")).takes_adobe_rgb());
  EXPECT_TRUE(with(spaces("PWGRaster", "sRGB-24bit,AdobeRGB-24bit")).takes_adobe_rgb());
}

TEST(Capability, TakesIndentedAnswersWithOtherPrefixes) {
  const Capability device = test::value_of(Capability::from(answer(R"(<?xml version="1.0"?>
<cmd xmlns:a="http://www.canon.com/ns/cmd/2008/07/common/">
  <a:contents>
    <a:operation> GetCapabilityResponse </a:operation>
    <a:param_set servicetype="print">
      <a:papersize> one , two,</a:papersize>
      <papersize>not ours</papersize>
    </a:param_set>
  </a:contents>
</cmd>)")));
  EXPECT_EQ(device.values("papersize"), (std::vector<std::string>{"one", "two"}));
}

TEST(Capability, IgnoresFiguresThatMeanNothing) {
  for (const std::string wrong :
       {"", "1", "1,2,3", "0,5", "-4,5", "1,x", "99999999999,1", "2000000,1"}) {
    const Answer said =
        answer(ivec_answer("GetCapabilityResponse", "<ivec:printarea_border papersize=\"s\">" +
                                                        wrong + "</ivec:printarea_border>"));
    EXPECT_EQ(test::value_of(Capability::from(said)).area("s", false), std::nullopt) << wrong;
  }
}

TEST(Capability, IsNothingElsesAnswer) {
  EXPECT_FALSE(Capability::from(answer(ivec_answer("StartJobResponse", ""))));
}

TEST(ParseAnswer, RefusesWhatNoDeviceSends) {
  const std::string deep = [] {
    std::string text;
    for (int i = 0; i < 40; ++i)
      text += "<ivec:a>";
    for (int i = 0; i < 40; ++i)
      text += "</ivec:a>";
    return text;
  }();
  std::string many;
  for (int i = 0; i < 20'001; ++i)
    many += "<ivec:a/>";
  const std::string refused[] = {
      "",
      "hello",
      "<cmd></cmd>",
      "<cmd "
      "xmlns:ivec=\"http://elsewhere/\"><ivec:contents><ivec:operation>x</ivec:operation></"
      "ivec:contents></cmd>",
      ivec_answer("A", "<ivec:unclosed>"),
      R"(<?xml version="1.0"?><!DOCTYPE cmd [<!ENTITY a "b">]>)" +
          ivec_answer("A", "&a;").substr(40),
      ivec_answer("A", "&lol;"),
      ivec_answer("A", deep),
      ivec_answer("A", many),
      ivec_answer("A", std::string(answer_bytes, 'x')),
  };
  for (const std::string& document : refused)
    EXPECT_FALSE(parse_answer(as_bytes(document))) << document.substr(0, 80);
}

TEST(DocumentEnd, IsFoundOnlyWhenItIsThere) {
  EXPECT_EQ(document_end(as_bytes("<cmd>")), std::nullopt);
  EXPECT_EQ(document_end(as_bytes("<cmd></cmd>rest")), 11U);
}

} // namespace
} // namespace platen::encode::ivec
