#include "transport/address.h"
#include "transport/transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::transport {
namespace {

TEST(SocketUri, NamesHostAndPort) {
  struct Case {
    std::string uri, host, port;
  };
  const Case cases[] = {
      {"socket://printer", "printer", "9100"},
      {"socket://printer:9101", "printer", "9101"},
      {"socket://192.168.1.20:1/", "192.168.1.20", "1"},
      {"socket://[::1]", "::1", "9100"},
      {"socket://[fe80::1%eth0]:65535", "fe80::1%eth0", "65535"},
      {"socket://pro_1000.local/", "pro_1000.local", "9100"},
  };
  for (const Case& one : cases) {
    const auto address = parse_socket_uri(one.uri);
    ASSERT_TRUE(address) << one.uri;
    EXPECT_EQ(address->host, one.host);
    EXPECT_EQ(address->port, one.port);
  }
}

TEST(SocketUri, SaysWhereTheStatusIs) {
  const auto address =
      parse_socket_uri("socket://[::1]:9101/?snmp=1161&community=office&chmp=off&pjl=off");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->host, "::1");
  EXPECT_EQ(address->port, "9101");
  EXPECT_EQ(address->channel("snmp"), "1161");
  EXPECT_EQ(address->channel("community"), "office");
  EXPECT_EQ(address->channel("chmp"), "off");
  EXPECT_FALSE(address->channel("chmps"));
  EXPECT_TRUE(parse_socket_uri("socket://printer?")->channels.empty());
}

TEST(SocketUri, NeedsNoSlashBeforeTheQuestionMark) {
  const auto address = parse_socket_uri("socket://printer:9101?pjl=off");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->host, "printer");
  EXPECT_EQ(address->port, "9101");
  EXPECT_EQ(address->channel("pjl"), "off");
  for (const char* uri : {"socket://printer:9101?x=y", "socket://printer?x=y", "socket://?pjl=off"})
    EXPECT_FALSE(parse_socket_uri(uri)) << uri;
}

TEST(SocketUri, RefusesOtherWordsBehindTheQuestionMark) {
  for (const char* words : {"snmp", "snmp=", "snmp=0", "snmp=65536", "snmp=on", "pjl=9100",
                            "community=", "community=a b", "speed=9", "=", "snmp=161&&pjl=off"})
    EXPECT_FALSE(parse_socket_uri(std::string("socket://printer/?") + words)) << words;
}

TEST(SocketUri, IsRefusedWithTheReason) {
  for (const std::string uri :
       {"socket://", "socket://:9100", "socket://host:", "socket://host:0", "socket://host:65536",
        "socket://host:9100x", "socket://a b", "socket://[::1", "socket://[::1]9100",
        "socket://host/queue", "lpd://host", "socket:host"}) {
    const auto address = parse_socket_uri(uri);
    ASSERT_FALSE(address) << uri;
    EXPECT_EQ(address.error().code, Errc::invalid);
    EXPECT_THAT(address.error().what, testing::HasSubstr("socket://192.168.1.20:9100"));
  }
}

TEST(DeviceUri, IsToldFromAPlainPath) {
  for (const std::string uri : {"-", "socket://h", "file:a", "ipp://h"})
    EXPECT_TRUE(is_device_uri(uri)) << uri;
  for (const std::string path : {"a.prn", "/tmp/a", "./file", "a:b", ""})
    EXPECT_FALSE(is_device_uri(path)) << path;
}

TEST(DeviceUri, OfAnUnknownKindSaysWhatIsKnown) {
  const Cancel cancel;
  const auto opened = open("smb://host/queue", {}, cancel);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::invalid);
  EXPECT_THAT(opened.error().what, testing::HasSubstr("file:PATH"));
  EXPECT_FALSE(open("file:", {}, cancel));
}

} // namespace
} // namespace platen::transport
