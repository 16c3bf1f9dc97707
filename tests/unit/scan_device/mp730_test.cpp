// The MP730's commands, over a link in memory.
#include "fake_mp730.h"
#include "scan/device/mp730_scanner.h"
#include "support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::scan {
namespace {

using std::chrono::milliseconds;
using test::FakeLink;
using test::FakeMp730;
using test::take_side;
using testing::HasSubstr;
using testing::IsEmpty;

struct Rig {
  FakeMp730 device;
  Cancel cancel;
  FakeLink* link = nullptr;
  std::unique_ptr<Scanner> scanner;
  explicit Rig(Mp730Patience patience = {milliseconds{2'000}, milliseconds{2'000},
                                         milliseconds{1}}) {
    auto way = std::make_unique<FakeLink>(device);
    link = way.get();
    scanner = make_mp730_scanner(std::move(way), test::office_scanner(), patience, cancel);
  }
};

ScanRequest request(bool adf = false, Region region = {0, 0, 80, 40}) {
  return {adf, false, ColorMode::gray, Dpi{75}, region};
}

TEST(Mp730, ScansTheGlassByTheCommandsInTheirOrder) {
  Rig rig;
  auto feed = rig.scanner->start(request());
  ASSERT_TRUE(feed) << feed.error().what;
  const auto side = take_side(**feed);
  ASSERT_TRUE(side && *side);
  EXPECT_EQ((*side)->shape, (PageShape{20, 10, gray8}));
  EXPECT_EQ((*side)->rows.size(), 10U);
  EXPECT_EQ((*side)->end.rows, 10);
  EXPECT_THAT((*side)->end.warning, IsEmpty());
  for (std::size_t y = 0; y < 10; ++y)
    for (std::size_t x = 0; x < 20; ++x)
      ASSERT_EQ(static_cast<std::uint8_t>((*side)->rows[y][x]), rig.device.pixel(0, y * 20 + x));
  EXPECT_EQ(rig.device.commands(), "F320 CF60 CF60 DB20 DD20 DE20 D420 F320 F320 CF60");
  EXPECT_FALSE((*feed)->next_page()->has_value());
  EXPECT_TRUE(rig.link->open);
  feed->reset();
  EXPECT_FALSE(rig.link->open);
  EXPECT_EQ(rig.device.commands(), "F320 CF60 CF60 DB20 DD20 DE20 D420 F320 F320 CF60");
  EXPECT_THAT(rig.device.faults, IsEmpty());
}

// Any region, resolution and mode gives what lies there: a picture whose samples tell where they
// are.
RC_GTEST_PROP(Mp730Region, IsWhatWasAskedFor, ()) {
  Rig rig;
  const Dpi dpi{*rc::gen::element(75, 150, 300, 600)};
  const bool color = *rc::gen::arbitrary<bool>();
  ScanRequest wanted = request(false, {});
  wanted.resolution = dpi;
  wanted.color = color ? ColorMode::color : ColorMode::gray;
  wanted.region.width = *rc::gen::inRange(1, 300);
  wanted.region.height = *rc::gen::inRange(1, 60);
  wanted.region.x = *rc::gen::oneOf(rc::gen::inRange(0, 2544 - wanted.region.width + 1),
                                    rc::gen::just(2544 - wanted.region.width));
  wanted.region.y = *rc::gen::inRange(0, 3472 - wanted.region.height + 1);
  rig.device.block = *rc::gen::inRange(std::size_t{1}, std::size_t{0xc000});
  if (rig.device.block < 400) rig.device.block += 400;
  rig.link->piece = 50'000;
  const std::size_t samples = color ? 3 : 1;
  std::size_t wide = 0, left = 0;
  rig.device.pixel = [&](int, std::size_t at) {
    const std::size_t row = wide * samples;
    return static_cast<std::uint8_t>((left + at % row / samples) * 5 + at / row * 3 + at % samples);
  };
  auto feed = rig.scanner->start(wanted);
  RC_ASSERT(feed.has_value());
  const auto shape = (*feed)->next_page();
  RC_ASSERT(shape.has_value() && shape->has_value());
  const std::string parameters = rig.device.data.back();
  const auto number = [&](std::size_t at) {
    return std::size_t{static_cast<std::uint8_t>(parameters[at + 2])} << 8 |
           static_cast<std::uint8_t>(parameters[at + 3]);
  };
  left = number(0x08);
  wide = number(0x10);
  const auto x = static_cast<std::size_t>((wanted.region.x * dpi.v + 150) / 300);
  RC_ASSERT(left + wide <= static_cast<std::size_t>(2544 * dpi.v / 300));
  RC_ASSERT(number(0x0c) == static_cast<std::size_t>((wanted.region.y * dpi.v + 150) / 300));
  RowBuffer rows((*shape)->width, (*shape)->height, (*shape)->format);
  std::int32_t got = 0;
  while (got < (*shape)->height) {
    const auto count =
        (*feed)->read(rows.band({0, (*shape)->height}).sub({got, (*shape)->height - got}));
    RC_ASSERT(count.has_value() && *count > 0);
    got += *count;
  }
  const std::size_t first = std::min(x, static_cast<std::size_t>(2544 * dpi.v / 300 - 1));
  for (std::int32_t y = 0; y < got; ++y) {
    const auto row = rows.band({0, got}).row(y);
    for (std::size_t i = 0; i < row.size(); ++i)
      RC_ASSERT(std::to_integer<std::uint8_t>(row[i]) ==
                static_cast<std::uint8_t>((first + i / samples) * 5 +
                                          static_cast<std::size_t>(y) * 3 + i % samples));
  }
  RC_ASSERT(rig.device.faults.empty());
}

TEST(Mp730, ScansTheStackOfTheFeederToItsEnd) {
  Rig rig;
  rig.device.sheets = 3;
  auto feed = rig.scanner->start(request(true));
  ASSERT_TRUE(feed);
  for (int sheet = 0; sheet < 3; ++sheet) {
    const auto side = take_side(**feed);
    ASSERT_TRUE(side && *side) << sheet;
    EXPECT_EQ(static_cast<std::uint8_t>((*side)->rows[0][0]), rig.device.pixel(sheet, 0));
  }
  EXPECT_FALSE(take_side(**feed)->has_value());
  const std::string sheet = "F320 CF60 CF60 DB20 DD20 DE20 D420 F320 F320 CF60 ";
  EXPECT_EQ(rig.device.commands(), "F320 " + sheet + "EF20 " + sheet + "EF20 " + sheet + "F320");
  EXPECT_THAT(rig.device.faults, IsEmpty());
}

TEST(Mp730, ScansBothSidesAlsoOfAStackThatSeemsEmptyTooSoon) {
  for (const bool too_soon : {false, true}) {
    Rig rig;
    rig.device.sheets = 2;
    rig.device.empty_while_back_waits = too_soon;
    ScanRequest wanted = request(true);
    wanted.two_sided = true;
    auto feed = rig.scanner->start(wanted);
    ASSERT_TRUE(feed);
    for (int side = 0; side < 4; ++side)
      ASSERT_TRUE(take_side(**feed)->has_value()) << side << too_soon;
    EXPECT_FALSE(take_side(**feed)->has_value());
    EXPECT_THAT(rig.device.faults, IsEmpty());
  }
}

TEST(Mp730, TakesARefusedLastBackForTheEnd) {
  Rig rig;
  rig.device.sheets = 1;
  rig.device.empty_while_back_waits = true;
  rig.device.fails_from["DB20"] = 2;
  ScanRequest wanted = request(true);
  wanted.two_sided = true;
  auto feed = rig.scanner->start(wanted);
  ASSERT_TRUE(take_side(**feed)->has_value());
  const auto second = take_side(**feed);
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->has_value());
}

