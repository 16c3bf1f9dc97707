#include "model/nearest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::model {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(EditDistance, CountsTheFourKindsOfSlips) {
  EXPECT_EQ(edit_distance("sides", "sides"), 0u);
  EXPECT_EQ(edit_distance("side", "sides"), 1u);
  EXPECT_EQ(edit_distance("ssides", "sides"), 1u);
  EXPECT_EQ(edit_distance("sidez", "sides"), 1u);
  EXPECT_EQ(edit_distance("sieds", "sides"), 1u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("Media", "media"), 0u);
}

RC_GTEST_PROP(EditDistance, IsSymmetricAndBoundedByTheLongerWord, ()) {
  const auto word = rc::gen::container<std::string>(rc::gen::inRange('a', 'e'));
  const std::string a = *word;
  const std::string b = *word;
  RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
  RC_ASSERT(edit_distance(a, b) <= std::max(a.size(), b.size()));
  RC_ASSERT((edit_distance(a, b) == 0) == (a == b));
}

TEST(Nearest, GivesWhatMayHaveBeenMeantNearestFirst) {
  const std::vector<std::string> known{"media", "media-type", "media-source", "sides"};
  EXPECT_THAT(nearest("media-tpye", known), ElementsAre("media-type", "media"));
  EXPECT_THAT(nearest("sdies", known), ElementsAre("sides"));
  EXPECT_THAT(nearest("colour", known), IsEmpty());
  EXPECT_THAT(nearest("", known), IsEmpty());
  EXPECT_THAT(nearest(std::string(100'000, 'm'), known), IsEmpty());
}

TEST(DidYouMean, IsSilentWithoutAnIdea) {
  const std::vector<std::string> known{"fit", "fill"};
  EXPECT_EQ(did_you_mean("fil", known), "; did you mean fit or fill?");
  EXPECT_EQ(did_you_mean("zzz", known), "");
}

} // namespace
} // namespace platen::model
