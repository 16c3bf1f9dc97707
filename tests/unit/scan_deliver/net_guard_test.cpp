#include "scan/deliver/courier/net_guard.h"

#include <cstring>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/un.h>

namespace platen::scan::courier {
namespace {

bool inner(const char* text) {
  sockaddr_storage storage{};
  in_addr four{};
  if (::inet_pton(AF_INET, text, &four) == 1) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr = four;
    std::memcpy(&storage, &address, sizeof address);
    return is_inner_address(reinterpret_cast<sockaddr&>(storage), sizeof address);
  }
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  EXPECT_EQ(::inet_pton(AF_INET6, text, &address.sin6_addr), 1) << text;
  std::memcpy(&storage, &address, sizeof address);
  return is_inner_address(reinterpret_cast<sockaddr&>(storage), sizeof address);
}

TEST(NetGuard, KnowsWhatIsThisMachineAndItsLink) {
  for (const char* address : {"127.0.0.1",
                              "127.255.255.254",
                              "0.0.0.0",
                              "0.1.2.3",
                              "169.254.169.254",
                              "169.254.0.1",
                              "192.0.0.192",
                              "100.100.100.200",
                              "224.0.0.1",
                              "239.255.255.255",
                              "255.255.255.255",
                              "240.0.0.1",
                              "::",
                              "::1",
                              "::ffff:127.0.0.1",
                              "::ffff:169.254.169.254",
                              "::127.0.0.1",
                              "64:ff9b::7f00:1",
                              "64:ff9b::a9fe:a9fe",
                              "2002:7f00:1::",
                              "fe80::1",
                              "febf::1",
                              "fec0::1",
                              "ff02::1",
                              "fd00:ec2::254"})
    EXPECT_TRUE(inner(address)) << address;
}

TEST(NetGuard, LetsOthersBe) {
  for (const char* address : {"192.0.2.7", "10.255.1.2", "198.51.100.9", "128.0.0.1", "100.64.0.1",
                              "2001:db8::1", "fd00::1234", "64:ff9b::c000:207"})
    EXPECT_FALSE(inner(address)) << address;
}

TEST(NetGuard, WhatIsNoAddressOfANetworkIsInner) {
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  EXPECT_TRUE(is_inner_address(reinterpret_cast<sockaddr&>(local), sizeof local));
  sockaddr_in shortened{};
  shortened.sin_family = AF_INET;
  EXPECT_TRUE(is_inner_address(reinterpret_cast<sockaddr&>(shortened), 4));
}

} // namespace
} // namespace platen::scan::courier
