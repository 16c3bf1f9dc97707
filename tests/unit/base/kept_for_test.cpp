#include "base/kept_for.h"

#include <gtest/gtest.h>

namespace platen {
namespace {

struct Thing {
  int number = 0;
  std::uint64_t size = 1;
};

class KeptForTest : public testing::Test {
protected:
  std::int64_t now = 0;
  std::vector<int> gone;
  KeptFor<Thing> kept{{.all = 4, .of_one = 2, .idle = 10},
                      [this] { return now; },
                      [this](Thing& thing) { gone.push_back(thing.number); }};
  std::shared_ptr<Thing> put(const std::string& owner, const std::string& key, int number) {
    return kept.put(owner, key, std::make_shared<Thing>(Thing{number}));
  }
};

TEST_F(KeptForTest, GivesBackWhatItHasToItsOwnerAlone) {
  put("a", "x", 1);
  ASSERT_NE(kept.find("a", "x"), nullptr);
  EXPECT_EQ(kept.find("a", "x")->number, 1);
  EXPECT_EQ(kept.find("b", "x"), nullptr);
  EXPECT_EQ(kept.find("a", "y"), nullptr);
}

TEST_F(KeptForTest, TheFirstOfTwoThatComeAtOnceStays) {
  put("a", "x", 1);
  EXPECT_EQ(put("a", "x", 2)->number, 1);
  EXPECT_TRUE(gone.empty());
}

TEST_F(KeptForTest, WhoHasManyLosesTheirOwnOldest) {
  put("b", "x", 9);
  put("a", "x", 1);
  put("a", "y", 2);
  kept.find("a", "x");
  put("a", "z", 3);
  EXPECT_EQ(gone, std::vector<int>{2});
  EXPECT_NE(kept.find("b", "x"), nullptr);
}

TEST_F(KeptForTest, AllTogetherAreBounded) {
  for (int i = 0; i < 6; ++i)
    put("owner " + std::to_string(i), "x", i);
  EXPECT_EQ(gone, (std::vector<int>{0, 1}));
}

TEST_F(KeptForTest, WhatNobodyUsesGoes) {
  put("a", "x", 1);
  now = 8;
  put("b", "x", 2);
  now = 11;
  kept.tick();
  EXPECT_EQ(gone, std::vector<int>{1});
  EXPECT_NE(kept.find("b", "x"), nullptr);
}

TEST_F(KeptForTest, WhatIsTooLargeGoesButTheLastOneUsedStays) {
  put("a", "x", 1)->size = 50;
  put("b", "x", 2)->size = 500;
  kept.shrink(100, [](const Thing& thing) { return thing.size; });
  EXPECT_EQ(gone, std::vector<int>{1});
  EXPECT_NE(kept.find("b", "x"), nullptr);
}

TEST_F(KeptForTest, RemovesWhatIsNamed) {
  put("a", "x", 1);
  EXPECT_FALSE(kept.remove("b", "x"));
  EXPECT_TRUE(kept.remove("a", "x"));
  EXPECT_EQ(gone, std::vector<int>{1});
}

} // namespace
} // namespace platen
