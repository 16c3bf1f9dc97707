// A scanner on the network, from the socket to the rows.
#include "bjnp_scanner.h"
#include "scan/device/bjnp_link.h"
#include "scan/device/mp730_scanner.h"
#include "support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::scan {
namespace {

using std::chrono::milliseconds;
using test::BjnpScanner;
using test::FakeMp730;
using test::take_side;
using testing::HasSubstr;

// Short where a test waits for it in vain; a busy machine takes longer, and then only waits longer.
constexpr LinkPatience short_patience{milliseconds{5'000}, milliseconds{300}, milliseconds{50},
                                      milliseconds{100}};
constexpr LinkPatience long_patience{milliseconds{20'000}, milliseconds{20'000}, milliseconds{100},
                                     milliseconds{5'000}};
constexpr Mp730Patience patience{milliseconds{20'000}, milliseconds{20'000}, milliseconds{1}};

struct Rig {
  FakeMp730 device;
  BjnpScanner network{device};
  Cancel cancel;
  Result<std::unique_ptr<Scanner>> open(const LinkPatience& link_patience = long_patience) {
    TRY(const auto address, parse_bjnp_uri(network.uri()));
    TRY(auto link, open_bjnp_link(address, link_patience, cancel));
    return make_mp730_scanner(std::move(link), test::office_scanner(), patience, cancel);
  }
};

ScanRequest request(bool adf = false) {
  return {adf, false, ColorMode::color, Dpi{75}, {0, 0, 400, 200}};
}

TEST(BjnpUri, HasThePortOfScanners) {
  EXPECT_EQ(to_string(*parse_bjnp_uri("bjnp://copier")), "copier port 8612");
  EXPECT_EQ(to_string(*parse_bjnp_uri("bjnp://[::1]:99/")), "::1 port 99");
  for (const char* wrong : {"", "bjnp://", "bjnp://a b", "bjnp://a:0", "mfnp://a", "bjnp://a/b"})
    EXPECT_EQ(parse_bjnp_uri(wrong).error().code, Errc::invalid) << wrong;
}

TEST(BjnpScan, GivesEveryRowWhateverThePackets) {
  for (const std::size_t piece :
       {std::size_t{1}, std::size_t{2}, std::size_t{511}, std::size_t{0x10000}}) {
    Rig rig;
    rig.network.script.piece = piece;
    rig.network.script.drops = 1;
    rig.device.block = 7'001;
    rig.device.sheets = 2;
    auto scanner = rig.open();
    ASSERT_TRUE(scanner) << scanner.error().what;
    auto feed = (*scanner)->start(request(true));
    ASSERT_TRUE(feed) << feed.error().what;
    for (int sheet = 0; sheet < 2; ++sheet) {
      const auto side = take_side(**feed);
      ASSERT_TRUE(side && *side) << (side ? "" : side.error().what);
      ASSERT_EQ((*side)->rows.size(), 50U);
      for (std::size_t y = 0; y < 50; ++y)
        for (std::size_t i = 0; i < 300; ++i)
          ASSERT_EQ(static_cast<std::uint8_t>((*side)->rows[y][i]),
                    rig.device.pixel(sheet, y * 300 + i));
    }
    EXPECT_FALSE(take_side(**feed)->has_value());
    feed->reset();
    EXPECT_EQ(rig.network.script.sessions, 1);
    EXPECT_EQ(rig.network.script.closed, 1);
    EXPECT_EQ(rig.device.faults, "");
  }
}

TEST(BjnpScan, TellsItsIdentity) {
  Rig rig;
  const auto id = ask_bjnp_identity(*parse_bjnp_uri(rig.network.uri()), long_patience, rig.cancel);
  ASSERT_TRUE(id);
  EXPECT_EQ(*id, "MFG:Canon;MDL:iR1020;CLS:IMAGE;");
}

TEST(BjnpScan, SaysThatNobodyAnswers) {
  Rig rig;
  rig.network.script.silent = true;
  auto scanner = rig.open(short_patience);
  ASSERT_TRUE(scanner);
  const auto state = (*scanner)->state();
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, Errc::timeout);
  EXPECT_THAT(state.error().what, HasSubstr("switched on"));
}

TEST(BjnpScan, EndsInWordsAtEachPacketWhereTheConnectionMayBreak) {
  using Fault = std::atomic<int> BjnpScanner::Script::*;
  for (const Fault fault : {&BjnpScanner::Script::hangs_up_at, &BjnpScanner::Script::garbles_at,
                            &BjnpScanner::Script::announces_at}) {
    bool reached_the_end = false;
    for (int at = 0; !reached_the_end && at < 60; ++at) {
      Rig rig;
      rig.network.script.*fault = at;
      rig.device.block = 20'000;
      auto scanner = rig.open();
      auto feed = (*scanner)->start(request());
      if (!feed) {
        EXPECT_THAT(feed.error().what, testing::Not(testing::IsEmpty()));
        continue;
      }
      const auto side = take_side(**feed);
      reached_the_end = side.has_value();
      EXPECT_TRUE(side || !side.error().what.empty());
      feed->reset();
      EXPECT_EQ(rig.network.script.closed, 1) << at; // others can have it
    }
    EXPECT_TRUE(reached_the_end);
  }
}

TEST(BjnpScan, WaitsNoLongerThanItsPatienceForASilentScanner) {
  Rig rig;
  rig.network.script.stalls_at = 12; // in mid side
  rig.device.block = 3'000;
  auto scanner = rig.open(short_patience);
  auto feed = (*scanner)->start(request());
  ASSERT_TRUE(feed);
  const auto side = take_side(**feed);
  ASSERT_FALSE(side);
  EXPECT_EQ(side.error().code, Errc::timeout);
}

TEST(BjnpScan, AbortsAtTheDeviceAlsoWhenACancelComesInMidAnswer) {
  Rig rig;
  rig.device.block = 1'000;
  auto scanner = rig.open();
  auto feed = (*scanner)->start(request());
  const auto shape = (*feed)->next_page();
  RowBuffer rows(100, 50, rgb8);
  ASSERT_TRUE((*feed)->read(rows.band({0, 50})));
  rig.cancel.request();
  EXPECT_EQ((*feed)->read(rows.band({3, 40})).error().code, Errc::cancelled);
  feed->reset();
  EXPECT_THAT(rig.device.commands(), testing::EndsWith("D420 EF20 F320 F320 CF60"));
  EXPECT_EQ(rig.network.script.closed, 1);
  EXPECT_EQ(rig.network.script.unread, 0);
}

TEST(BjnpScan, TellsEachPressOfAButtonOnce) {
  Rig rig;
  auto scanner = rig.open();
  EXPECT_FALSE((*scanner)->pressed()->has_value());
  EXPECT_EQ(rig.network.script.polls, 3); // hello, introduce, ask
  rig.network.script.button = 2;
  EXPECT_EQ(*(*scanner)->pressed(), "color");
  EXPECT_EQ(rig.network.script.acknowledged, 1);
  EXPECT_FALSE((*scanner)->pressed()->has_value());
  EXPECT_EQ(rig.network.script.polls, 6);
}

} // namespace
} // namespace platen::scan
