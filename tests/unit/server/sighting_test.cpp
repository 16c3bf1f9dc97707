#include "server/sighting.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace platen::server {
namespace {

Sighting seen(const std::string& host, const std::string& uri, const std::string& way,
              device::Identity identity = {}, const std::string& id = {}) {
  Sighting one;
  one.host = host;
  one.uris.push_back({uri, uri.substr(0, uri.find(':')), {way}});
  one.identity = std::move(identity);
  one.probe.answers.push_back({"snmp", id, {}});
  return one;
}

const std::string copier = "MFG:Canon;MDL:iR1020/1024/1025;CMD:PCLXL;";

class Described : public testing::Test {
protected:
  static void SetUpTestSuite() { models_ = new auto(*model::load_models(PLATEN_SOURCE_DATA)); }
  static void TearDownTestSuite() { delete models_; }
  inline static std::vector<model::Model>* models_ = nullptr;
};

TEST(Merged, OneAddressIsOneMachine) {
  const auto all = merged({seen("192.0.2.7", "socket://192.0.2.7", "snmp"),
                           seen("192.0.2.7", "socket://192.0.2.7", "dns-sd"),
                           seen("192.0.2.8", "socket://192.0.2.8", "snmp")});
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].uris[0].found_by, (std::vector<std::string>{"snmp", "dns-sd"}));
}

TEST(Merged, OneUnitAtTheNetworkAndTheUsbIsOneMachine) {
  const auto all = merged({seen("", "usb://Canon/iR1024?serial=A1234", "usb", {"serial:A1234"}),
                           seen("192.0.2.7", "socket://192.0.2.7", "snmp", {"serial:A1234"})});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].host, "192.0.2.7");
  EXPECT_EQ(all[0].uris.size(), 2u);
}

TEST(Merged, OneSerialNumberAtTwoAddressesIsTwoMachines) {
  EXPECT_EQ(merged({seen("192.0.2.7", "socket://192.0.2.7", "snmp", {"serial:A1234"}),
                    seen("192.0.2.8", "socket://192.0.2.8", "snmp", {"serial:A1234"})})
                .size(),
            2u);
}

TEST(Merged, OneHardwareAddressAtTwoAddressesIsOneMachine) {
  const device::Identity both{"serial:A1234", "mac:00:1e:8f:01:02:03"};
  EXPECT_EQ(merged({seen("192.0.2.7", "socket://192.0.2.7", "snmp", both),
                    seen("192.0.2.8", "socket://192.0.2.8", "snmp", both)})
                .size(),
            1u);
}

TEST_F(Described, TheRawPortIsTheBestWayOfAModelThatFits) {
  Sighting one = seen("192.0.2.7", "lpd://192.0.2.7", "snmp", {"serial:A1234"}, copier);
  one.uris.push_back({"ipp://192.0.2.7/ipp/print", "ipp", {"dns-sd"}});
  one.uris.push_back({"socket://192.0.2.7", "socket", {"snmp"}});
  const auto found = described(one, {}, *models_, {});
  EXPECT_EQ(found.uris[0].uri, "socket://192.0.2.7");
  EXPECT_EQ(found.fit, "exact");
  EXPECT_EQ(found.model, "canon-ir1020");
  EXPECT_EQ(found.make_and_model, "Canon iR1020/1024/1025");
}

TEST_F(Described, AStrangerIsBestReachedByIpp) {
  Sighting one = seen("192.0.2.7", "socket://192.0.2.7", "snmp", {}, "MFG:ACME;MDL:X;");
  one.uris.push_back({"ipps://192.0.2.7/ipp/print", "ipps", {"dns-sd"}});
  one.probe.languages = {{"image/urf", "ipp", "image/urf"}};
  const auto found = described(one, {}, *models_, {});
  EXPECT_EQ(found.uris[0].transport, "ipps");
  EXPECT_EQ(found.fit, "none");
  EXPECT_EQ(found.language, "image/urf");
  EXPECT_EQ(found.language_evidence, "confirmed");
}

