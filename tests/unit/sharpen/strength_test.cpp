#include "sharpen/strength.h"

#include <gtest/gtest.h>

namespace platen::sharpen {
namespace {

using model::Finish;
using model::Sharpening;

TEST(Strength, OfAPaperIsItsOwn) {
  for (const Finish finish : {Finish::glossy, Finish::matte})
    EXPECT_EQ(strength_for(Sharpening::automatic, finish),
              strength_for(Sharpening::standard, finish));
  const auto glossy = strength_for(Sharpening::automatic, Finish::glossy);
  const auto matte = strength_for(Sharpening::automatic, Finish::matte);
  EXPECT_GT(matte->radius_mm, glossy->radius_mm) << "ink spreads in matte paper";
  EXPECT_GT(matte->amount, glossy->amount);
}

TEST(Strength, OfPaperThatIsNotMadeForPicturesIsNoneUnlessAskedFor) {
  EXPECT_FALSE(strength_for(Sharpening::automatic, Finish::plain));
  EXPECT_TRUE(strength_for(Sharpening::low, Finish::plain));
  for (const Finish finish : {Finish::plain, Finish::matte, Finish::glossy})
    EXPECT_FALSE(strength_for(Sharpening::none, finish));
}

TEST(Strength, RisesFromLowToHigh) {
  for (const Finish finish : {Finish::plain, Finish::matte, Finish::glossy}) {
    const auto low = strength_for(Sharpening::low, finish);
    const auto standard = strength_for(Sharpening::standard, finish);
    const auto high = strength_for(Sharpening::high, finish);
    EXPECT_LT(low->amount, standard->amount);
    EXPECT_LT(standard->amount, high->amount);
    EXPECT_LT(low->most_lighter, high->most_lighter);
    EXPECT_EQ(low->radius_mm, high->radius_mm);
    EXPECT_LE(high->amount, 2.0) << "what the kernel can do";
  }
}

} // namespace
} // namespace platen::sharpen
