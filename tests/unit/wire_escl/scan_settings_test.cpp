// What clients ask for, in the forms in which they ask. docs/protocols/escl.md names the sources of
// the bodies.
#include "wire/escl/element.h"
#include "wire/escl/scan_settings.h"

#include <string>

#include <gtest/gtest.h>

namespace platen::escl {
namespace {

constexpr std::string_view head = R"(<?xml version="1.0" encoding="UTF-8"?><scan:ScanSettings )"
                                  R"(xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" )"
                                  R"(xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">)";

std::string settings(std::string_view inside) {
  return std::string(head) + std::string(inside) + "</scan:ScanSettings>";
}

Result<ScanSettings> parse(std::string_view text) {
  return parse_scan_settings(as_bytes(text));
}

std::string refusal(std::string_view text, Errc code) {
  const auto parsed = parse(text);
  EXPECT_FALSE(parsed) << text;
  if (parsed) return "";
  EXPECT_EQ(parsed.error().code, code) << parsed.error().message();
  return parsed.error().what;
}

TEST(ScanSettings, OfSaneAirscan) {
  const auto parsed = parse(settings(
      "<pwg:Version>2.0</pwg:Version><pwg:ScanRegions><pwg:ScanRegion>"
      "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>"
      "<pwg:XOffset>10</pwg:XOffset><pwg:YOffset>20</pwg:YOffset><pwg:Width>2480</pwg:Width>"
      "<pwg:Height>3508</pwg:Height></pwg:ScanRegion></pwg:ScanRegions>"
      "<pwg:InputSource>Feeder</pwg:InputSource><scan:ColorMode>RGB24</scan:ColorMode>"
      "<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>"
      "<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>"
      "<scan:XResolution>300</scan:XResolution><scan:YResolution>300</scan:YResolution>"
      "<scan:Duplex>true</scan:Duplex>"));
  ASSERT_TRUE(parsed) << parsed.error().message();
  EXPECT_EQ(parsed->region, (ScanRegion{10, 20, 2480, 3508}));
  EXPECT_EQ(parsed->source, InputSource::feeder);
  EXPECT_EQ(parsed->color, ColorMode::rgb24);
  EXPECT_EQ(parsed->format, "image/jpeg");
  EXPECT_EQ(parsed->x_resolution, 300);
  EXPECT_TRUE(parsed->duplex);
}

// The namespace is the default one and changes from element to element, prefixes are "n0", and
// there are elements of which nobody here has heard.
TEST(ScanSettings, OfAWindowsProgramWithDefaultNamespaces) {
  const auto parsed = parse(
      R"(<?xml version="1.0" encoding="UTF-8"?>
<ScanSettings xmlns="http://schemas.hp.com/imaging/escl/2011/05/03"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://schemas.hp.com/imaging/escl/2011/05/03 eSCL.xsd">
	<Version xmlns="http://www.pwg.org/schemas/2010/12/sm">2.62</Version>
	<Intent>Photo</Intent>
	<ScanRegions xmlns="http://www.pwg.org/schemas/2010/12/sm" xmlns:n0="http://www.pwg.org/schemas/2010/12/sm" n0:MustHonor="false">
		<ScanRegion>
			<Height>4200</Height><Width>2550</Width><XOffset>0</XOffset><YOffset>0</YOffset>
			<ContentRegionUnits>escl:ThreeHundredthsOfInches</ContentRegionUnits>
		</ScanRegion>
	</ScanRegions>
	<DocumentFormatExt>image/jpeg</DocumentFormatExt>
	<InputSource xmlns="http://www.pwg.org/schemas/2010/12/sm">Feeder</InputSource>
	<XResolution>200</XResolution><YResolution>200</YResolution>
	<ColorMode>RGB24</ColorMode><Duplex>true</Duplex>
	<MultipickDetection>true</MultipickDetection><AutoCrop>false</AutoCrop>
	<Brightness>996</Brightness>
</ScanSettings>)");
  ASSERT_TRUE(parsed) << parsed.error().message();
  EXPECT_EQ(parsed->version, (Version{2, 62}));
  EXPECT_EQ(parsed->intent, Intent::photo);
  EXPECT_EQ(parsed->region, (ScanRegion{0, 0, 2550, 4200}));
  EXPECT_FALSE(parsed->must_honor_region);
  EXPECT_EQ(parsed->source, InputSource::feeder);
  EXPECT_EQ(parsed->format, "image/jpeg");
  EXPECT_EQ(parsed->brightness, 996);
  EXPECT_TRUE(parsed->duplex);
}

