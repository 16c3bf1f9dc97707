#include "device/spoken.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace platen::device {

namespace {

// Small letters and digits alone: "PCL XL" and "PCL-XL" are one.
std::string key_of(std::string_view word) {
  std::string key;
  for (const char c : word)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      key += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return key;
}

struct Known {
  std::string_view key, name;
};
constexpr std::array<Known, 15> known{{{"pclxl", "pcl-xl"},
                                       {"pxl", "pcl-xl"},
                                       {"pcl6", "pcl-xl"},
                                       {"pcl5e", "pcl-5e"},
                                       {"pcl5", "pcl-5e"},
                                       {"pcl5c", "pcl-5e"}, // has all of 5e
                                       {"hppcl5e", "pcl-5e"},
                                       {"pcl", "pcl"},
                                       {"postscript", "postscript"},
                                       {"ps", "postscript"},
                                       {"postscript3", "postscript"},
                                       {"ufrii", "ufr-ii"},
                                       {"ufriilt", "ufr-ii-lt"},
                                       {"lipslx", "ufr-ii-lt"}, // docs/protocols/ufr2-lt.md §1
                                       {"ivec", "ivec"}}};

struct Family {
  std::int64_t number;
  std::string_view name;
};
constexpr std::array<Family, 6> families{
    {{3, "pcl"}, {5, "pjl"}, {6, "postscript"}, {39, "lips"}, {47, "pcl-xl"}, {54, "pdf"}}};

} // namespace

std::string language_name(std::string_view word) {
  const std::string key = key_of(word);
  const auto found = std::ranges::find(known, key, &Known::key);
  return found == known.end() ? key : std::string(found->name);
}

std::string_view language_of_family(std::int64_t family) {
  const auto found = std::ranges::find(families, family, &Family::number);
  return found == families.end() ? std::string_view{} : found->name;
}

} // namespace platen::device
