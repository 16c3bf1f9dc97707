#include "web/install_visit.h"
#include "web/near.h"
#include "web/seen.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace platen::web {
namespace {

TEST(InNetwork, ComparesTheFirstBits) {
  EXPECT_TRUE(in_network("192.0.2.7", "192.0.2.200", 24));
  EXPECT_FALSE(in_network("192.0.2.7", "192.0.2.200", 25));
  EXPECT_TRUE(in_network("192.0.2.7", "203.0.113.1", 0));
  EXPECT_TRUE(in_network("2001:db8::7", "2001:db8::1:7", 64));
  EXPECT_FALSE(in_network("2001:db8:0:1::7", "2001:db8::7", 64));
  EXPECT_FALSE(in_network("192.0.2.7", "2001:db8::7", 0));
  EXPECT_FALSE(in_network("nobody", "192.0.2.7", 0));
  EXPECT_FALSE(in_network("192.0.2.7", "192.0.2.7", 33));
}

TEST(IsNear, ThisMachineIs) {
  EXPECT_TRUE(is_near("127.0.0.1"));
  EXPECT_FALSE(is_near("203.0.113.250")); // for documentation alone (RFC 5737)
  EXPECT_FALSE(is_near(""));
}

http::Peer peer(const std::string& address, bool loopback = false) {
  http::Peer one;
  one.address = address;
  one.loopback = loopback;
  return one;
}

TEST(Seen, KnowsTheLastPrinterOfAnAddress) {
  Seen seen;
  seen.note(peer("192.0.2.7"), "/ipp/print/office", 200, 10);
  seen.note(peer("192.0.2.7"), "/ipp/print/studio/7", 200, 20);
  seen.note(peer("192.0.2.7"), "/ipp/print/hall", 403, 30);
  seen.note(peer("192.0.2.7"), "/api/v1/printers", 200, 40);
  seen.note(peer(""), "/ipp/print/office", 200, 50); // of the socket
  ASSERT_TRUE(seen.of(peer("192.0.2.7")));
  EXPECT_EQ(seen.of(peer("192.0.2.7"))->printer, "studio");
  EXPECT_EQ(seen.of(peer("192.0.2.7"))->time, 20);
  EXPECT_FALSE(seen.of(peer("192.0.2.8")));
  EXPECT_FALSE(seen.of(peer("")));
}

TEST(Seen, ThisMachineIsOneWhateverItsAddress) {
  Seen seen;
  seen.note(peer("::1", true), "/ipp/print/office", 200, 10);
  EXPECT_TRUE(seen.of(peer("127.0.0.1", true)));
  EXPECT_FALSE(seen.of(peer("", true))); // the socket
}

TEST(Seen, ForgetsTheOldest) {
  Seen seen;
  for (int i = 0; i < 5'000; ++i)
    seen.note(peer("2001:db8::" + std::to_string(i)), "/ipp/print/office", 200, i);
  EXPECT_FALSE(seen.of(peer("2001:db8::0")));
  EXPECT_TRUE(seen.of(peer("2001:db8::4999")));
}

InstallQuestion question(const std::string& host, bool encrypted = false) {
  InstallQuestion one{
      .file = {}, .query = {}, .host = host, .user_agent = {}, .accept_language = {}, .peer = {}};
  one.peer.address = "203.0.113.250";
  one.peer.encrypted = encrypted;
  return one;
}

InstallFacts facts() {
  return {.host = "press",
          .uuid = "urn:uuid:1",
          .certificate = {},
          .announces = true,
          .local_only = false,
          .scanners = {}};
}

TEST(PlaceOf, IsAsTheVisitorReachedUs) {
  EXPECT_EQ(place_of(question("Print.local:8631"), facts(), true).base(),
            "http://print.local:8631");
  EXPECT_EQ(place_of(question("[2001:db8::7]:631", true), facts(), true).base(),
            "https://[2001:db8::7]:631");
  EXPECT_EQ(place_of(question("print.example", true), facts(), true).base(),
            "https://print.example:443");
  EXPECT_EQ(place_of(question(""), facts(), true).base(), "http://press.local:8631"); // HTTP/1.0
}

const install::Json two = install::Json::parse(R"([
  {"printer-name": "office", "printer-info": "Office", "printer-uuid": "urn:uuid:2", "printer-is-shared": true},
  {"printer-name": "secret", "printer-info": null, "printer-make-and-model": "Model", "printer-uuid": "urn:uuid:3",
   "printer-is-shared": false, "default": true, "inboxes": [{"protocol": "raw", "port": 9100}, 7, {"port": "x"}]}])");

TEST(VisitOf, WhatIsNotSharedIsShownToWhoNamesIt) {
  auto all = visit_of(question("print.local:8631"), facts(), two);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->printers.size(), 1u);
  EXPECT_EQ(all->printers[0].name, "office");
  InstallQuestion one = question("print.local:8631");
  one.query = parse_form("printer=secret");
  const auto named = visit_of(one, facts(), two);
  ASSERT_TRUE(named);
  ASSERT_EQ(named->printers.size(), 1u);
  EXPECT_EQ(named->printers[0].title, "Model");
  ASSERT_EQ(named->printers[0].inboxes.size(), 1u);
  EXPECT_EQ(named->printers[0].inboxes[0].port, 9100);
}

TEST(VisitOf, APrinterThatIsNotThereIsAnError) {
  InstallQuestion one = question("print.local:8631");
  one.query = parse_form("printer=nobody");
  const auto visit = visit_of(one, facts(), two);
  ASSERT_FALSE(visit);
  EXPECT_EQ(visit.error().code, Errc::not_found);
}

TEST(VisitOf, PhonesAreNotSentToThisMachinesOwnLoop) {
  const auto visit = visit_of(question("localhost:8631"), facts(), two);
  ASSERT_TRUE(visit);
  EXPECT_EQ(visit->others_reach, "http://press.local:8631/install");
}

TEST(VisitOf, TheSystemMayBeChosen) {
  InstallQuestion one = question("print.local:8631");
  one.user_agent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
  EXPECT_EQ(visit_of(one, facts(), two)->system, "macos");
  one.query = parse_form("own=ios");
  EXPECT_EQ(visit_of(one, facts(), two)->system, "ios");
  one.query = parse_form("own=ios&system=linux");
  EXPECT_EQ(visit_of(one, facts(), two)->system, "linux");
  EXPECT_EQ(visit_of(one, facts(), two)->detected, "ios");
  one.query = parse_form("system=%3Cscript%3E");
  EXPECT_EQ(visit_of(one, facts(), two)->system, "macos");
}

} // namespace
} // namespace platen::web
