#include "unit/update/world.h"

#include <gmock/gmock.h>

namespace platen::update {
namespace {

using testing::HasSubstr;

class Trust : public World {
protected:
  Trust() {
    offer("acme-one", 1);
    sign();
  }
};

TEST_F(Trust, AnIndexOfAnotherKeyIsRefusedAndNothingIsKeptOfIt) {
  sign({&other_});
  EXPECT_THAT(refusal(), HasSubstr("none of those that are trusted"));
  EXPECT_EQ(version_of("acme-one"), 0);
  EXPECT_TRUE(load_record(place_.folder)->serials.empty());
  EXPECT_THAT(load_record(place_.folder)->trouble, HasSubstr("none of those that are trusted"));
}

TEST_F(Trust, AnOlderIndexIsRefused) {
  ASSERT_TRUE(update().has_value());
  index_.serial = 4;
  offer("acme-one", 2);
  sign();
  EXPECT_THAT(refusal(), HasSubstr("serial number 4, known 5"));
  EXPECT_EQ(version_of("acme-one"), 1);
}

TEST_F(Trust, TheSerialNumberIsKeptThoughAModelWasRefused) {
  index_.serial = 9;
  sign();
  files_["models/acme-one-1.toml"].pop_back();
  EXPECT_THAT(refusal(), HasSubstr("cut off"));
  index_.serial = 8;
  offer("acme-one", 1);
  sign();
  EXPECT_THAT(refusal(), HasSubstr("older than the one that is known"));
}

TEST_F(Trust, TwoIndexesOfOneSerialNumberAreOneTooMany) {
  ASSERT_TRUE(update().has_value());
  EXPECT_TRUE(update().has_value()); // the same again
  offer("acme-one", 2);
  sign();
  EXPECT_THAT(refusal(), HasSubstr("two different indexes"));
}

TEST_F(Trust, AnExpiredIndexInstallsNothingAndWhatIsThereStays) {
  ASSERT_TRUE(update().has_value());
  index_.serial = 6;
  offer("acme-one", 2);
  sign();
  EXPECT_THAT(refusal(index_.expires), HasSubstr("expired on"));
  EXPECT_EQ(version_of("acme-one"), 1);
  EXPECT_THAT(refusal(index_.issued - 2 * 86'400), HasSubstr("is the clock of this machine right"));
  EXPECT_TRUE(update().has_value());
  EXPECT_EQ(version_of("acme-one"), 2);
}

TEST_F(Trust, AKeyThatExpiredSignsNoMore) {
  settings_.keys[0].expires = today;
  EXPECT_THAT(refusal(), HasSubstr("expired on"));
  settings_.keys[0].expires = today + 1;
  EXPECT_TRUE(update().has_value());
}

TEST_F(Trust, AnIndexNamesTheKeysOfTheNext) {
  index_.keys = {other_.public_key()};
  sign();
  ASSERT_TRUE(update().has_value());
  EXPECT_TRUE(update().has_value()); // the one that withdrew its own key is still the present one
  index_.serial = 6;
  sign();
  EXPECT_THAT(refusal(), HasSubstr("withdrawn with the index 5"));
  sign({&other_});
  EXPECT_TRUE(update().has_value());
}

TEST_F(Trust, WhatTheAdministratorConfiguresAnewCountsAgain) {
  index_.keys = {other_.public_key()};
  sign();
  ASSERT_TRUE(update().has_value());
  const auto third = SecretKey::make();
  settings_.keys = {third->public_key()};
  index_.serial = 6;
  index_.keys.clear();
  sign({&other_});
  EXPECT_THAT(refusal(), HasSubstr("none of those that are trusted"));
  sign({&*third});
  EXPECT_TRUE(update().has_value());
  index_.serial = 5; // the serial number is not forgotten
  sign({&*third});
  EXPECT_THAT(refusal(), HasSubstr("older than"));
}

TEST_F(Trust, AnotherRepositoryIsFollowedWhereTheSourceIsAnother) {
  settings_.source = "file:///one";
  ASSERT_TRUE(update().has_value());
  index_.repository = "else";
  index_.serial = 1;
  sign();
  EXPECT_THAT(refusal(), HasSubstr("\"test\" is followed here"));
  settings_.source = "file:///two";
  EXPECT_TRUE(update().has_value());
}

} // namespace
} // namespace platen::update
