#include "auth/pin_tries.h"

#include <gtest/gtest.h>

// Who may guess how often, and whom that keeps from trying.
namespace platen::auth {
namespace {

constexpr int free_tries = 3;
constexpr std::int64_t minute = 60'000;

class PinTriesTest : public ::testing::Test {
protected:
  void guess(const std::string& thing, const Guesser& who, int count) {
    for (int i = 0; i < count; ++i)
      tries_.wrong(thing, who, now_);
  }
  bool may(const std::string& thing, const Guesser& who) {
    return tries_.may_try(thing, who, now_).has_value();
  }
  std::int64_t now_ = 0;
  PinTries tries_{free_tries};
  const Guesser anna_{"anna", false, "192.0.2.1"}, eve_{"eve", false, "192.0.2.66"};
};

TEST_F(PinTriesTest, PausesGrowFromASecondToAQuarterOfAnHour) {
  guess("job 1", eve_, free_tries - 1);
  EXPECT_TRUE(may("job 1", eve_));
  for (std::int64_t pause = 1'000; pause < SlowDown::longest_ms; pause *= 2) {
    guess("job 1", eve_, 1);
    now_ += pause - 1;
    EXPECT_FALSE(may("job 1", eve_)) << pause;
    now_ += 1;
    EXPECT_TRUE(may("job 1", eve_)) << pause;
  }
  guess("job 1", eve_, 5);
  EXPECT_EQ(tries_.may_try("job 1", eve_, now_).error().what,
            "too many wrong PINs for job 1: try again in 15 min");
  now_ += SlowDown::longest_ms;
  EXPECT_TRUE(may("job 1", eve_));
}

TEST_F(PinTriesTest, AnotherUserAddressOrJobIsNotKeptFromTrying) {
  guess("job 1", eve_, free_tries);
  EXPECT_TRUE(may("job 1", anna_));
  EXPECT_TRUE(may("job 1", {"eve", false, "192.0.2.1"}));
  EXPECT_TRUE(may("job 2", eve_));
}

TEST_F(PinTriesTest, OtherNamesAndOtherJobsAreNoWayAround) {
  for (int i = 0; i < PinTries::of_address; ++i)
    guess("job " + std::to_string(i), {"eve" + std::to_string(i), false, eve_.address}, 1);
  EXPECT_FALSE(may("job 99", {"somebody", false, eve_.address}));
  EXPECT_TRUE(may("job 99", anna_));
}

TEST_F(PinTriesTest, NorAreOtherAddresses) {
  for (int i = 0; i < PinTries::of_thing; ++i)
    guess("job 1", {"eve", false, "198.51.100." + std::to_string(i)}, 1);
  EXPECT_FALSE(may("job 1", {"eve", false, "203.0.113.1"}));
  EXPECT_TRUE(may("job 2", {"eve", false, "203.0.113.1"}));
}

TEST_F(PinTriesTest, ANetworkOfIpv6IsOneAddress) {
  for (int i = 0; i < PinTries::of_address; ++i)
    guess("job 1", {std::to_string(i), false, "2001:db8:1:2::" + std::to_string(i + 1)}, 1);
  EXPECT_FALSE(may("job 2", {"x", false, "2001:db8:1:2:ffff::1"}));
  EXPECT_TRUE(may("job 2", {"x", false, "2001:db8:1:3::1"}));
}

// However many guess from wherever: who sent the job, or knew the PIN before, waits for his own
// mistakes alone.
TEST_F(PinTriesTest, TheOwnerAndWhoKnewItAreNotLockedOut) {
  const Guesser owner{"anna", false, "192.0.2.1", true};
  tries_.right("department 7", {"ben", false, "192.0.2.2"}, now_);
  for (const char* const thing : {"job 1", "department 7"})
    for (int i = 0; i < 2 * PinTries::of_thing; ++i)
      guess(thing, {"eve", false, "198.51.100." + std::to_string(i)}, 1);
  EXPECT_FALSE(may("job 1", anna_));
  EXPECT_TRUE(may("job 1", owner));
  EXPECT_FALSE(may("department 7", anna_));
  EXPECT_TRUE(may("department 7", {"ben", false, "192.0.2.2"}));
  guess("job 1", owner, free_tries);
  EXPECT_FALSE(may("job 1", owner));
}

// Nobody else can use up the tries of a name that is proven, from wherever it is.
TEST_F(PinTriesTest, AProvenNameCountsByItself) {
  const Guesser proven{"anna", true, eve_.address};
  guess("job 1", {"anna", false, eve_.address}, PinTries::of_address);
  EXPECT_TRUE(may("job 1", proven));
  guess("job 1", proven, free_tries);
  EXPECT_FALSE(may("job 1", {"anna", true, "192.0.2.9"}));
}

TEST_F(PinTriesTest, AnHourWithoutAWrongOneForgets) {
  guess("job 1", eve_, 30);
  now_ += 61 * minute;
  guess("job 1", eve_, free_tries - 1);
  EXPECT_TRUE(may("job 1", eve_));
}

} // namespace
} // namespace platen::auth
