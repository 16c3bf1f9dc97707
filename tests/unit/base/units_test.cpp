#include "units/units.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen {
namespace {

template<class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};
static_assert(Addable<Hmm, Hmm> && Addable<Px, Px>);
static_assert(!Addable<Hmm, Px> && !Addable<Px, Dpi> && !Addable<Hmm, int>,
              "lengths of two units do not add");

RC_GTEST_PROP(Units, FloorNearestAndCeilingLieInOrder, ()) {
  const Hmm length{*rc::gen::inRange(-2'000'000, 2'000'000)};
  const Dpi dpi{*rc::gen::element(75, 150, 300, 600, 1200, 2400)};
  const auto low = px_floor(length, dpi).v;
  const auto near = px_nearest(length, dpi).v;
  const auto high = px_ceil(length, dpi).v;
  RC_ASSERT(low <= near);
  RC_ASSERT(near <= high);
  RC_ASSERT(high - low <= 1);
  const double exact = static_cast<double>(length.v) * dpi.v / 2540.0;
  RC_ASSERT(std::abs(static_cast<double>(near) - exact) <= 0.5);
}

TEST(Units, PaperSizesComeOutAsThePrintTradeWritesThem) {
  EXPECT_EQ(px_nearest(Hmm{21000}, Dpi{600}).v, 4961);
  EXPECT_EQ(px_nearest(Hmm{29700}, Dpi{600}).v, 7016);
  EXPECT_EQ(px_nearest(Hmm{21590}, Dpi{600}).v, 5100);
  EXPECT_EQ(to_hmm(Points{612}).v, 21590);
  EXPECT_EQ(to_hmm(Points{595.276}).v, 21000);
}

} // namespace
} // namespace platen