TEST(ScanSettings, PrefixesAreTheClientsOwn) {
  const auto parsed =
      parse(R"(<a:ScanSettings xmlns:b="http://www.pwg.org/schemas/2010/12/sm" )"
            R"(xmlns:a="http://schemas.hp.com/imaging/escl/2011/05/03"><b:Version>2.1</b:Version>)"
            R"(<a:ColorMode>Grayscale8</a:ColorMode><a:InputSource>Platen</a:InputSource>)"
            R"(<x:ColorMode xmlns:x="urn:other">RGB24</x:ColorMode></a:ScanSettings>)");
  ASSERT_TRUE(parsed) << parsed.error().message();
  EXPECT_EQ(parsed->color, ColorMode::grayscale8);
  EXPECT_EQ(parsed->source, InputSource::platen);
}

TEST(ScanSettings, OnlyTheVersionNeedsToBeThere) { // AirSane #114
  const auto parsed = parse(settings("<pwg:Version>2.0</pwg:Version>"));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, ScanSettings());
  EXPECT_TRUE(parse(settings("")));
  EXPECT_TRUE(parse(settings("<pwg:ScanRegions/>")));
}

TEST(ScanSettings, TheLaterFormatElementCounts) {
  const auto both = parse(settings("<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>"
                                   "<scan:DocumentFormatExt>image/png</scan:DocumentFormatExt>"));
  EXPECT_EQ(both->format, "image/png");
  EXPECT_EQ(parse(settings("<pwg:DocumentFormat> application/pdf\n</pwg:DocumentFormat>"))->format,
            "application/pdf");
}

TEST(ScanSettings, VersionsOfTheSameMajorNumberAreTaken) {
  for (const std::string_view version : {"2.0", "2.1", "2.5", "2.63", "2.97", "2"})
    EXPECT_TRUE(parse(settings("<pwg:Version>" + std::string(version) + "</pwg:Version>")))
        << version;
  for (const std::string_view version : {"1.0", "3.0", "0", "11.2"})
    EXPECT_NE(refusal(settings("<pwg:Version>" + std::string(version) + "</pwg:Version>"),
                      Errc::unsupported)
                  .find("2.0 or a later 2.x"),
              std::string::npos);
  for (const std::string_view version :
       {"", "two", "2.", "2.x", "2,0", ".5", "2.0.1", "99999999999"})
    refusal(settings("<pwg:Version>" + std::string(version) + "</pwg:Version>"), Errc::malformed);
}

TEST(ScanSettings, WhatIsNoNumberIsNamed) {
  for (const std::string_view number : {"", "abc", "3.5", "12abc", "0x10", "99999999999", "+"}) {
    const std::string words =
        refusal(settings("<scan:XResolution>" + std::string(number) + "</scan:XResolution>"),
                Errc::malformed);
    EXPECT_EQ(words, "XResolution is \"" + std::string(number) + "\"; it may be a whole number");
  }
  const std::string region = "<pwg:ScanRegions><pwg:ScanRegion><pwg:Width>10</pwg:Width>";
  refusal(settings(region + "</pwg:ScanRegion></pwg:ScanRegions>"), Errc::malformed);
  refusal(settings(region + "<pwg:Height>-4</pwg:Height></pwg:ScanRegion></pwg:ScanRegions>"),
          Errc::malformed);
}

TEST(ScanSettings, WhatThereIsNotIsRefusedWithWhatThereIs) {
  EXPECT_EQ(refusal(settings("<pwg:InputSource>Camera</pwg:InputSource>"), Errc::unsupported),
            "InputSource is \"Camera\"; it may be Platen or Feeder");
  refusal(settings("<scan:ColorMode>RGB48</scan:ColorMode>"), Errc::unsupported);
  refusal(settings("<pwg:ScanRegions><pwg:ScanRegion><pwg:ContentRegionUnits>pwg:Miles"
                   "</pwg:ContentRegionUnits></pwg:ScanRegion></pwg:ScanRegions>"),
          Errc::unsupported);
  refusal(settings("<pwg:ScanRegions><pwg:ScanRegion/><pwg:ScanRegion/></pwg:ScanRegions>"),
          Errc::unsupported);
  refusal(settings("<scan:Duplex>perhaps</scan:Duplex>"), Errc::malformed);
  EXPECT_FALSE(parse(settings("<scan:Intent>Object</scan:Intent>"))->intent); // a hint
}