TEST_F(Described, WhatIsNotToldIsUnknown) {
  const auto found = described(seen("192.0.2.7", "socket://192.0.2.7", "snmp"), {}, *models_, {});
  const auto says = [&](std::string_view text) {
    return std::ranges::any_of(
        found.unknown, [&](const std::string& one) { return one.find(text) != std::string::npos; });
  };
  EXPECT_TRUE(says("its model"));
  EXPECT_TRUE(says("its languages"));
  EXPECT_TRUE(says("which unit"));
}

TEST_F(Described, ADoubleIsSaid) {
  const auto all =
      merged({seen("192.0.2.7", "socket://192.0.2.7", "snmp", {"serial:A1234"}, copier),
              seen("192.0.2.8", "socket://192.0.2.8", "snmp", {"serial:A1234"}, copier)});
  const auto found = described(all[0], all, *models_, {});
  EXPECT_NE(found.unknown.back().find("192.0.2.8 says the same"), std::string::npos)
      << found.unknown.back();
}

TEST_F(Described, AQueueOfIt) {
  job::Printer queue;
  queue.name = "copier";
  queue.device_uri = "socket://192.0.2.99:9100";
  queue.device_identity = {"serial:A1234"};
  const std::vector<job::Printer> queues{queue};
  const auto by = [&](const Sighting& one) { return described(one, {}, *models_, queues).printer; };
  EXPECT_EQ(by(seen("192.0.2.7", "socket://192.0.2.7", "snmp", {"serial:A1234"})), "copier");
  EXPECT_EQ(by(seen("192.0.2.7", "socket://192.0.2.7", "snmp", {"serial:B9999"})), "");
  EXPECT_EQ(by(seen("192.0.2.99", "socket://192.0.2.99", "snmp")), "copier");
  EXPECT_EQ(by(seen("192.0.2.99", "socket://192.0.2.99", "snmp", {"serial:B9999"})), "");
}

TEST_F(Described, AQueueOfOneOfItsLanguagesByUsb) {
  job::Printer queue;
  queue.name = "copier";
  queue.device_uri = "usb://Canon/iR1020/1024/1025%20%28PCL6%29";
  const std::vector<job::Printer> queues{queue};
  const auto by = [&](const std::string& uri) {
    return described(seen("", uri, "usb"), {}, *models_, queues).printer;
  };
  EXPECT_EQ(by("usb://Canon/iR1020/1024/1025"), "copier");
  EXPECT_EQ(by("usb://Canon/iR1020/1024/1025?serial=A1234"), "");
  EXPECT_EQ(by("usb://Canon/PRO-1000%20series"), "");
}

TEST(DeviceUri, HasAHostThatCanBeReplaced) {
  const std::pair<const char*, const char*> cases[] = {
      {"socket://192.0.2.7:9100/?snmp=off", "socket://192.0.2.9:9100/?snmp=off"},
      {"socket://192.0.2.7", "socket://192.0.2.9"},
      {"lpd://old.example/queue", "lpd://192.0.2.9/queue"},
      {"ipp://user:word@192.0.2.7:631/ipp/print", "ipp://user:word@192.0.2.9:631/ipp/print"},
      {"socket://[fe80::1]:9100", "socket://192.0.2.9:9100"},
      {"socket://192.0.2.7?snmp=1161", "socket://192.0.2.9?snmp=1161"},
      {"usb://Canon/iR1024", "usb://Canon/iR1024"},
      {"file:/tmp/out", "file:/tmp/out"}};
  for (const auto& [from, to] : cases)
    EXPECT_EQ(with_host(from, "192.0.2.9"), to);
  EXPECT_EQ(with_host("socket://192.0.2.7:9100", "2001:db8::7"), "socket://[2001:db8::7]:9100");
  EXPECT_EQ(host_of("socket://[fe80::1]:9100"), "fe80::1");
  EXPECT_EQ(host_of("usb://Canon/iR1024"), "");
}

} // namespace
} // namespace platen::server
