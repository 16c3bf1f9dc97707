#include "virtual/ivec/machine.h"

#include <algorithm>

namespace platen::twin::ivec {

namespace {

constexpr Paper paper_table[] = {
    {"na_index-4x6_4x6in", {10160}, {15240}, true},
    {"na_5x7_5x7in", {12700}, {17780}, true},
    {"custom_canon_7x10in", {17780}, {25400}, true},
    {"custom_canon_203x254mm", {20320}, {25400}, true},
    {"custom_canon_254x304mm", {25400}, {30480}, true},
    {"na_letter_8.5x11in", {21590}, {27940}, true},
    {"na_legal_8.5x14in", {21590}, {35560}, false},
    {"na_ledger_11x17in", {27940}, {43180}, true},
    {"custom_canon_329x483mm", {32900}, {48300}, true},
    {"custom_canon_14x17in", {35560}, {43180}, true},
    {"na_c_17x22in", {43180}, {55880}, true},
    {"custom_canon_89x127mm", {8900}, {12700}, true},
    {"custom_canon_127x178mm", {12700}, {17800}, true},
    {"jpn_hagaki_100x148mm", {10000}, {14800}, true},
    {"custom_canon_127x127mm", {12700}, {12700}, true},
    {"custom_canon_12x12in", {30480}, {30480}, true},
    {"iso_a5_148x210mm", {14800}, {21000}, false},
    {"iso_a4_210x297mm", {21000}, {29700}, true},
    {"iso_a3_297x420mm", {29700}, {42000}, true},
    {"iso_a2_420x594mm", {42000}, {59400}, true},
    {"jis_b5_182x257mm", {18200}, {25700}, false},
    {"jis_b4_257x364mm", {25700}, {36400}, false},
    {"custom_canon_210x297mm_blank35mm", {21000}, {29700}, false, true},
    {"custom_canon_8.5x11in_blank35mm", {21590}, {27940}, false, true},
};

constexpr Medium medium_table[] = {
    {"44", "Plain Paper", false, "3,4,auto"},
    {"129", "Photo Paper Pro Platinum", true, "2,3,auto"},
    {"2005", "Photo Paper Pro Luster", true, "2,3,4,auto"},
    {"11B", "Photo Paper Plus Glossy II", true, "2,3,4,auto"},
    {"2067", "Photo Paper Plus Glossy II A", true, "2,3,4,auto"},
    {"CC", "Photo Paper Plus Semi-gloss", true, "2,3,4,auto"},
    {"2091", "Photo Paper Pro Crystal Grade", true, "2,3,4,auto"},
    {"1A", "Matte Photo Paper", true, "2,3,auto"},
    {"4C", "Photo Paper Pro Premium Matte", true, "2,3,4,auto"},
    {"2066", "Photo Paper Pro Premium Matte A", true, "2,3,4,auto"},
    {"15D", "Lightweight Photo Paper", true, "2,3,4,auto"},
    {"15E", "Heavyweight Photo Paper", true, "2,3,4,auto"},
    {"153", "Heavyweight Fine Art Paper", true, "2,3,4,auto"},
    {"154", "Extra Heavyweight Fine Art Paper", true, "2,3,4,auto"},
    {"4016", "Highest Density Fine Art Paper", true, "2,3,4,auto"},
    {"2068", "Premium Fine Art Smooth", true, "2,3,4,auto"},
    {"4005", "Canvas", true, "2,3,4,5,auto"},
    {"160", "Japanese Paper Washi", true, "2,3,4,auto"},
    {"2012", "Hagaki A", false, "2,3,4,auto"},
    {"2013", "Ink Jet Hagaki", false, "2,3,4,auto"},
    {"2015", "Hagaki", false, "2,3,4,auto"},
    {"4028", "Baryta Photo Paper", true, "2,3,auto"},
};

constexpr std::string_view medium_prefix = "custom-media-type-canon-00000000-0000-0000-0000-";
constexpr std::size_t node_digits = 12;

} // namespace

std::span<const Paper> papers() {
  return paper_table;
}
std::span<const Medium> media() {
  return medium_table;
}

const Paper* find_paper(std::string_view name) {
  const auto found = std::find_if(std::begin(paper_table), std::end(paper_table),
                                  [&](const Paper& p) { return p.name == name; });
  return found == std::end(paper_table) ? nullptr : &*found;
}

std::string name_of(const Medium& medium) {
  return std::string(medium_prefix) + std::string(node_digits - medium.tail.size(), '0') +
         std::string(medium.tail);
}

const Medium* find_medium(std::string_view name) {
  const auto found = std::find_if(std::begin(medium_table), std::end(medium_table),
                                  [&](const Medium& m) { return name_of(m) == name; });
  return found == std::end(medium_table) ? nullptr : &*found;
}

bool listed(std::string_view list, std::string_view value) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    if (list.substr(0, comma) == value) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
  return false;
}

Frame frame_of(const Paper* paper, bool borderless) {
  if (paper != nullptr && paper->wide_ends)
    return {.top = {3500}, .left = {340}, .bottom = {3500}, .right = {340}};
  if (borderless) return {.top = {-200}, .left = {-280}, .bottom = {-500}, .right = {-280}};
  return {.top = {300}, .left = {340}, .bottom = {500}, .right = {340}};
}

Area print_area(Hmm width, Hmm height, const Frame& frame, Dpi dpi) {
  return {px_floor(width - frame.left - frame.right, dpi).v,
          px_floor(height - frame.top - frame.bottom, dpi).v};
}

} // namespace platen::twin::ivec
