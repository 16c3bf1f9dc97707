#include "install/apple.h"
#include "install/chromeos.h"
#include "install/cups.h"
#include "install/digest.h"
#include "install/qr.h"
#include "install/system.h"
#include "install/windows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace platen::install {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const Place plain{.host = "print.local"};
const Place safe{.host = "print.local", .encrypted = true, .trusted = true};
const Place own{.host = "print.local", .encrypted = true};

Printer printer(const std::string& name, const std::string& title) {
  return {.name = name,
          .title = title,
          .location = {},
          .model = {},
          .uuid = "urn:uuid:81da1420-f6c4-422d-84fe-ebad8c620ec0"};
}
const Printer office = printer("office", "Office");

TEST(Windows, TheLineNamesThePrinterAndItsAddress) {
  EXPECT_EQ(windows_lines(plain, {office}),
            "Add-Printer -Name 'Office' -IppURL 'http://print.local:8631/ipp/print/office'");
}

// Windows refuses what the server signed itself.
TEST(Windows, IsEncryptedWhereItWouldBelieveTheCertificate) {
  EXPECT_THAT(windows_url(safe, office), StartsWith("https://"));
  EXPECT_THAT(windows_url(own, office), StartsWith("http://"));
}

TEST(Windows, EachNameIsThereOnce) {
  EXPECT_THAT(windows_names({printer("a", "Office"), printer("b", "Office"), printer("c", ",!")}),
              ElementsAre("Office", "Office (b)", "c"));
}

TEST(Windows, TheScriptIsUtf8WithItsMarkAndItsEndsOfLines) {
  const std::string script = windows_script(plain, {office});
  EXPECT_THAT(script, StartsWith("\xef\xbb\xbf#Requires -Version 5.1\r\n"));
  for (std::size_t at = script.find('\n'); at != std::string::npos; at = script.find('\n', at + 1))
    EXPECT_EQ(script[at - 1], '\r');
  EXPECT_THAT(script, Not(HasSubstr("#PRINTERS#")));
  EXPECT_THAT(script, HasSubstr("Mark = 'platen: http://print.local:8631/ipp/print/office'"));
}

TEST(Windows, AHostileTitleIsATitle) {
  const std::string script =
      windows_script(plain, {printer("office", "x'; Remove-Item C:\\ -Recurse; '\u2019\n#>")});
  EXPECT_THAT(script, HasSubstr("Name = 'x''; Remove-Item C: -Recurse; ''\u2019\u2019 #>'; Url"));
}

TEST(Apple, IdentifiersStayAndDifferOfOneAndAll) {
  const std::string one = apple_profile(plain, {office}, "urn:uuid:1");
  EXPECT_EQ(one, apple_profile(plain, {office}, "urn:uuid:1"));
  EXPECT_NE(one, apple_profile(plain, {office}, "urn:uuid:2"));
  const auto identifier = [](const std::string& text) {
    return text.substr(text.rfind("PayloadIdentifier"), 90);
  };
  const auto both = apple_profile(plain, {office, printer("b", "B")}, "urn:uuid:1");
  EXPECT_NE(identifier(one), identifier(both));
  EXPECT_EQ(identifier(one), identifier(apple_profile(safe, {office}, "urn:uuid:1")));
}

TEST(Apple, AnAddressOfIpv6HasNoBrackets) {
  const Place six{.host = "[2001:db8::7]"};
  EXPECT_THAT(apple_profile(six, {office}, "u"), HasSubstr("<string>2001:db8::7</string>"));
}

TEST(ChromeOs, HostileTitlesAreJson) {
  const auto json = nlohmann::json::parse(chromeos_printers(own, {printer("a", "\"}]\n\xff")}));
  EXPECT_EQ(json[0]["display_name"], "\"}] \uFFFD");
  EXPECT_EQ(json[0]["uri"], "ipps://print.local:8631/ipp/print/a");
}

TEST(ChromeOs, ThePolicyHasTheFilesDigest) {
  const auto json = nlohmann::json::parse(chromeos_policy("http://x/", "abc"));
  // FIPS 180-2, appendix B.1
  EXPECT_EQ(json["PrintersBulkConfiguration"]["hash"],
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(UuidOf, IsOneOfVersion8) {
  EXPECT_THAT(uuid_of("x"),
              ::testing::MatchesRegex(
                  "[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}"));
}

TEST(Cups, TheLineIsOneForAShell) {
  EXPECT_EQ(lpadmin_lines(plain, {office}, "sudo "),
            "sudo lpadmin -p office -E -v ipp://print.local:8631/ipp/print/office -m everywhere "
            "-D Office");
  EXPECT_THAT(lpadmin_lines(plain, {printer("a", "'$(id)")}, ""), HasSubstr(" -D ''\\''$(id)'"));
}

TEST(Cups, ScannersHaveLinesOfTheirOwn) {
  EXPECT_EQ(airscan_lines(plain, {{"glass", "The \"glass\"\n[x]"}}),
            "[devices]\n\"The glass [x]\" = http://print.local:8631/eSCL/glass, eSCL");
}

TEST(QrSvg, HasATitleThatIsText) {
  const auto svg = qr_svg("http://print.local:8631/install", "<&>");
  ASSERT_TRUE(svg);
  EXPECT_THAT(*svg, HasSubstr("<title>&lt;&amp;&gt;</title>"));
  EXPECT_FALSE(qr_svg(std::string(5'000, 'x'), ""));
}

TEST(SystemOf, WhatBrowsersSayOfThemselves) {
  EXPECT_EQ(system_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64)"), "windows");
  EXPECT_EQ(system_of("Mozilla/5.0 (Windows NT 6.3; WOW64; Trident/7.0)"), "windows-old");
  EXPECT_EQ(system_of("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"), "macos");
  EXPECT_EQ(system_of("Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X)"), "ios");
  EXPECT_EQ(system_of("Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X)"), "ios");
  EXPECT_EQ(system_of("Mozilla/5.0 (Linux; Android 10; K)"), "android");
  EXPECT_EQ(system_of("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)"), "chromeos");
  EXPECT_EQ(system_of("Mozilla/5.0 (X11; Ubuntu; Linux x86_64)"), "linux");
  EXPECT_EQ(system_of("curl/8"), "other");
}

} // namespace
} // namespace platen::install
