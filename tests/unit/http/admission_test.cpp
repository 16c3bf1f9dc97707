// Who may connect, and against whom a connection is counted.
#include "http/admission.h"
#include "http/refusal_log.h"

#include <string>

#include <arpa/inet.h>
#include <gtest/gtest.h>

namespace platen::http {
namespace {

using namespace std::chrono_literals;

Source v4(const char* address) {
  in_addr parsed{};
  EXPECT_EQ(::inet_pton(AF_INET, address, &parsed), 1) << address;
  return source_of(parsed);
}

Source v6(const char* address, const char* own = "2001:db8:1:1::1") {
  in6_addr parsed{}, ours{};
  EXPECT_EQ(::inet_pton(AF_INET6, address, &parsed), 1) << address;
  EXPECT_EQ(::inet_pton(AF_INET6, own, &ours), 1) << own;
  return source_of(parsed, ours);
}

TEST(Source, IsOneIpv4Address) {
  EXPECT_EQ(v4("192.0.2.7"), v4("192.0.2.7"));
  EXPECT_NE(v4("192.0.2.7"), v4("192.0.2.8"));
  EXPECT_FALSE(v4("192.0.2.7").this_machine);
  EXPECT_FALSE(v4("128.0.0.1").this_machine);
  EXPECT_TRUE(v4("127.1.2.3").this_machine);
}

TEST(Source, IsOneNetworkOfSomebodyElse) {
  EXPECT_EQ(v6("2001:db8:2:1::7"), v6("2001:db8:2:1:ffff:ffff:ffff:ffff"));
  EXPECT_NE(v6("2001:db8:2:1::7"), v6("2001:db8:2:2::7"));
}

// A house has one /64: its machines are not one client.
TEST(Source, IsOneMachineInANetworkOfOurOwn) {
  EXPECT_NE(v6("2001:db8:1:1::7"), v6("2001:db8:1:1::8"));
  EXPECT_NE(v6("fe80::7", "fe80::1"), v6("fe80::8", "fe80::1"));
  EXPECT_NE(v6("fe80::7"), v6("fe80::8"));
  EXPECT_FALSE(v6("fe80::7").this_machine);
  EXPECT_TRUE(v6("::1", "::1").this_machine);
}

TEST(Source, KindsAreNeverMixedUp) {
  EXPECT_NE(v4("0.0.3.232"), source_of_user(1000)); // the same number
  EXPECT_TRUE(source_of_user(1000).this_machine);
  EXPECT_NE(source_of_user(1000), source_of_user(1001));
}

constexpr Room usual{4'000, 256};

TEST(Admission, StopsAnAddressAtItsShare) {
  const Source phone = v4("192.0.2.7");
  EXPECT_EQ(admit(phone, {300, 255}, usual), Verdict::admitted);
  EXPECT_EQ(admit(phone, {300, 256}, usual), Verdict::address_full);
  EXPECT_EQ(admit(v4("192.0.2.8"), {300, 0}, usual), Verdict::admitted);
}

// A cupsd or a proxy on this machine brings everybody's requests.
TEST(Admission, DoesNotChokeThisMachine) {
  for (const Source& here : {v4("127.0.0.1"), v6("::1", "::1"), source_of_user(0)}) {
    EXPECT_EQ(admit(here, {2'999, 2'999}, usual), Verdict::admitted);
    EXPECT_EQ(admit(here, {3'000, 3'000}, usual), Verdict::address_full); // others come in still
  }
}

TEST(Admission, KeepsTheLastPlacesForThisMachine) {
  EXPECT_EQ(admit(v4("192.0.2.7"), {3'749, 0}, usual), Verdict::admitted);
  EXPECT_EQ(admit(v4("192.0.2.7"), {3'750, 0}, usual), Verdict::network_full);
  EXPECT_EQ(admit(source_of_user(0), {3'999, 249}, usual), Verdict::admitted);
  EXPECT_EQ(admit(source_of_user(0), {4'000, 250}, usual), Verdict::full);
}

TEST(Admission, LetsSomebodyInHoweverSmallTheRoom) {
  for (std::size_t all = 1; all < 10; ++all) {
    EXPECT_EQ(admit(v4("127.0.0.1"), {0, 0}, {all, 1}), Verdict::admitted) << all;
    EXPECT_EQ(admit(v4("192.0.2.7"), {0, 0}, {all, 1}), Verdict::admitted) << all;
  }
}

TEST(RefusalLog, SpeaksAtOnceAndThenOnceAMinute) {
  RefusalLog log;
  const Clock::time_point start{1h};
  const auto first = log.add(start, Verdict::address_full, "192.0.2.7", usual);
  ASSERT_TRUE(first);
  EXPECT_EQ(*first,
            "connections refused: 1 (the last from 192.0.2.7): an address has as many as it "
            "may; where it is that of a proxy or of many people, raise [limits] "
            "connections-per-address (256)");
  for (int i = 0; i < 1'000; ++i)
    EXPECT_FALSE(log.add(start + 10s, Verdict::address_full, "192.0.2.8", usual));
  EXPECT_FALSE(log.add(start + 20s, Verdict::full, "192.0.2.9", usual));
  EXPECT_FALSE(log.look(start + 59s));
  const auto second = log.look(start + 60s);
  ASSERT_TRUE(second);
  EXPECT_NE(second->find("connections refused: 1000 (the last from 192.0.2.8)"), std::string::npos);
  EXPECT_NE(second->find("connections refused: 1 (the last from 192.0.2.9)"), std::string::npos);
  EXPECT_FALSE(log.look(start + 10min)); // nothing more
  EXPECT_TRUE(log.add(start + 10min, Verdict::no_memory, "::1", usual));
}

TEST(RefusalLog, SaysWhatToDoAboutEach) {
  for (const auto& [why, advice] : {std::pair{Verdict::full, "raise [limits] connections"},
                                    std::pair{Verdict::network_full, "raise [limits] connections"},
                                    std::pair{Verdict::no_descriptors, "LimitNOFILE="},
                                    std::pair{Verdict::no_memory, "requests refused: 1 "}}) {
    RefusalLog log;
    const auto line = log.add(Clock::time_point{1h}, why, "::1", usual);
    ASSERT_TRUE(line);
    EXPECT_NE(line->find(advice), std::string::npos) << *line;
  }
}

} // namespace
} // namespace platen::http
