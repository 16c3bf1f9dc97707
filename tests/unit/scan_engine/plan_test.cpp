#include "fake_scanners.h"
#include "scan/engine/plan.h"

#include <gtest/gtest.h>

namespace platen::scan {
namespace {

ScanRequest planned(const Options& options, FeederState feeder) {
  return plan(*with({}, options), FakeScanners::usual_facts(), feeder).value();
}

std::string refused(const Options& options, ScannerFacts facts = FakeScanners::usual_facts()) {
  const auto request = plan(*with({}, options), facts, FeederState::loaded);
  return request ? "" : request.error().message();
}

TEST(ScanPlan, TakesTheFeederIfItIsLoadedElseTheGlass) {
  EXPECT_TRUE(planned({}, FeederState::loaded).adf);
  EXPECT_TRUE(planned({}, FeederState::unknown).adf); // it says itself whether it is empty
  EXPECT_FALSE(planned({}, FeederState::empty).adf);
  EXPECT_FALSE(planned({{"input-source", "platen"}}, FeederState::loaded).adf);
  EXPECT_TRUE(planned({{"input-source", "adf"}}, FeederState::empty).adf);
}

TEST(ScanPlan, TwoSidesComeFromTheFeederAlone) {
  const Options both{{"input-sides", "two-sided-long-edge"}};
  EXPECT_TRUE(planned(both, FeederState::loaded).two_sided);
  EXPECT_FALSE(planned(both, FeederState::empty).two_sided);
  ScannerFacts one = FakeScanners::usual_facts();
  one.adf_two_sided = false;
  EXPECT_NE(refused(both, one).find("flip-stack=true"), std::string::npos);
}

TEST(ScanPlan, BlackAndWhiteIsMadeOfGray) {
  EXPECT_EQ(planned({{"input-color-mode", "bi-level"}}, FeederState::empty).color, ColorMode::gray);
  EXPECT_EQ(planned({{"input-color-mode", "auto"}}, FeederState::empty).color, ColorMode::color);
}

TEST(ScanPlan, AResolutionThatThereIsNotIsToldWithTheNearest) {
  EXPECT_NE(refused({{"input-resolution", "280"}}).find("the nearest is 300dpi"),
            std::string::npos);
}

TEST(ScanPlan, ARegionIsKeptWithinTheGlass) {
  const Region region = planned({{"input-media", "iso_a4_210x297mm"}}, FeederState::empty).region;
  EXPECT_EQ(region, (Region{0, 0, 2480, 3472}));
  EXPECT_NE(refused({{"input-scan-region", "400mm,0mm,10mm,10mm"}}).find("begins outside"),
            std::string::npos);
}

TEST(ScanPlan, AScannerWithoutAFeederSaysSo) {
  ScannerFacts glass = FakeScanners::usual_facts();
  glass.adf.reset();
  EXPECT_NE(refused({{"input-source", "adf"}}, glass).find("has no feeder"), std::string::npos);
  EXPECT_TRUE(check(*with({}, {}), glass));
}

} // namespace
} // namespace platen::scan
