// From an address to a scanner, and from the network to addresses.
#include "bjnp_scanner.h"
#include "scan/device/bjnp_discovery.h"
#include "scan/device/model_facts.h"
#include "scan/device/open.h"
#include "support.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::scan {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(OpenScanner, HasTheFactsOfItsModelAndScans) {
  ::setenv("PLATEN_DATA", PLATEN_SOURCE_DATA, 1);
  test::FakeMp730 device;
  test::BjnpScanner network(device);
  const Cancel cancel;
  auto scanner = open_scanner(network.uri(), "canon-ir1024", cancel);
  ASSERT_TRUE(scanner) << scanner.error().what;
  const ScannerFacts& facts = (*scanner)->facts();
  EXPECT_EQ(facts.make_and_model, "Canon imageRUNNER 1024");
  EXPECT_EQ(facts.feeder_capacity, 50);
  EXPECT_TRUE(facts.adf_two_sided && facts.buttons);
  EXPECT_EQ(facts.platen->most_width, 2544);
  EXPECT_THAT(facts.platen->resolutions, ElementsAre(75, 150, 300, 600));
  EXPECT_THAT(facts.platen->modes, ElementsAre(ColorMode::gray, ColorMode::color));
  EXPECT_THAT(facts.evidence, HasSubstr("documented: SANE"));
  auto feed = (*scanner)->start({false, false, ColorMode::gray, Dpi{75}, {0, 0, 2544, 3472}});
  ASSERT_TRUE(feed) << feed.error().what;
  const auto side = test::take_side(**feed, 100);
  ASSERT_TRUE(side && *side);
  EXPECT_EQ((*side)->shape, (PageShape{636, 868, gray8}));
  EXPECT_EQ((*side)->end.rows, 868);
}

TEST(OpenScanner, KnowsAModelThatIsNoneOfTheProgramsOwn) {
  ::setenv("PLATEN_DATA", PLATEN_SOURCE_DATA, 1);
  const auto own = model::load_models(PLATEN_SOURCE_DATA);
  ASSERT_TRUE(own);
  std::vector<model::Model> models{**model::find_model(*own, "canon-ir1024")};
  models[0].id = "canon-ir9999";
  models[0].title = "Canon imageRUNNER 9999";
  models[0].scanner->feeder_capacity = 7;
  test::FakeMp730 device;
  test::BjnpScanner network(device);
  const Cancel cancel;
  const auto scanner = open_scanner(network.uri(), "canon-ir9999", models, cancel);
  ASSERT_TRUE(scanner) << scanner.error().what;
  EXPECT_EQ((*scanner)->facts().make_and_model, "Canon imageRUNNER 9999");
  EXPECT_EQ((*scanner)->facts().feeder_capacity, 7);
  EXPECT_EQ(open_scanner(network.uri(), "canon-ir9999", cancel).error().code, Errc::invalid);
}

TEST(OpenScanner, SaysWhatIsWrongWithTheAddressOrModel) {
  ::setenv("PLATEN_DATA", PLATEN_SOURCE_DATA, 1);
  const Cancel cancel;
  for (const auto& [uri, model, code] : {std::tuple{"", "canon-ir1020", Errc::invalid},
                                         {"socket://a", "canon-ir1020", Errc::invalid},
                                         {"bjnp://", "canon-ir1020", Errc::invalid},
                                         {"usb://Canon", "canon-ir1020", Errc::invalid},
                                         {"bjnp://127.0.0.1", "canon-pro-1000", Errc::unsupported},
                                         {"bjnp://127.0.0.1", "nonsense", Errc::invalid}}) {
    const auto scanner = open_scanner(uri, model, cancel);
    ASSERT_FALSE(scanner) << uri;
    EXPECT_EQ(scanner.error().code, code) << uri << " " << scanner.error().what;
  }
}

TEST(BjnpDiscovery, FindsWhoAnswersAsAScanner) {
  test::FakeMp730 device;
  test::BjnpScanner network(device);
  const Cancel cancel;
  const auto port = static_cast<std::uint16_t>(network.port());
  auto found = discover_bjnp({"127.0.0.1", "nonsense"}, port, milliseconds{200}, cancel);
  while (found && found->empty()) // a busy machine answers late
    found = discover_bjnp({"127.0.0.1"}, port, milliseconds{200}, cancel);
  ASSERT_TRUE(found);
  EXPECT_THAT(*found, ElementsAre("127.0.0.1"));
  network.script.silent = true;
  EXPECT_TRUE(discover_bjnp({"127.0.0.1"}, port, milliseconds{50}, cancel)->empty());
  Cancel stop;
  stop.request();
  EXPECT_EQ(discover_bjnp({"127.0.0.1"}, port, milliseconds{50}, stop).error().code,
            Errc::cancelled);
}

} // namespace
} // namespace platen::scan
