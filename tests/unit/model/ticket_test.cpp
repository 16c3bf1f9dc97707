#include "model/model.h"
#include "model/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::model {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const Model& model_of(std::string_view id) {
  static const auto models = load_models(PLATEN_SOURCE_DATA);
  return **find_model(*models, id);
}

Ticket ticket_of(std::string_view id, const Options& options) {
  const auto ticket = make_ticket(model_of(id), options);
  EXPECT_TRUE(ticket) << ticket.error().message();
  return ticket.value_or(Ticket{});
}

std::string error_of(std::string_view id, const Options& options) {
  const auto ticket = make_ticket(model_of(id), options);
  EXPECT_FALSE(ticket);
  if (ticket) return {};
  EXPECT_EQ(ticket.error().code, Errc::invalid);
  return ticket.error().message();
}

TEST(Ticket, TakesEveryOptionInIppsWords) {
  const Ticket t = ticket_of(
      "canon-ir1020", {{"media", "letter"},
                       {"media-type", "stationery-recycled"},
                       {"media-source", "tray-2"},
                       {"sides", "two-sided-short-edge"},
                       {"copies", "12"},
                       {"multiple-document-handling", "separate-documents-uncollated-copies"},
                       {"page-ranges", "1-3,7"},
                       {"orientation-requested", "reverse-landscape"},
                       {"print-scaling", "auto-fit"},
                       {"printer-resolution", "600x600dpi"},
                       {"print-color-mode", "auto"},
                       {"print-rendering-intent", "relative-bpc"},
                       {"halftone", "blue-noise"},
                       {"toner-save", "on"},
                       {"job-name", "Größe 3"},
                       {"requesting-user-name", "ada"}});
  ASSERT_TRUE(t.media);
  EXPECT_EQ(t.media->name, "na_letter_8.5x11in");
  EXPECT_EQ(t.media_type, "stationery-recycled");
  EXPECT_EQ(t.media_source, "tray-2");
  EXPECT_EQ(t.sides, Sides::two_sided_short_edge);
  EXPECT_EQ(t.copies, 12);
  EXPECT_EQ(t.collate, Collate::uncollated);
  ASSERT_EQ(t.page_ranges.size(), 2u);
  EXPECT_EQ(t.page_ranges[0].last, 3);
  EXPECT_EQ(t.page_ranges[1].first, 7);
  EXPECT_EQ(t.orientation, Orientation::reverse_landscape);
  EXPECT_EQ(t.scaling, PrintScaling::auto_fit);
  EXPECT_EQ(t.resolution, Dpi{600});
  EXPECT_EQ(t.color_mode, ColorMode::automatic);
  EXPECT_EQ(t.intent, RenderingIntent::relative_bpc);
  EXPECT_EQ(t.screen, Screen::blue_noise);
  EXPECT_EQ(t.toner_save, TonerSave::on);
  EXPECT_EQ(t.job_name, "Größe 3");
  EXPECT_EQ(t.user_name, "ada");
}

TEST(Ticket, TakesIppEnumNumbersForKeywords) {
  EXPECT_EQ(ticket_of("canon-pro-1000", {{"print-quality", "5"}}).quality, PrintQuality::high);
  EXPECT_EQ(ticket_of("canon-pro-1000", {{"orientation-requested", "6"}}).orientation,
            Orientation::reverse_portrait);
  EXPECT_THAT(error_of("canon-pro-1000", {{"print-quality", "6"}}),
              HasSubstr("draft, normal or high"));
}

TEST(Ticket, LetsTheLastOfTwoValuesCount) {
  EXPECT_EQ(ticket_of("canon-ir1020", {{"copies", "2"}, {"copies", "3"}}).copies, 3);
}

TEST(Ticket, TakesThePageFormatOfAModelThatHasOne) {
  EXPECT_EQ(ticket_of("canon-pro-1000", {}).page_format, "pwg-raster");
  EXPECT_EQ(ticket_of("canon-pro-1000", {{"page-format", "jpeg"}}).page_format, "jpeg");
  EXPECT_EQ(error_of("canon-pro-1000", {{"page-format", "png"}}),
            "page-format=png: canon-pro-1000 takes pwg-raster or jpeg");
}

TEST(Ticket, RefusesAnUnknownOptionWithTheNearest) {
  EXPECT_THAT(error_of("canon-ir1020", {{"side", "one-sided"}}), HasSubstr("did you mean sides?"));
  EXPECT_THAT(error_of("canon-pro-1000", {{"halftone", "blue-noise"}}),
              HasSubstr("unknown option halftone"));
  EXPECT_THAT(error_of("canon-ir1020", {{"borderless", "on"}}),
              HasSubstr("unknown option borderless"));
}

