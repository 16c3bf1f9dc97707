#include "encode/equal_bytes.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>
#include <hwy/targets.h>

namespace platen::encode {
namespace {

TEST(EqualBytes, GivesTheSameBitsOnEveryTargetForEveryLength) {
  std::mt19937 random(1);
  std::vector<std::byte> a(260), b(260);
  for (std::size_t i = 0; i < a.size(); ++i) {
    a[i] = static_cast<std::byte>(random());
    b[i] = random() % 3 == 0 ? static_cast<std::byte>(random()) : a[i];
  }
  int targets = 0;
  for (std::int64_t left = hwy::SupportedTargets(); left != 0; left &= left - 1) {
    hwy::SetSupportedTargetsForTest(left & -left);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    ++targets;
    for (std::size_t start = 0; start < 3; ++start)
      for (std::size_t count = 0; count + start <= 257; ++count) {
        std::vector<std::uint64_t> fast(6, ~std::uint64_t{0}), plain(6, ~std::uint64_t{0});
        equal_bytes(a.data() + start, b.data() + start, count, fast);
        equal_bytes_reference(a.data() + start, b.data() + start, count, plain);
        ASSERT_EQ(fast, plain) << "target " << hwy::TargetName(left & -left) << ", " << count
                               << " bytes";
      }
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  EXPECT_GE(targets, 2) << "only one target was tried";
}

} // namespace
} // namespace platen::encode
