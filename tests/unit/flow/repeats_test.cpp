#include "flow/repeats.h"

#include <vector>

#include <gtest/gtest.h>

namespace platen::flow {
namespace {

struct Case {
  std::vector<std::uint64_t> pages; // their likenesses
  std::int32_t copies;
  Repeats found;
};

// CUPS #1141, #1143: what a client has repeated already must not be repeated again.
TEST(Repeats, OfARasterDocument) {
  const std::vector<Case> cases{
      {{1, 1}, 2, Repeats::sets},        {{1, 1, 1}, 3, Repeats::sets},
      {{1, 2, 1, 2}, 2, Repeats::sets},  {{1, 2, 3, 1, 2, 3}, 2, Repeats::sets},
      {{1, 1, 2, 2}, 2, Repeats::pages}, {{1, 1, 1, 2, 2, 2}, 3, Repeats::pages},
      {{1, 1, 1, 1}, 2, Repeats::sets},  {{1, 1}, 1, Repeats::none}, // two alike, asked for once
      {{1, 1}, 0, Repeats::none},                                    // not a number of copies
      {{1, 2}, 2, Repeats::none},                                    // two that differ
      {{1, 1, 1}, 2, Repeats::none},                                 // one too many
      {{1, 1}, 3, Repeats::none},                                    // one too few
      {{1, 2, 2, 1}, 2, Repeats::none},                              // neither order
      {{1, 2, 1, 3}, 2, Repeats::none},  {{1, 1, 2, 3}, 2, Repeats::none},
      {{0, 0}, 2, Repeats::none}, // not known to be alike
      {{0}, 1, Repeats::none},           {{}, 2, Repeats::none},
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    std::vector<render::PageInfo> pages;
    for (const std::uint64_t likeness : cases[i].pages)
      pages.push_back({.width = {10}, .height = {10}, .likeness = likeness});
    EXPECT_EQ(repeats_of(pages, cases[i].copies), cases[i].found) << "case " << i;
  }
}

} // namespace
} // namespace platen::flow