TEST(ScanSettings, BombsDoNotGoOff) {
  std::string bomb = R"(<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a0 "aaaaaaaaaa">)";
  for (int i = 1; i < 12; ++i) {
    const std::string inner = "&a" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(i) + " \"";
    for (int n = 0; n < 10; ++n)
      bomb += inner;
    bomb += "\">";
  }
  const std::string words = refusal(
      bomb + "]>" + settings("<scan:Intent>&a11;</scan:Intent>").substr(38), Errc::malformed);
  EXPECT_NE(words.find("document type"), std::string::npos);
  refusal(R"(<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>)", Errc::malformed);
  refusal(R"(<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>)", Errc::malformed);
  refusal(settings("<scan:Intent>&unknown;</scan:Intent>"), Errc::malformed);
}

TEST(ScanSettings, SizeAndDepthAreBounded) {
  std::string deep;
  for (int i = 0; i < document_depth; ++i)
    deep += "<scan:A>";
  for (int i = 0; i < document_depth; ++i)
    deep += "</scan:A>";
  refusal(settings(deep), Errc::limit);
  std::string deeper;
  for (int i = 0; i < 5000; ++i)
    deeper += "<scan:A>";
  EXPECT_FALSE(parse(settings(deeper)));
  refusal(settings(std::string(document_bytes, ' ')), Errc::limit);
  refusal("", Errc::malformed);
}

TEST(ScanSettings, WhatIsNoScanSettingsSaysSo) {
  refusal("hello", Errc::malformed);
  refusal("<ScanSettings/>", Errc::malformed);
  refusal("<scan:ScanSettings/>", Errc::malformed);
  refusal(settings("<scan:Intent>"), Errc::malformed);
  refusal(std::string(head).substr(0, 60), Errc::malformed);
  EXPECT_EQ(refusal(R"(<s:Other xmlns:s="http://schemas.hp.com/imaging/escl/2011/05/03"/>)",
                    Errc::malformed),
            "the root element is Other; it must be ScanSettings");
  refusal(std::string("\0\0\0", 3), Errc::malformed);
}

TEST(ScanSettings, OtherEncodingsAreRead) {
  std::u16string wide = u"\ufeff<?xml version=\"1.0\" encoding=\"UTF-16\"?>"
                        u"<ScanSettings xmlns=\"http://schemas.hp.com/imaging/escl/2011/05/03\">"
                        u"<ColorMode>RGB24</ColorMode></ScanSettings>";
  const auto bytes = std::as_bytes(std::span(wide.data(), wide.size()));
  const auto parsed = parse_scan_settings(bytes);
  ASSERT_TRUE(parsed) << parsed.error().message();
  EXPECT_EQ(parsed->color, ColorMode::rgb24);
}

TEST(ScanSettings, AreReadAsTheyAreWritten) {
  ScanSettings all;
  all.version = {2, 5};
  all.intent = Intent::business_card;
  all.region = ScanRegion{1, 2, 3, 4};
  all.source = InputSource::feeder;
  all.color = ColorMode::black_and_white1;
  all.format = "image/tiff & <more>";
  all.x_resolution = 300;
  all.y_resolution = 600;
  all.duplex = true;
  all.brightness = 1;
  all.contrast = -2;
  all.threshold = 3;
  all.compression_factor = 4;
  const auto again = parse(to_xml(all));
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_EQ(*again, all);
}

TEST(BufferRequest, IsSettingsBareOrWrapped) {
  EXPECT_EQ(
      parse_buffer_request(as_bytes(settings("<scan:ColorMode>RGB24</scan:ColorMode>")))->color,
      ColorMode::rgb24);
  const std::string wrapped =
      R"(<s:ScanBufferInfo xmlns:s="http://schemas.hp.com/imaging/escl/2011/05/03"><s:ScanSettings>)"
      R"(<s:ColorMode>Grayscale8</s:ColorMode></s:ScanSettings></s:ScanBufferInfo>)";
  EXPECT_EQ(parse_buffer_request(as_bytes(wrapped))->color, ColorMode::grayscale8);
  const std::string empty =
      R"(<ScanBufferInfo xmlns="http://schemas.hp.com/imaging/escl/2011/05/03"/>)";
  EXPECT_EQ(parse_buffer_request(as_bytes(empty)).error().code, Errc::malformed);
}

} // namespace
} // namespace platen::escl
