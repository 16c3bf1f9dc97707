#include "virtual/pclxl/media.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace platen::twin::pclxl {

namespace {

constexpr Frame sheet{{500}, {500}, {500}, {500}}, envelope{{1000}, {1000}, {1000}, {1000}};

constexpr Paper papers[] = {
    {0, "na_letter_8.5x11in", {21590}, {27940}, sheet, true, false},
    {1, "na_legal_8.5x14in", {21590}, {35560}, sheet, true, false},
    {2, "iso_a4_210x297mm", {21000}, {29700}, sheet, true, false},
    {3, "na_executive_7.25x10.5in", {18415}, {26670}, {{500}, {500}, {470}, {515}}, false, false},
    {16, "iso_a5_148x210mm", {14800}, {21000}, {{500}, {500}, {500}, {450}}, false, false},
    {11, "jis_b5_182x257mm", {18200}, {25700}, sheet, false, false},
    {-1, "na_invoice_5.5x8.5in", {13970}, {21590}, sheet, false, false},
    {7, "na_monarch_3.875x7.5in", {9843}, {19050}, {{1000}, {1000}, {1000}, {1003}}, false, true},
    {6,
     "na_number-10_4.125x9.5in",
     {10478},
     {24130},
     {{1000}, {1000}, {1000}, {1008}},
     false,
     true},
    {9, "iso_dl_110x220mm", {11000}, {22000}, envelope, false, true},
    {8, "iso_c5_162x229mm", {16200}, {22900}, envelope, false, true},
    {12, "iso_b5_176x250mm", {17600}, {25000}, envelope, false, true},
};

constexpr std::string_view types[] = {"Plain",  "Recycled", "Color",     "Bond",
                                      "Heavy1", "Heavy2",   "Heavy3",    "Transparency",
                                      "Labels", "Envelope", "Prepunched"};

bool heavy(std::string_view type) {
  return type == "Heavy2" || type == "Heavy3" || type == "Transparency" || type == "Labels" ||
         type == "Envelope";
}

template<class... Names> bool one_of(std::string_view text, Names... names) {
  return ((text == names) || ...);
}

} // namespace

const Paper* find_paper(std::int32_t media_size) {
  const auto found = std::find_if(std::begin(papers), std::end(papers), [&](const Paper& p) {
    return p.code >= 0 && p.code == media_size;
  });
  return found == std::end(papers) ? nullptr : &*found;
}

const Paper* find_paper(Hmm width, Hmm height) {
  constexpr std::int32_t near = 100; // 1 mm
  const auto found = std::find_if(std::begin(papers), std::end(papers), [&](const Paper& p) {
    return std::abs(p.width.v - width.v) <= near && std::abs(p.height.v - height.v) <= near;
  });
  return found == std::end(papers) ? nullptr : &*found;
}

std::string_view tray_name(std::int32_t media_source) {
  switch (media_source) {
  case 0:
  case 1:
    return "auto";
  case 2:
  case 3:
    return "by-pass-tray";
  case 4:
    return "tray-1";
  case 5:
    return "tray-2";
  default:
    return {};
  }
}

bool known_type(std::string_view media_type) {
  return std::find(std::begin(types), std::end(types), media_type) != std::end(types);
}

std::optional<std::string> conflict(const Feed& feed) {
  const Paper& paper = *feed.paper;
  const std::string name(paper.name), type(feed.type);
  if (feed.duplex && !paper.standard) return name + " cannot be printed on both sides";
  if (feed.duplex && heavy(feed.type)) return type + " cannot be printed on both sides";
  const bool drawer = one_of(feed.tray, "tray-1", "tray-2");
  if (drawer && !paper.standard) return "the drawers do not feed " + name;
  if (drawer && heavy(feed.type)) return "the drawers do not feed " + type;
  if (feed.type == "Transparency" && !one_of(paper.name, "iso_a4_210x297mm", "na_letter_8.5x11in"))
    return "transparencies are A4 or Letter, not " + name;
  if (feed.type == "Bond" && !one_of(paper.name, "na_letter_8.5x11in", "na_legal_8.5x14in",
                                     "na_executive_7.25x10.5in", "na_invoice_5.5x8.5in"))
    return "Bond is not made in " + name;
  if (feed.type == "Prepunched" && paper.name != "na_letter_8.5x11in")
    return "Prepunched is Letter only, not " + name;
  if (feed.type == "Envelope" && !paper.envelope) return name + " is not an envelope";
  if (paper.envelope && !one_of(feed.type, "", "Envelope"))
    return name + " is an envelope, not " + type;
  return std::nullopt;
}

} // namespace platen::twin::pclxl
