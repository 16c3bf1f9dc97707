#include "intake/ipp/job_template.h"
#include "intake/ipp/overrides.h"
#include "intake/ipp/template_table.h"
#include "model/option_table.h"
#include "wire/ipp/message.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::intake::ipp {
namespace {

using platen::ipp::Message;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

const model::Model& model_named(std::string_view id) {
  static const auto models = model::load_models(PLATEN_SOURCE_DATA);
  const auto found = std::find_if(models->begin(), models->end(),
                                  [&](const model::Model& model) { return model.id == id; });
  EXPECTS(found != models->end());
  return *found;
}
const model::Model& photo() {
  return model_named("canon-pro-1000");
}
const model::Model& office() {
  return model_named("canon-ir1020");
}

TemplateReading read(const model::Model& model, const Message& message) {
  TemplateReading reading;
  for (ipp_attribute_t* attribute = ippFirstAttribute(message.get()); attribute != nullptr;
       attribute = ippNextAttribute(message.get()))
    if (!read_template_attribute(model, attribute, reading))
      reading.refused.push_back({ippGetName(attribute), nullptr, {}});
  return reading;
}

std::vector<std::string> names(const std::vector<NotTaken>& refused) {
  std::vector<std::string> texts;
  for (const NotTaken& one : refused)
    texts.push_back(one.name);
  return texts;
}

// Adds a media-col with a size, and with all four margins where `margin` is not negative.
ipp_t* add_media(Message& message, int width, int height, int margin = -1) {
  ipp_t* const size = ippNew();
  ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", width);
  ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", height);
  ipp_t* const media = ippNew();
  ippAddCollection(media, IPP_TAG_ZERO, "media-size", size);
  ippDelete(size);
  for (const char* const edge :
       {"media-bottom-margin", "media-left-margin", "media-right-margin", "media-top-margin"})
    if (margin >= 0) ippAddInteger(media, IPP_TAG_ZERO, IPP_TAG_INTEGER, edge, margin);
  ipp_attribute_t* const added = ippAddCollection(message.get(), IPP_TAG_JOB, "media-col", media);
  ippDelete(media);
  return ippGetCollection(added, 0);
}

TEST(JobTemplate, ReadsEachSyntax) {
  Message m;
  ippAddInteger(m.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 3);
  ippAddString(m.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", nullptr, "two-sided-long-edge");
  ippAddInteger(m.get(), IPP_TAG_JOB, IPP_TAG_ENUM, "orientation-requested", 4);
  ippAddInteger(m.get(), IPP_TAG_JOB, IPP_TAG_ENUM, "print-quality", 4);
  ippAddResolution(m.get(), IPP_TAG_JOB, "printer-resolution", IPP_RES_PER_INCH, 600, 600);
  const std::array first{1, 7}, last{3, 7};
  ippAddRanges(m.get(), IPP_TAG_JOB, "page-ranges", 2, first.data(), last.data());
  ippAddString(m.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr, "iso_a4_210x297mm");
  ippAddInteger(m.get(), IPP_TAG_JOB, IPP_TAG_ENUM, "finishings", 3);
  ippAddBoolean(m.get(), IPP_TAG_JOB, "canon-toner-save", 1);
  const TemplateReading reading = read(office(), m);
  EXPECT_THAT(names(reading.refused), IsEmpty());
  EXPECT_THAT(reading.options,
              UnorderedElementsAre(
                  Pair("copies", "3"), Pair("sides", "two-sided-long-edge"),
                  Pair("orientation-requested", "landscape"), Pair("print-quality", "normal"),
                  Pair("printer-resolution", "600dpi"), Pair("page-ranges", "1-3,7"),
                  Pair("media", "iso_a4_210x297mm"), Pair("toner-save", "on")));
}

TEST(JobTemplate, ReadsResolutionPerCentimetre) {
  Message m;
  ippAddResolution(m.get(), IPP_TAG_JOB, "printer-resolution", IPP_RES_PER_CM, 236, 236);
  // 236/cm is 599.44 dpi, which is not 600: what was not asked for is not done.
  EXPECT_THAT(names(read(office(), m).refused), ElementsAre("printer-resolution"));
}

struct Wrong {
  const char* what;
  void (*add)(ipp_t*);
};
class WrongAttribute : public ::testing::TestWithParam<Wrong> {};
TEST_P(WrongAttribute, IsRefusedAndSetsNothing) {
  Message m;
  GetParam().add(m.get());
  const TemplateReading reading = read(office(), m);
  EXPECT_EQ(reading.refused.size(), 1U);
  EXPECT_THAT(reading.options, IsEmpty());
}
INSTANTIATE_TEST_SUITE_P(
    All, WrongAttribute,
    ::testing::Values(
        Wrong{"unknown",
              [](ipp_t* m) { ippAddInteger(m, IPP_TAG_JOB, IPP_TAG_INTEGER, "x-foo", 1); }},
        Wrong{"none",
              [](ipp_t* m) { ippAddInteger(m, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 0); }},
        Wrong{"many",
              [](ipp_t* m) { ippAddInteger(m, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 1000); }},
        Wrong{"minus",
              [](ipp_t* m) { ippAddInteger(m, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", -1); }},
        Wrong{"text",
              [](ipp_t* m) {
                ippAddString(m, IPP_TAG_JOB, IPP_TAG_KEYWORD, "copies", nullptr, "2");
              }},
        Wrong{"enum", [](ipp_t* m) { ippAddInteger(m, IPP_TAG_JOB, IPP_TAG_ENUM, "copies", 2); }},
        Wrong{"quality",
              [](ipp_t* m) { ippAddInteger(m, IPP_TAG_JOB, IPP_TAG_ENUM, "print-quality", 9); }},
        Wrong{"zero",
              [](ipp_t* m) {
                ippAddInteger(m, IPP_TAG_JOB, IPP_TAG_ENUM, "orientation-requested", 0);
              }},
        Wrong{"sides",
              [](ipp_t* m) {
                ippAddString(m, IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", nullptr, "three");
              }},
        Wrong{"staple",
              [](ipp_t* m) { ippAddInteger(m, IPP_TAG_JOB, IPP_TAG_ENUM, "finishings", 4); }},
        Wrong{"nup",
              [](ipp_t* m) { ippAddInteger(m, IPP_TAG_JOB, IPP_TAG_INTEGER, "number-up", 3); }},
        Wrong{"sheet",
              [](ipp_t* m) {
                ippAddString(m, IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-sheets", nullptr,
                             "confidential");
              }},
        Wrong{"media",
              [](ipp_t* m) {
                ippAddString(m, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr,
                             "iso_a0_841x1189mm");
              }},
        Wrong{"medianumber",
              [](ipp_t* m) { ippAddInteger(m, IPP_TAG_JOB, IPP_TAG_INTEGER, "media", 4); }},
        Wrong{"mediacol",
              [](ipp_t* m) {
                ippAddString(m, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media-col", nullptr, "a4");
              }},
        Wrong{"dpi",
              [](ipp_t* m) {
                ippAddResolution(m, IPP_TAG_JOB, "printer-resolution", IPP_RES_PER_INCH, 600, 300);
              }},
        Wrong{"ranges",
              [](ipp_t* m) {
                const std::array first{4, 1}, last{5, 2};
                ippAddRanges(m, IPP_TAG_JOB, "page-ranges", 2, first.data(), last.data());
              }},
        Wrong{"two",
              [](ipp_t* m) {
                const std::array values{1, 2};
                ippAddIntegers(m, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 2, values.data());
              }},
        Wrong{"ours",
              [](ipp_t* m) {
                ippAddString(m, IPP_TAG_JOB, IPP_TAG_KEYWORD, "toner-save", nullptr, "on");
              }},
        Wrong{"jobname",
              [](ipp_t* m) {
                ippAddString(m, IPP_TAG_JOB, IPP_TAG_NAME, "requesting-user-name", nullptr, "x");
              }}),
    [](const auto& test) { return std::string(test.param.what); });

TEST(JobTemplate, NoValueIsAsIfNotGiven) {
  Message m;
  ippAddOutOfBand(m.get(), IPP_TAG_JOB, IPP_TAG_NOVALUE, "media");
  const TemplateReading reading = read(office(), m);
  EXPECT_THAT(reading.options, IsEmpty());
  EXPECT_THAT(names(reading.refused), IsEmpty());
}

TEST(MediaCol, FindsASizeExactlyInHundredths) {
  Message m;
  add_media(m, 21590, 27940);
  EXPECT_THAT(read(photo(), m).options, ElementsAre(Pair("media", "na_letter_8.5x11in")));
}

TEST(MediaCol, ZeroMarginsAreBorderless) {
  Message m;
  add_media(m, 21000, 29700, 0);
  EXPECT_THAT(read(photo(), m).options,
              UnorderedElementsAre(Pair("media", "iso_a4_210x297mm"), Pair("borderless", "on")));
}

TEST(MediaCol, MarginsThatTheDeviceKeepsAreNotBorderless) {
  Message m;
  add_media(m, 21000, 29700, 1000);
  EXPECT_THAT(read(photo(), m).options,
              UnorderedElementsAre(Pair("media", "iso_a4_210x297mm"), Pair("borderless", "off")));
}

TEST(MediaCol, MarginsThatTheDeviceCannotKeepAreRefusedAlone) {
  Message m;
  add_media(m, 21000, 29700, 100);
  const TemplateReading reading = read(photo(), m);
  EXPECT_THAT(reading.options, ElementsAre(Pair("media", "iso_a4_210x297mm")));
  ASSERT_EQ(reading.refused.size(), 1U);
  EXPECT_EQ(reading.refused.front().name, "media-col");
  EXPECT_EQ(reading.refused.front().members.size(), 4U);
}

TEST(MediaCol, ModelWithoutBorderlessRefusesZeroMargins) {
  Message m;
  add_media(m, 21000, 29700, 0);
  const TemplateReading reading = read(office(), m);
  EXPECT_THAT(reading.options, ElementsAre(Pair("media", "iso_a4_210x297mm")));
  EXPECT_EQ(reading.refused.size(), 1U);
}

// None of the models has a range of sizes: one that has.
model::Model with_custom_sizes() {
  model::Model model = office();
  model.custom = {Hmm{10'000}, Hmm{30'000}, Hmm{15'000}, Hmm{50'000}, model.media[0].margins, {}};
  return model;
}

TEST(MediaCol, TakesACustomSizeWithinTheModelsRange) {
  const model::Model model = with_custom_sizes();
  Message m;
  add_media(m, 12'345, 23'456);
  const TemplateReading reading = read(model, m);
  ASSERT_EQ(reading.options.size(), 1U);
  const auto size = model::parse_media_name(model, reading.options.front().second);
  ASSERT_TRUE(size.has_value());
  EXPECT_EQ(size->width, Hmm{12'345});
  EXPECT_EQ(size->height, Hmm{23'456});
  Message outside;
  add_media(outside, 9'999, 23'456);
  EXPECT_THAT(names(read(model, outside).refused), ElementsAre("media-col"));
}

TEST(JobTemplate, TakesASelfDescribingSizeWithinTheModelsRange) {
  const model::Model model = with_custom_sizes();
  Message m;
  ippAddString(m.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr, "custom_mine_150x200mm");
  EXPECT_EQ(read(model, m).options.size(), 1U);
  Message outside;
  ippAddString(outside.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr,
               "custom_mine_50x200mm");
  EXPECT_THAT(names(read(model, outside).refused), ElementsAre("media"));
}

TEST(MediaCol, RefusesASizeOutOfRangeAndKeepsTheRest) {
  Message m;
  ipp_t* const media = add_media(m, 100'000, 200'000);
  ippAddString(media, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-type", nullptr, "stationery");
  ippAddString(media, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-color", nullptr, "blue");
  ippAddString(media, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-source", nullptr, "auto");
  const TemplateReading reading = read(office(), m);
  EXPECT_THAT(reading.options, Contains(Pair("media-type", "stationery")));
  ASSERT_EQ(reading.refused.size(), 1U);
  EXPECT_THAT(reading.refused.front().members, ElementsAre("media-size", "media-color"));
}

TEST(MediaCol, ReadsTheKeysOfItsDatabase) {
  Message m;
  ipp_t* const media = ippNew();
  ippAddString(media, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-key", nullptr,
               "iso_a4_210x297mm_borderless");
  ippAddCollection(m.get(), IPP_TAG_JOB, "media-col", media);
  ippDelete(media);
  EXPECT_THAT(read(photo(), m).options,
              UnorderedElementsAre(Pair("media", "iso_a4_210x297mm"), Pair("borderless", "on")));
}

TEST(JobTemplate, MediaAndMediaColMayAgree) {
  Message m;
  ippAddString(m.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr, "iso_a4_210x297mm");
  add_media(m, 21000, 29700);
  EXPECT_EQ(read(office(), m).contradiction, "");
}

TEST(JobTemplate, MediaAndMediaColMayNotContradictEachOther) {
  Message m;
  ippAddString(m.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr, "na_letter_8.5x11in");
  add_media(m, 21000, 29700);
  EXPECT_NE(read(office(), m).contradiction, "");
}

TEST(JobTemplate, MediaMayNameASourceOrAType) {
  Message m;
  const std::string source = office().media_sources.back().name;
  ippAddString(m.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr, source.c_str());
  EXPECT_THAT(read(office(), m).options, ElementsAre(Pair("media-source", source)));
}

// ---- overrides

TEST(Overrides, BecomeTheOptionAndBack) {
  const std::vector<Override> list{
      {{"pages", "2-3"}, {"media", "iso_a5_148x210mm"}, {"orientation-requested", "landscape"}},
      {{"pages", "5"}, {"media-source", office().media_sources.back().name}}};
  Message m;
  add_overrides(m.get(), IPP_TAG_JOB, "overrides", office(), list);
  const TemplateReading reading = read(office(), m);
  EXPECT_THAT(names(reading.refused), IsEmpty());
  ASSERT_THAT(reading.options, ElementsAre(Pair("overrides", overrides_text(list))));
  EXPECT_TRUE(model::make_ticket(office(), reading.options).has_value());
}

TEST(Overrides, WithoutPagesAreRefused) {
  Message m;
  add_overrides(m.get(), IPP_TAG_JOB, "overrides", office(), {{{"media", "iso_a5_148x210mm"}}});
  EXPECT_THAT(names(read(office(), m).refused), ElementsAre("overrides"));
}

// As people write it for ipptool: {pages=2 media-source=tray-1}.
TEST(Overrides, TakeTypeAndSourceWithoutAMediaCol) {
  Message m;
  ipp_t* const entry = ippNew();
  ippAddRange(entry, IPP_TAG_ZERO, "pages", 2, 2);
  ippAddString(entry, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-source", nullptr, "tray-1");
  ippAddCollection(m.get(), IPP_TAG_JOB, "overrides", entry);
  ippDelete(entry);
  EXPECT_THAT(read(office(), m).options,
              ElementsAre(Pair("overrides", R"([{"media-source":"tray-1","pages":"2"}])")));
}

TEST(Overrides, SayWhatIsWrong) {
  const auto why = [](const char* name, const char* value) {
    Message m;
    ipp_t* const entry = ippNew();
    ippAddRange(entry, IPP_TAG_ZERO, "pages", 2, 2);
    ippAddString(entry, IPP_TAG_ZERO, IPP_TAG_KEYWORD, name, nullptr, value);
    ippAddCollection(m.get(), IPP_TAG_JOB, "overrides", entry);
    ippDelete(entry);
    const TemplateReading reading = read(office(), m);
    return reading.refused.empty() ? std::string() : reading.refused[0].why;
  };
  EXPECT_THAT(why("sides", "one-sided"), HasSubstr("sides cannot differ from page to page"));
  EXPECT_THAT(why("media-source", "tray-9"),
              HasSubstr("overrides: entry 1: media-source=tray-9: canon-ir1020 takes auto"));
}

TEST(JobTemplate, SaysWhatWouldBeRight) {
  Message m;
  ippAddString(m.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "canon-binding-margin", nullptr, "60mm");
  EXPECT_THAT(read(office(), m).refused.at(0).why, HasSubstr("at most 50.8mm"));
}

TEST(Overrides, TextIsReadStrictly) {
  EXPECT_TRUE(parse_overrides(" [ { \"pages\" : \"1\" } , {} ] ").has_value());
  EXPECT_EQ(parse_overrides("[{\"a\":\"x\\\"y\\\\\"}]")->front().at("a"), "x\"y\\");
  for (const char* const text :
       {"", "[", "[{]", "[{}", "{}", "[{}]x", "[{\"a\"}]", "[{\"a\":1}]", "[{\"a\":\"b\"",
        "[{\"a\":\"b\",}]", "[{\"a\":\"1\",\"a\":\"2\"}]", "[{\"a\":\"\\", "[{\"a\":\"\n\"}]"})
    EXPECT_FALSE(parse_overrides(text).has_value()) << text;
}

// ---- conflicts

model::Options without(const model::Options& options, std::string_view name) {
  model::Options rest = options;
  std::erase_if(rest, [&](const auto& option) { return option.first == name; });
  return rest;
}

TEST(Settle, GivesUpADefaultBeforeWhatWasAskedFor) {
  // The office printer turns no envelope: "sides" of the administrator gives way.
  const model::Options defaults{{"sides", "two-sided-long-edge"}};
  const auto settled = settle(office(), defaults, {{"media", "iso_dl_110x220mm"}}, false);
  ASSERT_TRUE(settled.has_value());
  EXPECT_EQ(settled->conflict, "");
  EXPECT_THAT(settled->options,
              ElementsAre(Pair("sides", "one-sided"), Pair("media", "iso_dl_110x220mm")));
}

TEST(Settle, RefusesOrMendsWhatWasAskedFor) {
  const model::Options asked{{"media", "iso_dl_110x220mm"}, {"sides", "two-sided-long-edge"}};
  const auto strict = settle(office(), {}, asked, false);
  EXPECT_NE(strict->conflict, "");
  EXPECT_THAT(strict->blamed, UnorderedElementsAre("media", "sides"));
  const auto mended = settle(office(), {}, asked, true);
  EXPECT_EQ(mended->conflict, "");
  EXPECT_THAT(mended->blamed, Contains("sides")); // not the paper
  EXPECT_THAT(mended->asked, Contains(Pair("media", "iso_dl_110x220mm")));
  EXPECT_TRUE(model::make_ticket(office(), mended->options).has_value());
}

// lp sends the printer's defaults as the job's own. The drawers hold no A5, either.
TEST(Settle, ChangesThePaperLast) {
  const model::Options drawer{{"media-source", "tray-1"}};
  const model::Options both_sides{{"sides", "two-sided-long-edge"}};
  const model::Options a5{{"media", "iso_a5_148x210mm"}};
  const auto joined = [](model::Options one, const model::Options& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
  };
  const std::pair<model::Options, model::Options> defaults_and_asked[] = {
      {joined(both_sides, drawer), a5},
      {drawer, joined(a5, both_sides)},
      {both_sides, joined(a5, drawer)},
      {{}, joined(joined(a5, both_sides), drawer)},
      {{}, joined(joined(drawer, both_sides), a5)}};
  for (const auto& [defaults, asked] : defaults_and_asked) {
    const auto settled = settle(office(), defaults, asked, true);
    ASSERT_TRUE(settled) << settled.error().what;
    EXPECT_EQ(settled->conflict, "");
    const auto ticket = model::make_ticket(office(), settled->options);
    ASSERT_TRUE(ticket) << ticket.error().what;
    EXPECT_EQ(ticket->media->name, "iso_a5_148x210mm");
    EXPECT_EQ(ticket->sides, model::Sides::one_sided);
    EXPECT_NE(ticket->media_source, "tray-1");
  }
}

// Who gives only one of two that exclude each other is told where the other comes from.
TEST(Settle, NamesTheDefaultThatIsInTheWay) {
  struct Case {
    std::pair<std::string, std::string> set, asked;
    const char* says;
  };
  for (const Case& c :
       {Case{{"number-up", "2"},
             {"poster", "2x2"},
             "number-up=2 is a default of this printer; say number-up=1 as well"},
        Case{{"binding-margin", "10mm"},
             {"imposition-template", "signature"},
             "binding-margin=10mm is a default of this printer; say binding-margin=0mm as well"},
        Case{{"page-footer", "{page}"}, {"poster", "2x2"}, "say page-footer= as well"},
        Case{{"poster", "2x2"}, {"number-up", "4"}, "say poster=1x1 as well"}}) {
    const auto settled = settle(office(), {c.set}, {c.asked}, true);
    ASSERT_FALSE(settled);
    EXPECT_THAT(settled.error().what, HasSubstr(c.says));
    EXPECT_THAT(settled.error().what, Not(HasSubstr("leave one of them out")));
  }
}

// Found by fuzzing: A5 cannot be turned over, and the job's own paper can.
TEST(Settle, PagesThatDoNotGoWithTheJobArePrintedLikeTheOthers) {
  const model::Options asked{{"sides", "two-sided-long-edge"},
                             {"overrides", R"([{"media":"iso_a5_148x210mm","pages":"2-3"}])"}};
  const auto strict = settle(office(), {}, asked, false);
  EXPECT_NE(strict->conflict, "");
  EXPECT_THAT(strict->blamed, ElementsAre("overrides"));
  const auto mended = settle(office(), {}, asked, true);
  EXPECT_EQ(mended->conflict, "");
  EXPECT_THAT(mended->options, ElementsAre(Pair("sides", "two-sided-long-edge")));
}

TEST(Settle, DropsDefaultsThatTheModelDoesNotHave) {
  const auto settled =
      settle(office(), {{"no-such", "1"}, {"print-color-mode", "color"}}, {}, false);
  ASSERT_TRUE(settled.has_value());
  EXPECT_THAT(settled->options, IsEmpty());
}

// An administrator's default colour mode and a client's own do not fight (CUPS #1358).
TEST(Settle, TheClientsColourModeWins) {
  const auto settled =
      settle(photo(), {{"print-color-mode", "monochrome"}}, {{"print-color-mode", "color"}}, true);
  EXPECT_THAT(settled->options, ElementsAre(Pair("print-color-mode", "color")));
}

// ---- property: options -> attributes -> options

// One legal value of an option, or nothing where it has none worth asking for.
rc::Gen<std::optional<std::string>> value_of(const model::Model& model,
                                             const model::OptionRow& row) {
  const std::vector<std::string> values = model::offered_values(row, model);
  const auto some = [](std::vector<std::string> list) {
    return rc::gen::map(rc::gen::elementOf(std::move(list)),
                        [](std::string text) { return std::optional(std::move(text)); });
  };
  if (row.name == "copies") return some({"1", "2", "17", "999"});
  if (row.name == "page-ranges") return some({"1", "2-9", "1-3,7,9-2000"});
  if (row.name == "media") return some({values.front(), values.back()});
  if (row.name == "overrides")
    return some(
        {R"([{"media":"iso_a4_210x297mm","pages":"2-3"}])",
         R"([{"orientation-requested":"landscape","pages":"1"},{"media-type":"stationery","pages":"4-5,7"}])"});
  // "auto" is said by leaving the attribute out.
  if (row.name == "orientation-requested") return some({"portrait", "reverse-landscape"});
  if (row.name == "image-width" || row.name == "image-height")
    return some({"120mm", "4.75in", "99.99mm"});
  if (row.name == "border-width" || row.name == "image-gap") return some({"1.5mm", "4pt"});
  if (row.name == "mat-width") return some({"20mm", "5mm,4mm,8.25mm,0.5in"});
  if (row.name == "border-color" || row.name == "mat-color") return some({"ivory", "#80C0ff"});
  if (row.name == "caption-size") return some({"3.5mm"});
  if (row.name == "contact-sheet") return some({"3x4"});
  if (row.name == "image-package") return some({"10x15cm*2,5x7in"});
  if (row.name == "media-overprint") return some({"0", "150"});
  if (row.name == "image-caption") return some({"{title}, {date}", "of #1"});
  if (row.name == "image-crop") return some({"10,0,80,100"});
  if (row.name == "x-image-shift" || row.name == "y-image-shift") return some({"250", "-1200"});
  if (values.empty()) return rc::gen::just(std::optional<std::string>());
  return some(values);
}

bool is_taken(const model::Model& model, const std::string& name, const std::string& value) {
  return !wrong_for(model, name, value);
}

RC_GTEST_PROP(JobTemplateProperty, OptionsSurviveAsAttributes, ()) {
  const model::Model& model =
      model_named(*rc::gen::element<std::string>("canon-pro-1000", "canon-ir1020", "canon-ir1024"));
  model::Options options;
  for (const model::OptionRow& row : model::option_rows()) {
    if (!row.offered(model) || row.name == "job-name" || row.name == "requesting-user-name")
      continue;
    if (!*rc::gen::arbitrary<bool>()) continue;
    const auto value = *value_of(model, row);
    if (value && is_taken(model, std::string(row.name), *value))
      options.emplace_back(row.name, *value);
  }
  Message first;
  write_template(first.get(), IPP_TAG_JOB, model, options);
  const Message message = *Message::parse(as_bytes(first.encode())); // over the wire
  TemplateReading reading = read(model, message);
  RC_ASSERT(reading.refused.empty());
  RC_ASSERT(reading.contradiction.empty());
  std::sort(options.begin(), options.end());
  std::sort(reading.options.begin(), reading.options.end());
  RC_ASSERT(reading.options == options);
}

TEST(JobTemplate, OptionsOfATicketMakeTheSameTicket) {
  const model::Options options{{"media", "iso_a4_210x297mm"},
                               {"sides", "two-sided-short-edge"},
                               {"page-ranges", "2-4,9"},
                               {"orientation-requested", "landscape"},
                               {"copies", "4"}};
  const auto ticket = model::make_ticket(office(), options);
  ASSERT_TRUE(ticket.has_value());
  const auto again = model::make_ticket(office(), options_of(office(), *ticket));
  ASSERT_TRUE(again.has_value()) << again.error().message();
  EXPECT_EQ(options_of(office(), *again), options_of(office(), *ticket));
  EXPECT_EQ(again->copies, 4);
  EXPECT_EQ(again->sides, model::Sides::two_sided_short_edge);
  EXPECT_EQ(without(options_of(office(), *again), "copies").size() + 1,
            options_of(office(), *again).size());
}

} // namespace
} // namespace platen::intake::ipp