TEST(Mp730, SaysThatTheFeederIsEmpty) {
  Rig rig;
  const auto feed = rig.scanner->start(request(true));
  ASSERT_FALSE(feed);
  EXPECT_EQ(feed.error().code, Errc::not_found);
  EXPECT_FALSE(rig.link->open);
  EXPECT_EQ(rig.scanner->state()->feeder, FeederState::empty);
  rig.device.sheets = 1;
  EXPECT_EQ(rig.scanner->state()->feeder, FeederState::loaded);
}

TEST(Mp730, RefusesWhatTheScannerDoesNotDo) {
  Rig rig;
  for (const auto& change : std::vector<std::function<void(ScanRequest&)>>{
           [](ScanRequest& r) { r.resolution = Dpi{200}; },
           [](ScanRequest& r) { r.color = ColorMode::bilevel; },
           [](ScanRequest& r) { r.two_sided = true; },
           [](ScanRequest& r) { r.region.width = 2545; }, [](ScanRequest& r) { r.region.x = -1; },
           [](ScanRequest& r) {
             r.region = {2'147'483'647, 0, 2, 2};
           },
           [](ScanRequest& r) { r.region.height = 0; }}) {
    ScanRequest wanted = request();
    change(wanted);
    const auto feed = rig.scanner->start(wanted);
    ASSERT_FALSE(feed);
    EXPECT_THAT(feed.error().code, testing::AnyOf(Errc::unsupported, Errc::invalid));
  }
  EXPECT_THAT(rig.device.heard, IsEmpty());
}

TEST(Mp730, WaitsWhileTheCarriageReturnsAndNotForEver) {
  Rig rig;
  const std::string busy("\x14\x14", 2);
  rig.device.instead["DB20"] = {busy, busy, busy};
  rig.device.not_yet = 3;
  auto feed = rig.scanner->start(request());
  const auto side = take_side(**feed);
  ASSERT_TRUE(side && *side);
  EXPECT_EQ((*side)->end.rows, 10);

  Rig never({milliseconds{20}, milliseconds{20}, milliseconds{1}});
  never.device.instead["DB20"] = std::deque<std::string>(1000, busy);
  feed = never.scanner->start(request());
  EXPECT_EQ((*feed)->next_page().error().code, Errc::busy);

  Rig silent({milliseconds{20}, milliseconds{20}, milliseconds{1}});
  silent.device.not_yet = ~std::size_t{0};
  feed = silent.scanner->start(request());
  const auto none = take_side(**feed);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::timeout);
  EXPECT_THAT(silent.device.commands(), HasSubstr("D420 EF20 F320 F320 CF60"));
}