TEST(Ticket, RefusesAWrongValueWithTheLegalOnes) {
  EXPECT_EQ(error_of("canon-ir1020", {{"sides", "two-sided"}}),
            "sides=two-sided: canon-ir1020 takes one-sided, two-sided-long-edge or "
            "two-sided-short-edge; did you mean "
            "one-sided, two-sided-long-edge or two-sided-short-edge?");
  EXPECT_THAT(error_of("canon-pro-1000", {{"sides", "two-sided-long-edge"}}),
              HasSubstr("takes one-sided"));
  EXPECT_THAT(error_of("canon-ir1020", {{"print-color-mode", "color"}}),
              HasSubstr("auto or monochrome"));
  EXPECT_THAT(error_of("canon-ir1020", {{"printer-resolution", "600x300dpi"}}),
              HasSubstr("600dpi"));
  EXPECT_THAT(error_of("canon-ir1020", {{"media-type", "photographic"}}),
              HasSubstr("stationery-recycled"));
}

TEST(Ticket, RefusesCopiesOutOfRange) {
  for (const char* value : {"0", "1000", "-1", "1.5", "", "two", "99999999999999999999"})
    EXPECT_THAT(error_of("canon-ir1020", {{"copies", value}}), HasSubstr("1..999")) << value;
  EXPECT_EQ(ticket_of("canon-ir1020", {{"copies", "999"}}).copies, 999);
}

TEST(Ticket, RefusesPageRangesThatRfc8011Forbids) {
  for (const char* value :
       {"", "0", "3-1", "1-3,2", "1,1", "1-", "-3", "1,,2", "1,", "a", "1-2-3", "4294967297"})
    EXPECT_THAT(error_of("canon-ir1020", {{"page-ranges", value}}), HasSubstr("page-ranges="))
        << value;
}

TEST(Ticket, RefusesTextsThatWouldBreakALine) {
  EXPECT_THAT(error_of("canon-ir1020", {{"job-name", "a\r\nb"}}), HasSubstr("control characters"));
  EXPECT_THAT(error_of("canon-ir1020", {{"job-name", std::string(256, 'a')}}), HasSubstr("255"));
}

TEST(Ticket, TakesCustomSizesWhereTheModelDoes) {
  const Ticket t = ticket_of("canon-pro-1000", {{"media", "150x100mm"}});
  EXPECT_EQ(t.media->name, "custom_100x150mm_100x150mm");
  EXPECT_EQ(t.media->width, Hmm{10000});
  EXPECT_EQ(ticket_of("canon-pro-1000", {{"media", "custom_x_100x150mm"}}).media, t.media);
  EXPECT_THAT(error_of("canon-pro-1000", {{"media", "500x900mm"}}),
              HasSubstr("sizes from 89 x 127 mm to 431.8 x 647.7 mm"));
  EXPECT_THAT(error_of("canon-ir1020", {{"media", "100x150mm"}}),
              HasSubstr("takes no other sizes"));
}

TEST(Ticket, KnowsASizeOfTheModelByItsMeasures) {
  EXPECT_EQ(ticket_of("canon-ir1020", {{"media", "297x210mm"}}).media->name, "iso_a4_210x297mm");
  EXPECT_EQ(ticket_of("canon-ir1020", {{"media", "8.5x11in"}}).media->name, "na_letter_8.5x11in");
  EXPECT_EQ(ticket_of("canon-ir1020", {{"media", "om_small-a4_210x297mm"}}).media->name,
            "iso_a4_210x297mm");
}

TEST(OptionList, HoldsOnlyWhatTheModelOffersAndLegalDefaults) {
  for (const char* id : {"canon-ir1020", "canon-pro-1000"}) {
    Options defaults;
    for (const OptionInfo& option : option_list(model_of(id))) {
      EXPECT_FALSE(option.label.empty());
      EXPECT_TRUE(!option.values.empty() || !option.form.empty()) << option.name;
      if (!option.default_value.empty()) defaults.emplace_back(option.name, option.default_value);
    }
    const auto ticket = make_ticket(model_of(id), defaults);
    EXPECT_TRUE(ticket) << ticket.error().message();
  }
}

TEST(OptionList, OffersEveryValueThatItNames) {
  for (const char* id : {"canon-ir1020", "canon-ir1024", "canon-pro-1000"})
    for (const OptionInfo& option : option_list(model_of(id)))
      for (const std::string& value : option.values) {
        const auto ticket = make_ticket(model_of(id), {{option.name, value}});
        // Alone against the defaults a value may break a constraint, but it is never unknown.
        EXPECT_TRUE(ticket || ticket.error().message().find("choose") != std::string::npos)
            << option.name << "=" << value << ": " << ticket.error().message();
      }
}

// ---- pages that differ

