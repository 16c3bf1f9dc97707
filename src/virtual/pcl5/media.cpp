#include "virtual/pcl5/media.h"

#include <algorithm>
#include <iterator>

namespace platen::twin::pcl5 {

namespace {

constexpr PaperCode sizes[] = {
    {1, {18415}, {26670}},   // Executive
    {2, {21590}, {27940}},   // Letter
    {3, {21590}, {35560}},   // Legal
    {5, {13970}, {21590}},   // Statement
    {25, {14800}, {21000}},  // A5
    {26, {21000}, {29700}},  // A4
    {45, {18200}, {25700}},  // B5, JIS
    {80, {9843}, {19050}},   // Monarch
    {81, {10478}, {24130}},  // No. 10
    {90, {11000}, {22000}},  // DL
    {91, {16200}, {22900}},  // C5
    {100, {17600}, {25000}}, // B5, ISO
};

} // namespace

const PaperCode* find_size(std::int32_t code) {
  const auto found = std::ranges::find(sizes, code, &PaperCode::code);
  return found == std::end(sizes) ? nullptr : found;
}

std::int32_t left_offset(Hmm width, Hmm height) {
  const pclxl::Paper* const paper = pclxl::find_paper(width, height);
  const bool metric = paper != nullptr && !paper->name.starts_with("na_");
  return metric ? 142 : 150;
}

std::int32_t logical_width(Hmm width, Hmm height) {
  const std::int32_t dots_at_300 = width.v * 300 / 2540;
  return std::max(1, dots_at_300 * 2 - 2 * left_offset(width, height));
}

std::string_view tray_name(std::int32_t source) {
  switch (source) {
  case 1:
    return "tray-1";
  case 2:
  case 3:
  case 6:
    return "by-pass-tray";
  case 4:
    return "tray-2";
  case 7:
    return "auto";
  default:
    return {};
  }
}

} // namespace platen::twin::pcl5
