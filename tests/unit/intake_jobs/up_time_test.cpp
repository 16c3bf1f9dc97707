#include "intake/ipp/printer_attributes.h"
#include "unit/intake_jobs/desk.h"
#include "wire/ipp/dates.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

using ::testing::ElementsAre;

constexpr job::Time last_second = std::numeric_limits<std::int32_t>::max(); // 2038-01-19 03:14:07

TEST(UpTime, IsUnixTimeWhile31BitsHoldIt) {
  EXPECT_EQ(up_time(noon, noon), noon); // as lpstat takes it
  EXPECT_EQ(up_time(last_second, last_second), last_second);
  EXPECT_EQ(up_time(last_second + 100, noon), last_second) << "a lease that ends later";
}

TEST(UpTime, BeginsAgainWithOneWhenTheyAreFull) {
  const job::Time first = last_second + 1;
  EXPECT_EQ(up_time(first, first), 1);
  EXPECT_EQ(up_time(first + 59, first + 100), 60);
  EXPECT_EQ(up_time(last_second, first), 0);
  EXPECT_EQ(up_time(last_second - 10, first), -10) << "before it began";
  EXPECT_EQ(up_time(0, first), std::numeric_limits<std::int32_t>::min() + 1);
  EXPECT_EQ(up_time(2 * first, 2 * first), 1) << "in 2106";
  EXPECT_EQ(up_time(noon, 2 * first), std::numeric_limits<std::int32_t>::min());
}

TEST(UpTime, OfJobsAndPrintersAgreesAcrossTheTurn) {
  Desk desk;
  desk.now = last_second - 9;
  const job::JobId old = desk.print();
  desk.now = last_second + 21;
  const job::JobId young = desk.print();
  const Message printer = desk.ask(Request(IPP_OP_GET_PRINTER_ATTRIBUTES, "office"));
  EXPECT_THAT(values(printer, "printer-up-time"), ElementsAre("21"));
  EXPECT_THAT(values(printer, "printer-state-change-time"), ElementsAre("1")) << "1 is the least";
  const Message before = desk.ask(Request(IPP_OP_GET_JOB_ATTRIBUTES, "office", old));
  EXPECT_THAT(values(before, "time-at-creation"), ElementsAre("-9"));
  EXPECT_THAT(values(before, "job-printer-up-time"), ElementsAre("21"));
  const Message after = desk.ask(Request(IPP_OP_GET_JOB_ATTRIBUTES, "office", young));
  EXPECT_THAT(values(after, "time-at-creation"), ElementsAre("21"));
  ipp_attribute_t* const date =
      ippFindAttribute(before.get(), "date-time-at-creation", IPP_TAG_DATE);
  ASSERT_NE(date, nullptr);
  EXPECT_EQ(platen::ipp::moment_of(ippGetDate(date, 0)), last_second - 9);
}

} // namespace
} // namespace platen::intake::ipp::test
