#include "model/sizes.h"

#include <algorithm>
#include <cstdlib>

namespace platen::model {

std::string sizes_near(const Model& model, Extent wanted) {
  const auto [least, most] = std::minmax(wanted.width, wanted.height);
  const auto distance = [least = least.v, most = most.v](const MediaEntry& entry) {
    return std::abs(entry.size.width.v - least) + std::abs(entry.size.height.v - most);
  };
  const auto nearest = std::ranges::min_element(model.media, {}, distance);
  std::string words;
  if (nearest != model.media.end()) words = "the nearest size is " + nearest->size.name;
  if (!model.custom) return words;
  const CustomSizeRange& c = *model.custom;
  return words + (words.empty() ? "sizes" : ", and others") + " go from " +
         describe_extent(c.min_width, c.min_height) + " to " +
         describe_extent(c.max_width, c.max_height);
}

} // namespace platen::model
