#include "unit/virtual/scanner/support.h"

namespace platen::twin::scanner::test {
namespace {

using testing::HasSubstr;

const Buffer glass = source(1), feeder = source(2), both_sides = source(2, 3);

std::uint8_t sum(Bytes bytes) {
  std::uint8_t total = 0;
  for (const std::byte octet : bytes)
    total = static_cast<std::uint8_t>(total + std::to_integer<std::uint8_t>(octet));
  return total;
}

TEST(Scanner, AnswersHaveTheirLengthsAndChecks) {
  Unit unit({"10"});
  const Buffer status = unit.machine.answer(status_command());
  EXPECT_EQ(status.size(), 2 + 12u);
  EXPECT_EQ(sum(Bytes(status).subspan(2)), 0);
  const Buffer error = unit.machine.answer(command(0xFF20, {}, 16));
  EXPECT_EQ(error, Buffer({std::byte{6},
                           std::byte{6},
                           {},
                           {},
                           {},
                           {},
                           {},
                           {},
                           {},
                           {},
                           {},
                           {},
                           {},
                           {},
                           {},
                           {},
                           {},
                           {}}));
  EXPECT_EQ(unit.say(command(0xEB80, std::vector<std::uint8_t>(20, '7'))), done);
}

TEST(Scanner, AnImageHasExactlyItsLines) {
  Unit unit({});
  ASSERT_EQ(unit.begin(glass), done);
  const Buffer block = unit.machine.answer(read_command());
  ASSERT_EQ(block.size(), 6 + 8u * 4u);
  EXPECT_EQ(std::to_integer<int>(block[2]) & 0x28, 0x28);
  EXPECT_EQ(std::to_integer<int>(block[5]), 32);
  EXPECT_EQ(unit.say(read_command()), failed); // there is no more of it
}

TEST(Scanner, ALargeImageComesInBlocksOfWholeLines) {
  Unit unit({});
  auto data = parameters();
  data[0x12] = 0x02, data[0x13] = 0x7C; // 636
  data[0x16] = 0x03, data[0x17] = 0x64; // 868
  ASSERT_EQ(unit.begin(glass), done);
  ASSERT_EQ(unit.say(command(0xEF20)), done);
  for (const Buffer& step :
       {activate(0), activate(4), command(0xDB20), glass, command(0xDE20, data)})
    ASSERT_EQ(unit.say(step), done);
  std::size_t bytes = 0;
  for (bool last = false; !last;) {
    const Buffer block = unit.machine.answer(read_command());
    ASSERT_GT(block.size(), 6u);
    EXPECT_LE(block.size(), 6u + 0xC000);
    EXPECT_EQ((block.size() - 6) % 636, 0u);
    bytes += block.size() - 6;
    last = block[2] == std::byte{0x28};
  }
  EXPECT_EQ(bytes, 636u * 868u);
}

struct Wrong {
  const char* name;
  Buffer bytes;
  const char* words;
};
std::ostream& operator<<(std::ostream& out, const Wrong& wrong) {
  return out << wrong.name;
}

Buffer changed(Buffer bytes, std::size_t at, std::uint8_t value) {
  bytes[at] = static_cast<std::byte>(value);
  return bytes;
}
Buffer with(std::size_t at, std::uint8_t value) {
  auto data = parameters();
  data[at] = value;
  return command(0xDE20, data);
}
Buffer shorter(Buffer bytes) {
  bytes.pop_back();
  return bytes;
}

// Each is sent where scan parameters are due.
class Refuses : public testing::TestWithParam<Wrong> {};

TEST_P(Refuses, AndIsWhereItWas) {
  Unit unit({"10"});
  for (const Buffer& step : {activate(0), activate(4), command(0xDB20), feeder})
    ASSERT_EQ(unit.say(step), done);
  EXPECT_EQ(unit.say(GetParam().bytes), failed);
  EXPECT_THAT(unit.last_line(), HasSubstr("refused"));
  EXPECT_THAT(unit.last_line(), HasSubstr(GetParam().words));
  EXPECT_EQ(unit.say(command(0xDE20, parameters())), done);
  EXPECT_EQ(unit.say(read_command()), done);
}

INSTANTIATE_TEST_SUITE_P(
    Scanner, Refuses,
    testing::Values(
        Wrong{"Checksum", changed(command(0xDE20, parameters()), 10 + 0x2D, 0), "checksum"},
        Wrong{"Data", shorter(command(0xDE20, parameters())), "octets of data"},
        Wrong{"Length", changed(command(0xDE20, parameters()), 8, 45), "its length is 45"},
        Wrong{"Zeros", changed(command(0xDE20, parameters()), 4, 1), "header"},
        Wrong{"LastZero", changed(command(0xDE20, parameters()), 9, 1), "header"},
        Wrong{"Code", command(0x1234), "no such command"}, Wrong{"Nothing", {}, "0000"},
        Wrong{"Calibration", command(0xE920), "no such command"},
        Wrong{"Resolution", with(0x05, 100), "100 x 75 dpi"},
        Wrong{"OneResolution", with(0x07, 150), "75 x 150 dpi"},
        Wrong{"Mark", with(0x04, 0), "dpi"}, Wrong{"Width", with(0x13, 6), "no multiple of 4"},
        Wrong{"NoWidth", with(0x13, 0), "not within"},
        Wrong{"NoHeight", with(0x17, 0), "not within"},
        Wrong{"Height", with(0x15, 1), "not within"}, Wrong{"Left", with(0x08, 0x7F), "not within"},
        Wrong{"Top", with(0x0C, 0xFF), "not within"}, Wrong{"Kind", with(0x18, 1), "no kind 1"},
        Wrong{"Bits", with(0x19, 24), "no kind 4 of 24"},
        Wrong{"Lineart", with(0x1E, 0x80), "zeros"}, Wrong{"Constant", with(0x23, 0x80), "81"},
        Wrong{"Rest", with(0x2C, 1), "zeros"}, Wrong{"Early", read_command(), "not due"},
        Wrong{"Again", feeder, "not due"}, Wrong{"Session", command(0xDB20), "not due"},
        Wrong{"Active", activate(4), "not due"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(Scanner, SourcesAndActivationsAreThoseOfTheDocument) {
  Unit unit({"10"});
  EXPECT_EQ(unit.say(activate(1)), failed);
  EXPECT_EQ(unit.say(command(0xCF60, {2, 0, 0, 0, 0, 0, 0, 0, 0, 0})), failed);
  EXPECT_EQ(unit.say(command(0xCF60, {1, 0, 0, 0, 0, 9, 0, 0, 0, 0})), failed);
  for (const Buffer& step : {activate(0), activate(4), command(0xDB20)})
    ASSERT_EQ(unit.say(step), done);
  for (const Buffer& wrong : {source(0), source(3), source(1, 3), source(2, 1)})
    EXPECT_EQ(unit.say(wrong), failed);
  EXPECT_EQ(unit.say(feeder), done);
}

TEST(Scanner, SheetsLeaveTheFeederInOrder) {
  Unit unit({"10", "20"});
  EXPECT_TRUE(unit.paper());
  EXPECT_EQ(unit.scan(feeder), 10);
  EXPECT_TRUE(unit.paper());
  EXPECT_EQ(unit.scan(feeder), 20);
  EXPECT_FALSE(unit.paper());
  EXPECT_EQ(unit.scan(feeder), -1);
  EXPECT_THAT(unit.last_line(), HasSubstr("refused DD20 select source: the feeder is empty"));
}

TEST(Scanner, BothSidesComeFrontFirst) {
  Unit unit({"10", "20", "30"});
  EXPECT_EQ(unit.scan(both_sides), 10);
  EXPECT_EQ(unit.say(command(0xEF20)), done); // as SANE does between sides
  EXPECT_TRUE(unit.paper());
  EXPECT_EQ(unit.scan(both_sides), 20);
  EXPECT_EQ(unit.scan(both_sides), 30);
  EXPECT_TRUE(unit.paper()); // its back
  EXPECT_EQ(unit.scan(both_sides), 255);
  EXPECT_FALSE(unit.paper());
}

TEST(Scanner, ABackThatNobodyWantsLeaves) {
  Unit unit({"10", "20", "30", "40"});
  EXPECT_EQ(unit.scan(both_sides), 10);
  EXPECT_EQ(unit.scan(feeder), 30);
  EXPECT_EQ(unit.scan(both_sides), 40);
  unit.machine.gone();
  unit.now += std::chrono::seconds(31);
  unit.machine.connected();
  EXPECT_FALSE(unit.paper());
}

TEST(Scanner, AbortingAmidAnImagePutsTheSheetOut) {
  Unit unit({"10", "20", "30"});
  ASSERT_EQ(unit.begin(feeder), done);
  EXPECT_EQ(unit.say(command(0xEF20)), done);
  ASSERT_EQ(unit.begin(feeder), done);
  unit.machine.gone(); // so does a client that vanishes
  unit.machine.connected();
  EXPECT_EQ(unit.scan(feeder), 30);
}

TEST(Scanner, AScanOfTheGlassThatIsCutOffLeavesTheFeederAlone) {
  Unit unit({"10", "20"});
  EXPECT_EQ(unit.scan(both_sides), 10);
  ASSERT_EQ(unit.begin(glass), done);
  unit.machine.gone();
  unit.machine.connected();
  EXPECT_EQ(unit.scan(both_sides), 20);
}

TEST(Scanner, AnImageUnderWayKeepsOthersOut) {
  Unit unit({"10"});
  ASSERT_EQ(unit.begin(feeder), done);
  for (const Buffer& step : {activate(0), activate(4), command(0xDB20), feeder})
    EXPECT_EQ(unit.say(step), failed);
  EXPECT_EQ(unit.say(status_command()), done);
  EXPECT_EQ(unit.say(read_command()), done);
}

TEST(Scanner, SheetsMayHaveTwoPagesOrBlankBacks) {
  Unit two({"10", "20", "30", "40"}, terms({.two_sided = true}));
  EXPECT_EQ(two.scan(feeder), 10);
  EXPECT_EQ(two.scan(feeder), 30);
  EXPECT_FALSE(two.paper());
  Unit blank({"10", "20"}, terms({.blank_backs = true}));
  EXPECT_EQ(blank.scan(both_sides), 10);
  EXPECT_EQ(blank.scan(both_sides), 255);
  EXPECT_EQ(blank.scan(both_sides), 20);
}

TEST(Scanner, AnEngineGivesLinesAsItScansThem) {
  Unit unit({"10"}, terms({}, 30));
  ASSERT_EQ(unit.begin(feeder), done);
  EXPECT_EQ(unit.machine.answer(read_command()).size(), 6u); // not yet
  unit.now += std::chrono::seconds(1);                       // half of the side
  EXPECT_EQ(unit.machine.answer(read_command()).size(), 6u + 2 * 8);
  unit.now += std::chrono::seconds(1);
  const Buffer last = unit.machine.answer(read_command());
  EXPECT_EQ(last.size(), 6u + 2 * 8);
  EXPECT_EQ(last[2], std::byte{0x28});
}

} // namespace
} // namespace platen::twin::scanner::test
