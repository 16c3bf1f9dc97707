#include "unit/virtual/scanner/support.h"

namespace platen::twin::scanner::test {
namespace {

using Kind = ScannerFaultKind;
using std::chrono::seconds;
const Buffer feeder = source(2), both_sides = source(2, 3);

Unit unit_with(ScannerFault fault, std::vector<std::string> tones = {"10", "20", "30"}) {
  return Unit(std::move(tones), {}, {std::move(fault)});
}

TEST(ScannerFaults, AJamKeepsTheSheetUntilItIsOver) {
  for (const Kind kind : {Kind::jam, Kind::cover_open}) {
    Unit unit = unit_with({.kind = kind, .sheet = 2, .row = 3, .clear = seconds(5)});
    EXPECT_EQ(unit.scan(feeder), 10);
    ASSERT_EQ(unit.begin(feeder), done);
    EXPECT_EQ(unit.machine.answer(read_command()).size(), 6u + 3 * 8);
    EXPECT_EQ(unit.say(read_command()), failed);
    EXPECT_EQ(unit.say(command(0xEF20)), done);
    EXPECT_EQ(unit.scan(feeder), -1);
    unit.now += seconds(5);
    EXPECT_EQ(unit.scan(feeder), 20);
    EXPECT_EQ(unit.scan(feeder), 30);
  }
}

TEST(ScannerFaults, AJamOnABackGivesTheWholeSheetBack) {
  Unit unit = unit_with({.kind = Kind::jam, .bytes = 1}, {"10", "20"});
  EXPECT_EQ(unit.scan(both_sides), 10);
  ASSERT_EQ(unit.begin(both_sides), done);
  unit.troubles.sent_bytes(1);
  EXPECT_EQ(unit.say(read_command()), failed);
  EXPECT_EQ(unit.say(command(0xEF20)), done);
  unit.troubles.clear();
  EXPECT_EQ(unit.scan(both_sides), 10);
  EXPECT_EQ(unit.scan(both_sides), 20);
}

TEST(ScannerFaults, TheGlassDoesNotCareForTheFeeder) {
  Unit unit = unit_with({.kind = Kind::feeder_empty, .sheet = 1});
  EXPECT_EQ(unit.scan(feeder), 10);
  EXPECT_FALSE(unit.paper());
  EXPECT_EQ(unit.scan(feeder), -1);
  ASSERT_EQ(unit.say(command(0xEF20)), done);
  EXPECT_EQ(unit.scan(source(1)), 255);
  unit.troubles.clear();
  EXPECT_EQ(unit.scan(feeder), 20);
}

TEST(ScannerFaults, AnImageEndsEarly) {
  Unit unit = unit_with({.kind = Kind::short_image, .row = 3, .times = 2});
  for (int sheet = 1; sheet <= 2; ++sheet) {
    ASSERT_EQ(unit.begin(feeder), done);
    EXPECT_EQ(unit.machine.answer(read_command()).size(), 6u + 3 * 8);
    const Buffer end = unit.machine.answer(read_command());
    EXPECT_EQ(end.size(), 6u) << sheet;
    EXPECT_EQ(end[2], std::byte{0x28});
  }
  EXPECT_EQ(unit.scan(feeder), 30);
}

TEST(ScannerFaults, ABlockIsSaidToBeLargerThanItIs) {
  Unit unit = unit_with({.kind = Kind::lie_about_sizes, .sheet = 1});
  ASSERT_EQ(unit.begin(feeder), done);
  const Buffer block = unit.machine.answer(read_command());
  EXPECT_EQ(block.size(), 6u + 32);
  EXPECT_EQ(std::to_integer<int>(block[4]) * 256 + std::to_integer<int>(block[5]), 32 + 0x400);
}

TEST(ScannerFaults, ABusyUnitSaysSo) {
  Unit unit = unit_with({.kind = Kind::busy, .after = seconds(1), .clear = seconds(1)});
  EXPECT_EQ(unit.scan(feeder), 10);
  unit.now += seconds(1);
  EXPECT_EQ(unit.begin(feeder), busy);
  unit.now += seconds(1);
  EXPECT_EQ(unit.scan(feeder), 20);
}

TEST(ScannerFaults, BytesCountOnEachConnection) {
  Unit unit = unit_with({.kind = Kind::drop, .bytes = 100, .times = 2});
  for (int connection = 0; connection < 2; ++connection) {
    unit.machine.connected();
    unit.troubles.sent_bytes(60);
    EXPECT_FALSE(unit.troubles.take(Kind::drop));
    EXPECT_EQ(unit.troubles.bytes_left(1000), 40u);
    unit.troubles.sent_bytes(40);
    EXPECT_TRUE(unit.troubles.take(Kind::drop));
    EXPECT_FALSE(unit.troubles.take(Kind::drop));
  }
  unit.machine.connected();
  EXPECT_EQ(unit.troubles.bytes_left(1000), 1000u);
  EXPECT_EQ(unit.troubles.begun(), 2);
}

TEST(ScannerFaults, ABrokenConnectionIsNoneOfTheNext) {
  Unit unit = unit_with({.kind = Kind::drop, .bytes = 10});
  unit.troubles.sent_bytes(10);
  unit.machine.connected();
  EXPECT_FALSE(unit.troubles.take(Kind::drop));
}

TEST(ScannerFaults, AScriptPressesButtons) {
  Unit unit = unit_with({.kind = Kind::button, .after = seconds(3), .detail = "gray"});
  unit.troubles.look();
  EXPECT_EQ(unit.pressed, "");
  unit.now += seconds(3);
  unit.troubles.look();
  unit.troubles.look();
  EXPECT_EQ(unit.pressed, "gray");
}

} // namespace
} // namespace platen::twin::scanner::test
