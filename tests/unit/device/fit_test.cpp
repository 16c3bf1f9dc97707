#include "device/fit.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace platen::device {
namespace {

class Fitting : public testing::Test {
protected:
  static void SetUpTestSuite() { models_ = new auto(*model::load_models(PLATEN_SOURCE_DATA)); }
  static void TearDownTestSuite() { delete models_; }
  static Appraisal judge(const std::string& id, std::vector<Spoken> languages = {},
                         std::vector<std::string> titles = {}) {
    Probe probe;
    probe.answers.push_back({"snmp", id, {}});
    probe.languages = std::move(languages);
    return appraise(probe, "Canon", titles, *models_);
  }
  inline static std::vector<model::Model>* models_ = nullptr;
};

bool says(const std::vector<std::string>& all, std::string_view text) {
  return std::ranges::any_of(
      all, [&](const std::string& one) { return one.find(text) != std::string::npos; });
}

TEST_F(Fitting, AModelThatItsFileNamesIsExact) {
  const auto found = judge("MFG:Canon;MDL:PRO-1000 series;CMD:IVEC;", {{"ivec", "snmp", "IVEC"}});
  EXPECT_EQ(found.kind, Appraisal::Kind::exact);
  EXPECT_EQ(found.model->id, "canon-pro-1000");
  EXPECT_TRUE(found.lost.empty());
  EXPECT_EQ(found.choice.why, LanguageChoice::Why::confirmed);
}

TEST_F(Fitting, AFamilysNameFitsSeveralAndAllAreSaid) {
  const auto found = judge("MFG:Canon;MDL:iR1020/1024/1025;");
  EXPECT_EQ(found.kind, Appraisal::Kind::exact);
  EXPECT_EQ(found.model->id, "canon-ir1020");
  EXPECT_NE(found.why.find("canon-ir1024 fits as well"), std::string::npos) << found.why;
  EXPECT_EQ(found.choice.why, LanguageChoice::Why::untold);
}

TEST_F(Fitting, TheNameOnTheMachineIsNarrowerThanItsFamilys) {
  const auto found = judge("MFG:Canon;MDL:iR1020/1024/1025;", {}, {"Canon iR1024 /P"});
  EXPECT_EQ(found.model->id, "canon-ir1024");
  EXPECT_NE(found.why.find("canon-ir1020"), std::string::npos) << found.why;
}

TEST_F(Fitting, AnInterfaceForALanguageIsTheSameModel) {
  EXPECT_EQ(judge("MFG:Canon;MDL:iR1024 (PCL6);").model->id, "canon-ir1024");
}

TEST_F(Fitting, AStrangerThatSharesALanguageHasANearestModelAndLosses) {
  const auto found = judge("MFG:Canon;MDL:iR2016;CMD:PCLXL;", {{"pcl-xl", "snmp", "PCLXL"}});
  EXPECT_EQ(found.kind, Appraisal::Kind::nearest);
  ASSERT_NE(found.model, nullptr);
  EXPECT_EQ(found.model->language, "pcl-xl");
  EXPECT_TRUE(says(found.lost, "margins"));
  EXPECT_TRUE(says(found.lost, "trays"));
  EXPECT_TRUE(says(found.lost, "color"));
  EXPECT_FALSE(says(found.lost, "another maker"));
  EXPECT_NE(found.why.find("iR2016"), std::string::npos);
}

TEST_F(Fitting, AnotherMakersIsSaid) {
  Probe probe;
  probe.answers.push_back({"snmp", "MFG:ACME;MDL:L1;CMD:PCL6;", {}});
  probe.languages = {{"pcl-xl", "snmp", "PCL6"}};
  const auto found = appraise(probe, "ACME", {}, *models_);
  EXPECT_EQ(found.kind, Appraisal::Kind::nearest);
  EXPECT_TRUE(says(found.lost, "another maker"));
}

TEST_F(Fitting, WhatSharesNothingHasNone) {
  const auto found = judge("MFG:Canon;MDL:LBP9;CMD:CAPT;", {{"capt", "snmp", "CAPT"}});
  EXPECT_EQ(found.kind, Appraisal::Kind::none);
  EXPECT_EQ(found.model, nullptr);
  EXPECT_NE(found.why.find("capt"), std::string::npos) << found.why;
  EXPECT_EQ(judge("").kind, Appraisal::Kind::none);
  EXPECT_EQ(judge(";;;:::\x01").kind, Appraisal::Kind::none);
}

} // namespace
} // namespace platen::device
