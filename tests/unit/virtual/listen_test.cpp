#include "virtual/listen.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::twin {
namespace {

const std::string here = "127.0.0.1";

TEST(ListenOnBoth, OneThatIsTakenIsSaid) {
  const auto taken = listen_on(Sockets::udp, here, 0);
  ASSERT_TRUE(taken);
  const auto both = listen_on_both(here, *port_of(taken->get()));
  ASSERT_FALSE(both);
  EXPECT_THAT(both.error().message(), testing::HasSubstr("cannot listen on 127.0.0.1:"));
}

// Of 28,000 numbers that the system may give 500 are taken for datagrams alone: in some 400 tries
// one of those comes up with near certainty.
TEST(ListenOnBoth, TakesANumberThatIsFreeForBoth) {
  std::vector<UniqueFd> taken;
  for (int i = 0; i < 500; ++i) {
    auto one = listen_on(Sockets::udp, here, 0);
    ASSERT_TRUE(one) << one.error().message();
    taken.push_back(*std::move(one));
  }
  for (int i = 0; i < 400; ++i) {
    const auto both = listen_on_both(here, 0);
    ASSERT_TRUE(both) << both.error().message();
    EXPECT_EQ(*port_of(both->tcp.get()), *port_of(both->udp.get()));
  }
}

} // namespace
} // namespace platen::twin