TEST(Overrides, GiveSomePagesTheirOwnPaperAndOrientation) {
  const Ticket t = ticket_of(
      "canon-ir1020",
      {{"media-source", "tray-1"},
       {"overrides",
        R"([{"pages":"2-3","media":"a5","media-source":"by-pass-tray"},)"
        R"({"pages":"3,5","orientation-requested":"4","media-type":"stationery-recycled"}])"}});
  EXPECT_EQ(ticket_for_page(t, 1).media_source, "tray-1");
  EXPECT_FALSE(ticket_for_page(t, 1).media);
  EXPECT_EQ(ticket_for_page(t, 2).media_source, "by-pass-tray");
  EXPECT_EQ(ticket_for_page(t, 2).media->name, "iso_a5_148x210mm");
  EXPECT_EQ(ticket_for_page(t, 2).orientation, Orientation::automatic);
  EXPECT_EQ(ticket_for_page(t, 3).media->name, "iso_a5_148x210mm");
  EXPECT_EQ(ticket_for_page(t, 3).orientation, Orientation::landscape);
  EXPECT_EQ(ticket_for_page(t, 5).media_type, "stationery-recycled");
  EXPECT_EQ(ticket_for_page(t, 5).media_source, "tray-1");
}

TEST(Overrides, LaterOnesCount) {
  const Ticket t =
      ticket_of("canon-ir1020", {{"overrides", R"([{"pages":"1-9","media-source":"tray-1"},)"
                                               R"({"pages":"4","media-source":"tray-2"}])"}});
  EXPECT_EQ(ticket_for_page(t, 3).media_source, "tray-1");
  EXPECT_EQ(ticket_for_page(t, 4).media_source, "tray-2");
}

TEST(Overrides, SayWhatIsWrongAndWhere) {
  const std::pair<std::string, std::string> wrong[] = {
      {"", "overrides: write it as a JSON list"},
      {"{}", "overrides: entry 1: it does not say for which \"pages\""},
      {"{pages=2", "or as {pages=2-3 media=a5},{...}"},
      {"{pages=2 sides=one-sided}", "sides cannot differ from page to page; media, media-type"},
      {"{pages=2 media-source=tray-9}", "media-source=tray-9: canon-ir1020 takes auto"},
      {"{pages=2 media-col={media-color=red}}", "media-color of media-col cannot differ"},
      {"{pages=2 media=a4 media-col={media-size-name=a5}}", "it says media twice"},
      {"[1]", "overrides: entry 1: it is no {...}"},
      {R"([{"media":"a5"}])", R"(entry 1: it does not say for which "pages")"},
      {R"([{"pages":"2-1"}])", "entry 1: page-ranges=2-1: a range ends before it begins"},
      {R"([{"pages":"1"},{"pages":"2","sides":"one-sided"}])",
       "entry 2: sides cannot differ from page to page"},
      {R"([{"pages":"1","media-source":"tray-9"}])", "media-source=tray-9"},
      {R"([{"pages":"1","media-source":["tray-1"]}])",
       "the value of media-source is neither a text nor a number"},
      {"[" + std::string(70'000, ' ') + "]", "more than 65536 characters"},
      {std::string(60'000, '['), "overrides: write it as a JSON list"}};
  for (const auto& [text, message] : wrong)
    EXPECT_THAT(error_of("canon-ir1020", {{"overrides", text}}), HasSubstr(message));
}

// ---- posters

TEST(Poster, SharesAtMostHalfOfASheet) {
  EXPECT_THAT(
      error_of("canon-ir1020", {{"media", "a4"}, {"poster", "2x2"}, {"poster-overlap", "200mm"}}),
      HasSubstr("poster-overlap=200mm is more than half of a sheet: at most 100mm here"));
  EXPECT_NE(error_of("canon-ir1020", {{"poster", "2x2"}, {"poster-overlap", "200mm"}}), "");
  ticket_of("canon-ir1020", {{"media", "a4"}, {"poster", "2x2"}, {"poster-overlap", "100mm"}});
  ticket_of("canon-ir1020", {{"media", "a4"}, {"poster-overlap", "200mm"}}); // of no poster
}

TEST(Overrides, TakeBothForms) {
  const Ticket json =
      ticket_of("canon-ir1020",
                {{"overrides", R"([{"pages":"2","media":"a5","media-source":"by-pass-tray"}])"}});
  for (const char* const text : {"{pages=2 media=a5 media-source=by-pass-tray}",
                                 "{ media-col={media-size={x-dimension=14800 y-dimension=21000} "
                                 "media-source=by-pass-tray} pages=2 }",
                                 "{document-numbers=1 pages='2' media=iso_a5_148x210mm "
                                 "media-col={media-source=\"by-pass-tray\"}}"}) {
    const Ticket one = ticket_of("canon-ir1020", {{"overrides", text}});
    EXPECT_EQ(ticket_for_page(one, 2).media->name, ticket_for_page(json, 2).media->name) << text;
    EXPECT_EQ(ticket_for_page(one, 2).media_source, "by-pass-tray") << text;
    EXPECT_FALSE(ticket_for_page(one, 1).media) << text;
  }
}

TEST(Overrides, KeepToTheConstraints) {
  EXPECT_THAT(error_of("canon-ir1020",
                       {{"sides", "two-sided-long-edge"},
                        {"overrides", R"([{"pages":"2","media":"na_monarch_3.875x7.5in"}])"}}),
              AllOf(HasSubstr("overrides of pages 2: "), HasSubstr("two-sided")));
}

} // namespace
} // namespace platen::model
