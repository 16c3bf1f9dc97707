#include "client/job_options.h"
#include "client/request.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::client {
namespace {

using platen::ipp::Message;
using testing::HasSubstr;
using testing::Not;

// A printer with one option of each kind.
class JobOptions : public testing::Test {
protected:
  JobOptions() {
    ipp_t* const all = printer.get();
    const char* const sides[] = {"one-sided", "two-sided-long-edge"};
    ippAddStrings(all, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "sides-supported", 2, nullptr, sides);
    const char* const media[] = {"iso_a4_210x297mm", "custom_min_50x50mm"};
    ippAddStrings(all, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "media-supported", 2, nullptr, media);
    const int qualities[] = {3, 4, 5};
    ippAddIntegers(all, IPP_TAG_PRINTER, IPP_TAG_ENUM, "print-quality-supported", 3, qualities);
    ippAddRange(all, IPP_TAG_PRINTER, "copies-supported", 1, 99);
    ippAddInteger(all, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "job-priority-supported", 100);
    ippAddBoolean(all, IPP_TAG_PRINTER, "page-ranges-supported", 1);
    ippAddBoolean(all, IPP_TAG_PRINTER, "canon-toner-save-supported", 1);
    ippAddResolution(all, IPP_TAG_PRINTER, "printer-resolution-supported", IPP_RES_PER_INCH, 600,
                     600);
    const char* const holds[] = {"no-hold", "indefinite"};
    ippAddStrings(all, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "job-hold-until-supported", 2, nullptr,
                  holds);
    ippAddString(all, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "media-col-supported", nullptr,
                 "media-size");
    ippAddString(all, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "overrides-supported", nullptr, "pages");
    ippAddInteger(all, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "job-password-supported", 8);
    const char* const creation[] = {"sides", "canon-toner-save"};
    ippAddStrings(all, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "job-creation-attributes-supported", 2,
                  nullptr, creation);
  }

