#include "device/language_choice.h"
#include "server/usb_sightings.h"

#include <gtest/gtest.h>

namespace platen::server {
namespace {

using transport::UsbInterface;

// An interface of a copier as it stands on the bus: its number, what is behind its model, and CMD.
UsbInterface interface_of(std::uint8_t number, const std::string& words, const std::string& command,
                          const std::string& serial = {}) {
  return {0x04a9,
          0x26e6,
          1,
          4,
          number,
          serial,
          "MFG:Canon;MDL:iR1020/1024/1025" + words + ";CMD:" + command + ";CLS:PRINTER;"};
}

std::vector<UsbInterface> copier(const std::string& serial) {
  return {interface_of(1, " (FAX)", "LIPSFAX", serial),
          interface_of(2, " (UFRII LT)", "LIPSLX", serial),
          interface_of(3, " (PCL6)", "PCLXL,PJL", serial)};
}

class OnUsb : public testing::Test {
protected:
  static void SetUpTestSuite() { models_ = new auto(*model::load_models(PLATEN_SOURCE_DATA)); }
  static void TearDownTestSuite() { delete models_; }
  static intake::api::FoundPrinter found(const Sighting& one) {
    return described(one, {}, *models_, {});
  }
  inline static std::vector<model::Model>* models_ = nullptr;
};

TEST_F(OnUsb, ACopierIsSeenOnceWithTheLanguagesOfAllButItsFax) {
  for (const std::string serial : {"", "QLB01234"}) {
    const auto all = merged(seen_on_usb(copier(serial)));
    ASSERT_EQ(all.size(), 1u) << serial;
    ASSERT_EQ(all[0].uris.size(), 1u);
    EXPECT_EQ(all[0].uris[0].uri,
              "usb://Canon/iR1020/1024/1025" + (serial.empty() ? "" : "?serial=" + serial));
    EXPECT_EQ(all[0].identity,
              serial.empty() ? device::Identity{} : device::Identity{"serial:QLB01234"});
    std::vector<std::string> languages;
    for (const device::Spoken& one : all[0].probe.languages)
      languages.push_back(one.name);
    EXPECT_EQ(languages, (std::vector<std::string>{"pcl-xl", "pjl", "ufr-ii-lt"}));
    const auto printer = found(all[0]);
    EXPECT_EQ(printer.fit, "exact");
    EXPECT_EQ(printer.model, "canon-ir1020");
    EXPECT_EQ(printer.language, "pcl-xl");
    EXPECT_EQ(printer.language_evidence, "confirmed");
    EXPECT_EQ(printer.make_and_model.find("FAX"), std::string::npos) << printer.make_and_model;
  }
}

TEST_F(OnUsb, ACopierWithoutPclSaysSo) {
  const std::vector<UsbInterface> two{interface_of(1, " (FAX)", "LIPSFAX"),
                                      interface_of(2, " (UFRII LT)", "LIPSLX")};
  const auto all = seen_on_usb(two);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(found(all[0]).device_id, two[1].device_id);
  EXPECT_TRUE(device::has_language(all[0].probe, "ufr-ii-lt"));
  EXPECT_FALSE(device::has_language(all[0].probe, "pcl-xl"));
}

TEST_F(OnUsb, AFaxAloneIsNoPrinter) {
  for (const char* serial : {"", "QLB01234"})
    EXPECT_TRUE(seen_on_usb({interface_of(1, " (FAX)", "LIPSFAX", serial)}).empty());
}

TEST_F(OnUsb, TheSerialNumberOfTheDeviceIdCounts) {
  auto all = copier({});
  for (UsbInterface& one : all)
    one.device_id += "SN:QLB01234;";
  EXPECT_EQ(seen_on_usb(all)[0].identity, device::Identity{"serial:QLB01234"});
}

} // namespace
} // namespace platen::server
