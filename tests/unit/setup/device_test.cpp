#include "setup/device.h"

#include <gtest/gtest.h>

namespace platen::setup {
namespace {

TEST(SetupDevice, ReadsWhatIsThereAndTakesTheRestAsUnknown) {
  const auto all = read_devices(Json::parse(R"([
    {"device-uri": "ipp://printer.local/ipp/print", "model": null, "why": "answers ipp"},
    {"device-uri": "socket://[2001:db8::7]:9100/", "uris": [{"device-uri": "socket://[2001:db8::7]:9100/", "transport": "socket"}],
     "make-and-model": "iR1020", "model": "canon-ir1020", "fit": "exact", "lost": ["a", 7], "identity": null},
    "nonsense", 7, null, {}
  ])"));
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 3U);
  EXPECT_EQ((*all)[0].fit, "none");
  EXPECT_EQ((*all)[0].title(), "ipp://printer.local/ipp/print");
  EXPECT_EQ((*all)[0].host(), "printer.local");
  EXPECT_EQ((*all)[0].transport(), "ipp");
  EXPECT_EQ((*all)[1].host(), "2001:db8::7");
  EXPECT_EQ((*all)[1].lost, std::vector<std::string>{"a"});
  EXPECT_FALSE(read_devices(Json::object()));
}

TEST(SetupDevice, IsDescribedWithWhatIsNotKnown) {
  Device device;
  device.uri = "usb://Canon/iR1020";
  device.make_and_model = "Canon iR1020";
  device.model = "canon-ir1020";
  device.fit = "exact";
  device.language = "pcl-xl";
  device.language_evidence = "untold";
  device.unknown = {"how much toner is left"};
  device.printer = "office";
  const std::string text = describe(device, 3);
  for (const char* const words :
       {"3    Canon iR1020", "fits canon-ir1020", "pcl-xl; the device names no languages", "by USB",
        "not known: how much toner", "the printer office already"})
    EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
}

} // namespace
} // namespace platen::setup