  Result<void> add(const std::string& name, const std::string& value) {
    return add_option(request, printer, name, value, 1'768'478'400);
  }
  // The attribute that came of it, as text.
  std::string text(const char* name) {
    std::string all;
    for (const std::string& value : values_of(request.get(), name))
      all += (all.empty() ? "" : ",") + value;
    return all;
  }
  ipp_tag_t tag(const char* name) {
    return ippGetValueTag(ippFindAttribute(request.get(), name, IPP_TAG_ZERO));
  }

  Message printer, request;
};

TEST_F(JobOptions, AreSentInTheirOwnSyntax) {
  struct Case {
    const char *name, *value, *sent;
    ipp_tag_t tag;
  };
  for (const Case& c :
       {Case{"sides", "two-sided-long-edge", "two-sided-long-edge", IPP_TAG_KEYWORD},
        Case{"print-quality", "high", "high", IPP_TAG_ENUM},
        Case{"copies", "12", "12", IPP_TAG_INTEGER},
        Case{"job-priority", "80", "80", IPP_TAG_INTEGER},
        Case{"page-ranges", "1-3,5", "1-3,5-5", IPP_TAG_RANGE},
        Case{"canon-toner-save", "on", "true", IPP_TAG_BOOLEAN},
        Case{"printer-resolution", "600", "600dpi", IPP_TAG_RESOLUTION},
        Case{"job-hold-until", "indefinite", "indefinite", IPP_TAG_KEYWORD},
        Case{"media", "a4", "iso_a4_210x297mm", IPP_TAG_KEYWORD}}) {
    const auto added = add(c.name, c.value);
    ASSERT_TRUE(added) << added.error().message();
    EXPECT_EQ(text(c.name), c.sent);
    EXPECT_EQ(tag(c.name), c.tag) << c.name;
  }
  ASSERT_TRUE(add("media-col", "{media-size={x-dimension=21000 y-dimension=29700}}"));
  EXPECT_EQ(tag("media-col"), IPP_TAG_BEGIN_COLLECTION);
}

TEST_F(JobOptions, TakeEnumsByNumberToo) {
  ASSERT_TRUE(add("print-quality", "5"));
  EXPECT_EQ(text("print-quality"), "high");
}

TEST_F(JobOptions, TakeSizesThatNoListHas) {
  ASSERT_TRUE(add("media", "custom_mine_100x150mm"));
  EXPECT_EQ(text("media"), "custom_mine_100x150mm");
}

TEST_F(JobOptions, RefuseASizeOfOnesOwnWhereThePrinterHasNone) {
  ippDeleteAttribute(printer.get(),
                     ippFindAttribute(printer.get(), "media-supported", IPP_TAG_ZERO));
  const char* const media[] = {"iso_a4_210x297mm", "custom_7x10in_7x10in"};
  ippAddStrings(printer.get(), IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "media-supported", 2, nullptr,
                media);
  const auto refused = add("media", "custom_mine_100x150mm");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, HasSubstr("the printer takes iso_a4_210x297mm"));
  EXPECT_TRUE(add("media", "custom_7x10in_7x10in"));
}

// One entry of "overrides" as libcups writes it.
std::string entry_text(ipp_t* entry) {
  const Message shown;
  ippAddCollection(shown.get(), IPP_TAG_JOB, "one", entry);
  std::array<char, 512> text{};
  ippAttributeString(ippFirstAttribute(shown.get()), text.data(), text.size());
  return text.data();
}

TEST_F(JobOptions, TakePagesThatDifferInBothForms) {
  for (const char* const written :
       {"[{\"pages\":\"2-3\",\"media\":\"a4\",\"media-source\":\"tray-2\"},"
        "{\"pages\":\"7\",\"orientation-requested\":\"landscape\"}]",
        "{pages=2-3 media=a4 media-source=tray-2},{pages=7 orientation-requested=landscape}",
        "{pages=2-3 media=iso_a4_210x297mm media-col={media-source=tray-2}}, "
        "{ pages=7 orientation-requested=4 }"}) {
    Message fresh;
    ASSERT_TRUE(add_option(fresh, printer, "overrides", written, 0)) << written;
    ipp_attribute_t* const all = ippFindAttribute(fresh.get(), "overrides", IPP_TAG_ZERO);
    ASSERT_EQ(ippGetCount(all), 2) << written;
    EXPECT_EQ(entry_text(ippGetCollection(all, 0)),
              "{media=iso_a4_210x297mm pages=2-3 media-col={media-source=tray-2}}")
        << written;
    EXPECT_EQ(entry_text(ippGetCollection(all, 1)), "{orientation-requested=landscape pages=7-7}")
        << written;
    ipp_attribute_t* const turn =
        ippFindAttribute(ippGetCollection(all, 1), "orientation-requested", IPP_TAG_ENUM);
    EXPECT_EQ(ippGetInteger(turn, 0), 4);
  }
}

TEST_F(JobOptions, SayWhatIsWrongWithPagesThatDiffer) {
  struct Case {
    const char *written, *says;
  };
  for (const Case& c :
       {Case{"media=a5", "write it as a JSON list"}, Case{"{media=a5}", "for which \"pages\""},
        Case{"{pages=2 sides=one-sided}", "sides cannot differ from page to page; media"},
        Case{"{pages=3-1 media=a5}", "pages=3-1: use numbers like"},
        Case{"{pages=1},{pages=2 orientation-requested=up}", "entry 2: orientation-requested=up"}})
    EXPECT_THAT(add("overrides", c.written).error().message(), HasSubstr(c.says));
}

TEST_F(JobOptions, SendATimeOfDayAsAName) {
  ASSERT_TRUE(add("job-hold-until", "21:30"));
  EXPECT_EQ(tag("job-hold-until"), IPP_TAG_NAME);
}

TEST_F(JobOptions, SendAPasswordWithTheOperation) {
  ASSERT_TRUE(add("job-password", "1234"));
  ipp_attribute_t* const pin = ippFindAttribute(request.get(), "job-password", IPP_TAG_STRING);
  ASSERT_NE(pin, nullptr);
  EXPECT_EQ(ippGetGroupTag(pin), IPP_TAG_OPERATION);
  EXPECT_EQ(text("job-password-encryption"), "none");
}

TEST_F(JobOptions, KnowAVendorsOptionWithoutItsPrefix) {
  ASSERT_TRUE(add("toner-save", "true"));
  EXPECT_EQ(text("canon-toner-save"), "true");
}

TEST_F(JobOptions, NameTheLegalValuesOfAWrongOne) {
  const auto sides = add("sides", "three-sided");
  ASSERT_FALSE(sides);
  EXPECT_EQ(sides.error().code, Errc::unsupported);
  EXPECT_THAT(sides.error().what, HasSubstr("one-sided, two-sided-long-edge"));
  EXPECT_FALSE(add("print-quality", "superb"));
  EXPECT_FALSE(add("copies", "100"));
  EXPECT_FALSE(add("printer-resolution", "1200dpi"));
  EXPECT_FALSE(add("media", "iso_a0_841x1189mm"));
  EXPECT_FALSE(add("job-hold-until", "doomsday"));
}

TEST_F(JobOptions, RefuseWhatThePrinterDoesNotHave) {
  const auto unknown = add("staples", "1");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, Errc::unsupported);
  EXPECT_THAT(unknown.error().what, HasSubstr("staples"));
}

TEST_F(JobOptions, SayWhatMayHaveBeenMeant) {
  EXPECT_THAT(add("side", "one-sided").error().what, HasSubstr("did you mean sides?"));
  EXPECT_THAT(add("toner-safe", "true").error().what, HasSubstr("did you mean toner-save?"));
}

TEST_F(JobOptions, SayHowAJobGetsItsName) {
  const char* const creation[] = {"sides", "job-name"};
  ippDeleteAttribute(
      printer.get(),
      ippFindAttribute(printer.get(), "job-creation-attributes-supported", IPP_TAG_ZERO));
  ippAddStrings(printer.get(), IPP_TAG_PRINTER, IPP_TAG_KEYWORD,
                "job-creation-attributes-supported", 2, nullptr, creation);
  EXPECT_THAT(add("job-name", "letter").error().what, HasSubstr("--title"));
  EXPECT_THAT(add("job-nam", "letter").error().what, Not(HasSubstr("did you mean")));
}

TEST_F(JobOptions, RefuseAWrongForm) {
  for (const auto& [name, value] :
       {std::pair("copies", "many"), std::pair("copies", ""), std::pair("page-ranges", "3-1"),
        std::pair("canon-toner-save", "maybe"), std::pair("printer-resolution", "fine"),
        std::pair("media-col", "a4"), std::pair("job-hold-until", "25:00"),
        std::pair("job-priority", "101")}) {
    const auto added = add(name, value);
    ASSERT_FALSE(added) << name << "=" << value;
    EXPECT_EQ(added.error().code, Errc::invalid) << name << "=" << value;
  }
}

} // namespace
} // namespace platen::client
