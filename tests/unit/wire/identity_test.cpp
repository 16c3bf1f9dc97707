// What devices say of themselves: device ids, PJL's INFO, the interpreters of the Printer MIB.
#include "wire/ieee1284/device_id.h"
#include "wire/pjl/info.h"
#include "wire/snmp/interpreters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view copier =
    "MFG:Canon; MDL:iR1020/1024/1025;CMD:LIPSLX, CPCA,PCLXL,;CLS:PRINTER;";

TEST(DeviceId, HasValuesUnderShortAndLongKeys) {
  EXPECT_EQ(ieee1284::value(copier, "MDL", "MODEL"), "iR1020/1024/1025");
  EXPECT_EQ(ieee1284::value("MODEL:X;", "MDL", "MODEL"), "X");
  EXPECT_EQ(ieee1284::value("MDLX:X;no colon;:;", "MDL", "MODEL"), "");
  EXPECT_EQ(ieee1284::value("", "MDL"), "");
  EXPECT_TRUE(ieee1284::names("MFG:HP;COMMAND SET: MLC, pjl ,PCL;", "PJL"));
  EXPECT_FALSE(ieee1284::names("MFG:HP;MDL:PJL;CMD:PJLX,XPJL;", "PJL"));
  EXPECT_FALSE(ieee1284::names("", "PJL"));
}

TEST(DeviceId, ListsItsCommandSets) {
  EXPECT_THAT(ieee1284::command_sets(copier), ElementsAre("LIPSLX", "CPCA", "PCLXL"));
  EXPECT_THAT(ieee1284::command_sets("COMMAND SET:PCL,PJL;"), ElementsAre("PCL", "PJL"));
  EXPECT_THAT(ieee1284::command_sets("MFG:x;"), IsEmpty());
}

TEST(DeviceId, IsCutByItsLengthWhetherThatCountsItselfOrNot) {
  EXPECT_EQ(ieee1284::from_block(std::string("\0\6MFG:", 6)), "MFG:");
  EXPECT_EQ(ieee1284::from_block(std::string("\0\4MFG:rest", 10)), "MFG:");
  EXPECT_EQ(ieee1284::from_block(std::string("\xff\xffMFG:", 6)), "MFG:");
  EXPECT_EQ(ieee1284::from_block(std::string("\0\x8M\nF\0G:", 8)), "MFG:");
  EXPECT_EQ(ieee1284::from_block("x"), "");
}

pjl::DeviceInfo told(std::string received) {
  pjl::DeviceInfo info;
  pjl::take_info(received, info);
  return info;
}

TEST(PjlInfo, IsReadFromWholeAnswers) {
  const auto info = told(
      "@PJL INFO ID\r\n\"iR1020/1024/1025\"\r\n\f@PJL INFO CONFIG\r\nMEMORY=134217728\r\n"
      "LANGUAGES [2 ENUMERATED]\r\n\tPCLXL\r\n\tPCL\r\nUSTATUS [1 ENUMERATED]\r\n\tDEVICE\r\n\f");
  EXPECT_EQ(info.id, "iR1020/1024/1025");
  EXPECT_TRUE(info.configured);
  EXPECT_THAT(info.languages, ElementsAre("PCLXL", "PCL"));
}

TEST(PjlInfo, WaitsForTheEndAndDropsWhatIsNone) {
  std::string received = "garbage\f@PJL INFO STATUS\r\nCODE=10001\r\n\f@PJL INFO ID\r\n\"X\"";
  pjl::DeviceInfo info;
  pjl::take_info(received, info);
  EXPECT_EQ(info.id, "");
  EXPECT_FALSE(info.configured);
  received += "\r\n\f";
  pjl::take_info(received, info);
  EXPECT_EQ(info.id, "X");
  EXPECT_EQ(received, "");
}

TEST(PjlInfo, KeepsOutWhatATerminalWouldObey) {
  EXPECT_EQ(told("@PJL INFO ID\r\n\"a\x1b[2Jb\"\r\n\f").id, "a?[2Jb");
}

RC_GTEST_PROP(PjlInfo, IsBoundedWhateverComes, (std::string received)) {
  received = "@PJL INFO CONFIG\r\nLANGUAGES [9 ENUMERATED]\r\n\t" + received + "\f";
  const auto info = told(received);
  RC_ASSERT(info.languages.size() <= 32u);
  for (const std::string& word : info.languages)
    for (const char c : word)
      RC_ASSERT(c >= 0x20 && c <= 0x7e);
}

TEST(Interpreters, AreRowsOfTheTable) {
  const snmp::Oid entry{1, 3, 6, 1, 2, 1, 43, 15, 1, 1};
  const auto cell = [&](std::uint32_t column, std::uint32_t row) {
    snmp::Oid oid = entry;
    oid.insert(oid.end(), {column, 1, row});
    return oid;
  };
  const auto rows = snmp::read_interpreters({{cell(2, 1), std::int64_t{47}},
                                             {cell(2, 2), std::int64_t{3}},
                                             {cell(3, 2), std::string("5e")},
                                             {cell(5, 1), std::string("PCL XL")},
                                             {cell(5, 9), std::string("no family")},
                                             {{1, 3}, std::int64_t{5}}});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].family, 47);
  EXPECT_EQ(rows[0].description, "PCL XL");
  EXPECT_EQ(rows[1].level, "5e");
}

} // namespace
} // namespace platen
