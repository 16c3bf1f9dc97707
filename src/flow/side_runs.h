#pragma once

#include "flow/side_maker.h"

#include <span>
#include <vector>

namespace platen::flow {

// Sides that follow each other and that one maker makes: of one document, all or none of them
// composed.
inline std::vector<std::span<const Side>> runs_of(std::span<const Side> sides) {
  const auto composed = [](const Side& side) { return side.plan.composition != nullptr; };
  std::vector<std::span<const Side>> runs;
  while (!sides.empty()) {
    const Side& first = sides.front();
    std::size_t length = 1;
    while (length < sides.size() && sides[length].plan.document == first.plan.document &&
           composed(sides[length]) == composed(first))
      ++length;
    runs.push_back(sides.first(length));
    sides = sides.subspan(length);
  }
  return runs;
}

} // namespace platen::flow
