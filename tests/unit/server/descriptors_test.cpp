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

TEST_F(Descriptors, AreSharedSoThatConnectionsCannotHaveThemAll) {
  const server::Descriptors all = share_descriptors(descriptors_for(4'000), 4'000);
  EXPECT_EQ(all.connections, 4'000u);
  EXPECT_EQ(share_descriptors(1'000'000, 4'000).connections, 4'000u); // not more than wanted
  for (const std::uint64_t limit : {32u, 64u, 256u, 600u, 1'024u, 8'000u}) {
    const server::Descriptors share = share_descriptors(limit, 4'000);
    EXPECT_GT(share.connections, 0u) << limit;
    EXPECT_LT(share.connections, 4'000u) << limit;
    // Each connection with its document, and what is kept for the rest.
    EXPECT_LE(2 * share.connections + share.reserved, limit) << limit;
    EXPECT_GE(share.reserved, std::min<std::uint64_t>(limit / 4, 256)) << limit;
  }
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