TEST(Mp730, KeepsTheRowsOfASideThatEndsEarlyAndSaysSo) {
  Rig rig;
  rig.device.ends_after = 70; // three rows and a half
  auto feed = rig.scanner->start(request());
  const auto side = take_side(**feed);
  ASSERT_TRUE(side && *side);
  EXPECT_EQ((*side)->rows.size(), 3U);
  EXPECT_EQ((*side)->end.rows, 3);
  EXPECT_EQ((*side)->end.warning, "the scanner ended the side after 3 of 10 rows");
}

TEST(Mp730, TakesNoMoreThanItAskedFor) {
  for (const std::size_t block : {std::size_t{1000}, std::size_t{20}, std::size_t{33}}) {
    Rig rig;
    rig.device.block = block;
    rig.device.adds = 5'000;
    auto feed = rig.scanner->start(request());
    const auto side = take_side(**feed);
    ASSERT_TRUE(side && *side);
    EXPECT_EQ((*side)->rows.size(), 10U);
    EXPECT_THAT((*side)->end.warning, HasSubstr("more than it was asked for"));
    EXPECT_THAT(rig.device.commands(), HasSubstr("EF20"));
  }
}

TEST(Mp730, TellsAJamAndLeavesWhatWasScanned) {
  Rig rig;
  rig.device.sheets = 3;
  rig.device.block = 40;
  rig.device.fails_from["D420"] = 8; // the second sheet's third block
  auto feed = rig.scanner->start(request(true));
  ASSERT_TRUE(take_side(**feed)->has_value());
  const auto second = take_side(**feed);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::conflict);
  EXPECT_THAT(second.error().what, HasSubstr("jammed"));
  EXPECT_THAT(second.error().what, HasSubstr("1234"));
  // The feed says no more of that side, and the device was told that it is over.
  EXPECT_THAT(rig.device.commands(), HasSubstr("D420 EF20 F320 F320 CF60 FF20"));
}

