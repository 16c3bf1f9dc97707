#include "model/black_and_white.h"
#include "model/model.h"
#include "model/option_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::model {
namespace {

using testing::HasSubstr;

const Model& model_of(std::string_view id) {
  static const auto models = load_models(PLATEN_SOURCE_DATA);
  return **find_model(*models, id);
}

Ticket ticket_of(const Options& options) {
  const auto ticket = make_ticket(model_of("canon-pro-1000"), options);
  EXPECT_TRUE(ticket) << ticket.error().message();
  return ticket.value_or(Ticket{});
}

std::string error_of(const Options& options, std::string_view id = "canon-pro-1000") {
  const auto ticket = make_ticket(model_of(id), options);
  EXPECT_FALSE(ticket);
  return ticket ? std::string() : ticket.error().message();
}

TEST(PictureOptions, SharpeningIsLeftToThePaperUnlessSaid) {
  EXPECT_EQ(ticket_of({}).sharpening, Sharpening::automatic);
  EXPECT_EQ(ticket_of({{"sharpening", "high"}}).sharpening, Sharpening::high);
  EXPECT_THAT(error_of({{"sharpening", "strong"}}), HasSubstr("auto, none, low, standard or high"));
}

TEST(PictureOptions, PapersSayHowTheyTakeInk) {
  const Model& model = model_of("canon-pro-1000");
  EXPECT_EQ(model.find_type("canon-pro-platinum")->finish, Finish::glossy);
  EXPECT_EQ(model.find_type("photographic-matte")->finish, Finish::matte);
  EXPECT_EQ(model.find_type("stationery")->finish, Finish::plain);
}

TEST(PictureOptions, ColoursStayUnlessBlackAndWhiteIsAskedFor) {
  EXPECT_FALSE(black_and_white(ticket_of({}).black_and_white));
  EXPECT_FALSE(black_and_white(ticket_of({{"black-and-white", "off"}}).black_and_white));
  const auto neutral = black_and_white(ticket_of({{"black-and-white", "neutral"}}).black_and_white);
  ASSERT_TRUE(neutral);
  EXPECT_EQ(neutral->shadows.strength, 0);
  EXPECT_EQ(neutral->mix, (std::array{21, 72, 7}));
}

TEST(PictureOptions, WhatRefinesBlackAndWhiteAsksForItToo) {
  const auto refined = black_and_white(
      ticket_of({{"black-and-white-mix", "60,30,10"}, {"black-and-white-shadows", "250,20"}})
          .black_and_white);
  ASSERT_TRUE(refined);
  EXPECT_EQ(refined->mix, (std::array{60, 30, 10}));
  EXPECT_EQ(refined->shadows, (Tint{250, 20}));
  EXPECT_EQ(refined->highlights.strength, 0);
  // But off is off, whatever a preset or a queue says besides.
  EXPECT_FALSE(
      black_and_white(ticket_of({{"black-and-white-mix", "60,30,10"}, {"black-and-white", "off"}})
                          .black_and_white));
}

TEST(PictureOptions, ARefinementBeatsTheToningAndAutoGivesItBack) {
  const Options warm{{"black-and-white", "warm"}, {"black-and-white-middle", "255,40"}};
  EXPECT_EQ(black_and_white(ticket_of(warm).black_and_white)->middle, (Tint{255, 40}));
  Options again = warm;
  again.emplace_back("black-and-white-middle", "auto");
  EXPECT_EQ(black_and_white(ticket_of(again).black_and_white)->middle,
            black_and_white(ticket_of({{"black-and-white", "warm"}}).black_and_white)->middle);
}

TEST(PictureOptions, CurvesAscendAndReachBothEnds) {
  const auto curve = [](const std::string& text) {
    const Ticket ticket = ticket_of({{"black-and-white-curve", text}});
    return to_string(black_and_white(ticket.black_and_white)->curve);
  };
  EXPECT_EQ(curve("25:20,75:82"), "0:0,25:20,75:82,100:100");
  EXPECT_EQ(curve("soft"), "0:0,25:30,75:70,100:100");
}

TEST(PictureOptions, WrongValuesAreRefusedWithWhatIsRight) {
  for (const auto& [name, value, words] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"black-and-white", "grey", "neutral"},
           {"black-and-white-mix", "50,50", "per cent of red, green and blue"},
           {"black-and-white-mix", "50,50,50", "sum to 150 per cent"},
           {"black-and-white-mix", "-10,60,50", "per cent of red, green and blue"},
           {"black-and-white-mix", "50,,50", "per cent of red, green and blue"},
           {"black-and-white-curve", "75:80,25:20", "ascend"},
           {"black-and-white-curve", "25:80,75:20", "ascend"},
           {"black-and-white-curve", "25", "points of lightness"},
           {"black-and-white-curve", "25:101", "points of lightness"},
           {"black-and-white-curve", "", "points of lightness"},
           {"black-and-white-curve",
            "1:1,2:2,3:3,4:4,5:5,6:6,7:7,8:8,9:9,10:10,11:11,12:12,13:13,14:14,15:15",
            "at most 16"},
           {"black-and-white-shadows", "400,10", "hue in degrees"},
           {"black-and-white-shadows", "10,101", "hue in degrees"},
           {"black-and-white-highlights", "blue", "hue in degrees"}}) {
    const std::string error = error_of({{name, value}});
    EXPECT_THAT(error, HasSubstr(words)) << name << '=' << value;
    EXPECT_THAT(error, HasSubstr(name));
    EXPECT_EQ(error.find('\n'), std::string::npos);
  }
}

TEST(PictureOptions, OfBlackAndWhiteAreThereOnlyInColour) {
  EXPECT_THAT(error_of({{"black-and-white", "warm"}}, "canon-ir1020"), HasSubstr("unknown option"));
}

// What a job is kept with makes the same job again.
TEST(PictureOptions, AreWrittenAsTheyAreRead) {
  const Ticket ticket = ticket_of({{"sharpening", "low"},
                                   {"black-and-white", "split"},
                                   {"black-and-white-mix", "30,60,10"},
                                   {"black-and-white-curve", "hard"},
                                   {"black-and-white-middle", "300,5"}});
  Options written;
  for (const OptionRow& row : picture_option_rows())
    written.emplace_back(row.name, row.current(ticket));
  const Ticket again = ticket_of(written);
  EXPECT_EQ(again.sharpening, ticket.sharpening);
  EXPECT_EQ(again.black_and_white, ticket.black_and_white);
}

} // namespace
} // namespace platen::model
