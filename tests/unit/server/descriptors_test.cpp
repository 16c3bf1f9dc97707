#include "server/descriptors.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace platen::server {
namespace {

class Descriptors : public ::testing::Test {
protected:
  void SetUp() override { ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before_), 0); }
  void TearDown() override { ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before_), 0); }
  void set_soft(rlim_t soft) const {
    const rlimit limit{soft, before_.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  }
  rlimit before_{};
};

TEST_F(Descriptors, AreMoreThanTwoForEachConnection) {
  EXPECT_GT(descriptors_for(4'000), 8'000u);
  EXPECT_GT(descriptors_for(0), 100u);
}

TEST_F(Descriptors, AreRaisedAsFarAsNeeded) {
  set_soft(100);
  EXPECT_EQ(raise_descriptor_limit(120), 120u);
  rlimit now{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &now), 0);
  EXPECT_EQ(now.rlim_cur, 120u);
  EXPECT_EQ(now.rlim_max, before_.rlim_max);
  EXPECT_EQ(raise_descriptor_limit(110), 120u); // never lowered
}

TEST_F(Descriptors, StopAtTheHardLimit) {
  set_soft(100);
  if (before_.rlim_max == RLIM_INFINITY) {
    EXPECT_GE(raise_descriptor_limit(200), 200u);
  } else {
    EXPECT_EQ(raise_descriptor_limit(before_.rlim_max + 1), before_.rlim_max);
  }
}

} // namespace
} // namespace platen::server