TEST(Mp730, EndsTheSideAtTheDeviceWhenItIsCancelledOrLeft) {
  for (const bool cancelled : {true, false}) {
    Rig rig;
    rig.device.block = 40;
    auto feed = rig.scanner->start(request());
    const auto shape = (*feed)->next_page();
    RowBuffer rows(20, 2, gray8);
    EXPECT_EQ(*(*feed)->read(rows.band({0, 2})), 2);
    if (cancelled) {
      rig.cancel.request();
      rig.device.not_yet = 5;
      EXPECT_EQ((*feed)->read(rows.band({2, 2})).error().code, Errc::cancelled);
    }
    feed->reset();
    EXPECT_THAT(rig.device.commands(), testing::EndsWith("D420 EF20 F320 F320 CF60"));
    EXPECT_FALSE(rig.link->open);
  }
}

TEST(Mp730, IsBusyWhileItScans) {
  Rig rig;
  auto feed = rig.scanner->start(request());
  EXPECT_EQ(rig.scanner->start(request()).error().code, Errc::busy);
  EXPECT_TRUE(rig.scanner->state()->busy);
  feed->reset();
  EXPECT_FALSE(rig.scanner->state()->busy);
  const std::string busy("\x14\x14", 2);
  rig.device.instead["F320"] = {busy};
  EXPECT_TRUE(rig.scanner->state()->busy);
}

// What a device may say in place of each answer: always an error in words, or rows within bounds.
TEST(Mp730, RefusesAnswersThatBreakTheRules) {
  const std::string done("\x06\x06", 2);
  const std::vector<std::pair<std::string, std::string>> lies{
      {"F320", ""},
      {"F320", "\x06"},
      {"F320", "\x01\x02"},
      {"F320", done},
      {"F320", done + std::string(11, '\0')},
      {"F320", done + std::string(11, '\0') + "\x01"}, // check sum
      {"F320", done + std::string(13, '\0')},          // a byte too many
      {"CF60", done + "x"},
      {"DB20", "\x15"},
      {"D420", done},
      {"D420", done + std::string("\0\0\xff\xff", 4)}, // more than a block holds
      {"D420", done + std::string("\0\0\0\x20 short", 9)},
      {"D420", done + std::string("\x28\0\0\1ab", 6)}};
  for (const auto& [command, lie] : lies) {
    Rig rig;
    rig.device.instead[command] = {lie};
    auto feed = rig.scanner->start(request());
    if (!feed) {
      EXPECT_THAT(feed.error().what, testing::Not(IsEmpty())) << command;
      continue;
    }
    const auto side = take_side(**feed);
    const bool late = command == "D420" && side && *side && !(*side)->end.warning.empty();
    EXPECT_TRUE(!side || late) << command << " " << lie.size();
  }
}

TEST(Mp730, TellsItsButtonsAndTheTimeThatItAsksFor) {
  Rig rig;
  std::string color(16, '\0'), gray(16, '\0'), time(16, '\0');
  color[15] = 2;
  gray[15] = 1;
  time[10] = 0x40;
  rig.link->packets = {color, gray, time, "short"};
  EXPECT_EQ(*rig.scanner->pressed(), "color");
  EXPECT_EQ(*rig.scanner->pressed(), "gray");
  EXPECT_FALSE(rig.scanner->pressed()->has_value());
  EXPECT_EQ(rig.device.commands(), "EB80");
  EXPECT_THAT(rig.device.data.back(), testing::MatchesRegex("../../.. ..:...*"));
  EXPECT_FALSE(rig.scanner->pressed());
  EXPECT_FALSE(rig.scanner->pressed()->has_value());
}

TEST(Mp730, SaysThatTheCableWasPulled) {
  Rig rig;
  rig.device.block = 40;
  auto feed = rig.scanner->start(request());
  ASSERT_TRUE((*feed)->next_page());
  RowBuffer rows(20, 2, gray8);
  ASSERT_TRUE((*feed)->read(rows.band({0, 2})));
  rig.link->broken = true;
  const auto after = (*feed)->read(rows.band({2, 2}));
  ASSERT_FALSE(after);
  EXPECT_EQ(after.error().code, Errc::io);
}

} // namespace
} // namespace platen::scan
