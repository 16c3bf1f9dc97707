#include "discovery/records.h"

#include <map>

#include <gtest/gtest.h>

namespace platen::discovery {
namespace {

ScannerRecord copier() {
  return {"copier",
          "urn:uuid:11111111-2222-4333-8444-555555555555",
          "Canon iR1020",
          "Room 4",
          true,
          true,
          true,
          true,
          "image/jpeg,application/pdf"};
}
ServerFacts server() {
  ServerFacts facts;
  facts.host = "host.local";
  facts.port = 8631;
  return facts;
}
std::map<std::string, std::string> words(const Service& service) {
  return {service.txt.begin(), service.txt.end()};
}

TEST(ScannerServices, HaveTheKeysThatClientsRead) {
  const auto services = scanner_services(copier(), server());
  ASSERT_EQ(services.size(), 2U);
  EXPECT_EQ(services[0].type, "_uscan._tcp");
  EXPECT_EQ(services[1].type, "_uscans._tcp");
  EXPECT_EQ(services[0].txt, services[1].txt);
  EXPECT_EQ(services[0].port, 8631);
  EXPECT_EQ(services[0].txt.front(), std::pair(std::string("txtvers"), std::string("1")));
  const auto txt = words(services[0]);
  EXPECT_EQ(txt.at("rs"), "eSCL/copier"); // no slash at either end: clients add theirs
  EXPECT_EQ(txt.at("ty"), "Canon iR1020");
  EXPECT_EQ(txt.at("uuid"), "11111111-2222-4333-8444-555555555555");
  EXPECT_EQ(txt.at("cs"), "color,grayscale,binary");
  EXPECT_EQ(txt.at("is"), "platen,adf");
  EXPECT_EQ(txt.at("duplex"), "T");
  EXPECT_EQ(txt.at("pdl"), "image/jpeg,application/pdf");
  EXPECT_EQ(txt.at("note"), "Room 4");
  EXPECT_EQ(txt.at("adminurl"), "http://host.local:8631/");
  EXPECT_EQ(txt.at("representation"), "http://host.local:8631/eSCL/copier/ScannerIcon");
}

TEST(ScannerServices, TellOnlyWhatThereIs) {
  ScannerRecord gray = copier();
  gray.color = gray.two_sided = gray.adf = false;
  ServerFacts plain = server();
  plain.tls = false;
  plain.host.clear();
  const auto services = scanner_services(gray, plain);
  ASSERT_EQ(services.size(), 1U);
  const auto txt = words(services[0]);
  EXPECT_EQ(txt.at("cs"), "grayscale,binary");
  EXPECT_EQ(txt.at("is"), "platen");
  EXPECT_EQ(txt.at("duplex"), "F");
  EXPECT_FALSE(txt.contains("adminurl"));
  EXPECT_FALSE(txt.contains("representation"));
}

} // namespace
} // namespace platen::discovery
