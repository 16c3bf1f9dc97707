#pragma once

#include <gtest/gtest.h>
#include <hwy/targets.h>

namespace platen::test {

// Runs the check once for every instruction set that this machine has, from the best down to
// scalar.
template<class Check> void on_every_target(const Check& check) {
  const auto targets = hwy::SupportedAndGeneratedTargets();
  EXPECT_GE(targets.size(), 2u) << "there is nothing to compare";
  for (const std::int64_t target : targets) {
    hwy::SetSupportedTargetsForTest(target);
    SCOPED_TRACE(hwy::TargetName(target));
    check();
  }
  hwy::SetSupportedTargetsForTest(0);
}

} // namespace platen::test
