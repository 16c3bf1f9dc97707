#include "unit/schedule/fault_matrix.h"

#include "faultscript/script.h"

#include <array>

namespace platen::schedule::test {

namespace {

using K = twin::FaultKind;
using M = twin::Moment;
using S = Speaker;

constexpr std::array<M, 5> moments{M::before, M::first_byte, M::mid_sheet, M::between_sheets,
                                   M::last_byte};

// One fault in one language at all five moments; a value that is the same at all is given once.
struct Line {
  K fault;
  S speaker;
  std::array<std::string_view, 5> seen;
  std::array<End, 5> end;
  std::array<std::string_view, 5> drawn;
};

template<class T> constexpr std::array<T, 5> each(T value) {
  return {value, value, value, value, value};
}
// Before the job, and at any moment within it.
constexpr std::array<std::string_view, 5> then(std::string_view before, std::string_view within) {
  return {before, within, within, within, within};
}

constexpr std::string_view off = "connecting-to-device", late = "timed-out";
constexpr auto nothing = each<std::string_view>("");
constexpr auto all = each<std::string_view>("123");
constexpr auto done = each(End::completed);
constexpr End C = End::completed, H = End::held, A = End::aborted;

constexpr Line lines[] = {
    // The machine stops, says why where it can, and goes on where it was.
    {K::jam, S::ivec, each<std::string_view>("media-jam"), done, all},
    {K::jam, S::pcl_xl, each<std::string_view>("media-jam"), done, all},
    {K::jam, S::pcl5, each<std::string_view>("media-jam"), done, all},
    {K::jam, S::silent, nothing, done, all},
    {K::paper_out, S::ivec, each<std::string_view>("media-empty"), done, all},
    {K::paper_out, S::pcl_xl, each<std::string_view>("media-needed"), done, all},
    {K::paper_out, S::pcl5, each<std::string_view>("media-needed"), done, all},
    {K::paper_out, S::silent, nothing, done, all},
    {K::wrong_paper, S::ivec, each<std::string_view>("media-needed"), done, all},
    {K::wrong_paper, S::pcl_xl, each<std::string_view>("media-needed"), done, all},
    {K::wrong_paper, S::pcl5, each<std::string_view>("media-needed"), done, all},
    {K::wrong_paper, S::silent, nothing, done, all},
    {K::cover_open, S::ivec, each<std::string_view>("cover-open"), done, all},
    {K::cover_open, S::pcl_xl, each<std::string_view>("cover-open"), done, all},
    {K::cover_open, S::pcl5, each<std::string_view>("cover-open"), done, all},
    {K::cover_open, S::silent, nothing, done, all},
    {K::supply_empty, S::ivec, each<std::string_view>("marker-supply-empty"), done, all},
    {K::supply_empty, S::pcl_xl, each<std::string_view>("toner-empty"), done, all},
    {K::supply_empty, S::pcl5, each<std::string_view>("toner-empty"), done, all},
    {K::supply_empty, S::silent, nothing, done, all},
    // Asked after each page; what comes with the end of the job is told with the next one.
    {K::supply_low,
     S::ivec,
     {"marker-supply-low", "marker-supply-low", "marker-supply-low", "marker-supply-low", ""},
     done,
     all},
    {K::supply_low, S::pcl_xl, each<std::string_view>("toner-low"), done, all},
    {K::supply_low, S::pcl5, each<std::string_view>("toner-low"), done, all},
    {K::supply_low, S::silent, nothing, done, all},
    {K::offline, S::ivec, then(off, late), done, all},
    {K::offline, S::pcl_xl, then(off, "offline"), done, all},
    {K::offline, S::pcl5, then(off, "offline"), done, all},
    {K::offline, S::silent, then(off, ""), done, all},
    // A device that is busy gets the job again; one that breaks it off gets the rest, by policy.
    // PCL 5e has no word for a refusal: what is missing is the pages. Of one that nobody says in
    // any
    // way the server cannot know.
    {K::refuse, S::ivec, {off, off, "", "", ""}, {C, C, H, H, C}, all},
    {K::refuse, S::pcl_xl, {off, "", "", "", ""}, {C, A, A, A, C}, {"123", "", "1", "12", "123"}},
    {K::refuse, S::pcl5, {off, "", "", "", ""}, {C, H, H, H, C}, all},
    {K::refuse, S::silent, {off, "", "", "", ""}, done, {"123", "", "1", "12", "123"}},
    {K::stall, S::ivec, then("", late), done, all},
    {K::stall, S::pcl_xl, then("", late), done, all},
    {K::stall, S::pcl5, then("", late), done, all},
    {K::stall, S::silent, nothing, done, all},
    {K::slow, S::ivec, nothing, done, all},
    {K::slow, S::pcl_xl, nothing, done, all},
    {K::slow, S::pcl5, nothing, done, all},
    {K::slow, S::silent, nothing, done, all},
    // What the device said that it has is not sent again. Where it says nothing, the policy
    // "retry-job" prints the job from its start.
    {K::drop, S::ivec, {off, "", "", "", ""}, {C, H, H, H, C}, all},
    {K::drop, S::pcl_xl, {off, off, off, off, ""}, done, all},
    {K::drop, S::pcl5, {off, off, off, off, ""}, done, all},
    {K::drop, S::silent, each(off), done, {"123", "123", "1123", "12123", "123123"}},
    // What contradicts itself is asked again; what cannot be read is as if it had not been said.
    {K::lie_about_lengths, S::ivec, then(off, ""), done, all},
    {K::lie_about_lengths, S::pcl_xl, nothing, done, all},
    {K::lie_about_lengths, S::pcl5, nothing, done, all},
    {K::lie_about_lengths, S::silent, nothing, done, all},
    {K::repeat_answers, S::ivec, nothing, done, all},
    {K::repeat_answers, S::pcl_xl, nothing, done, all},
    {K::repeat_answers, S::pcl5, nothing, done, all},
    {K::repeat_answers, S::silent, nothing, done, all},
    {K::reorder_answers, S::ivec, nothing, done, all},
    {K::reorder_answers, S::pcl_xl, nothing, done, all},
    {K::reorder_answers, S::pcl5, nothing, done, all},
    {K::reorder_answers, S::silent, nothing, done, all},
    {K::garbage_answers, S::ivec, then("", late), done, all},
    {K::garbage_answers, S::pcl_xl, then("", late), done, all},
    {K::garbage_answers, S::pcl5, then("", late), done, all},
    {K::garbage_answers, S::silent, nothing, done, all},
};

std::string cell(const Expected& expected) {
  std::string text = expected.seen.empty() ? "" : "`" + expected.seen + "`, ";
  text += to_string(expected.end);
  if (expected.drawn == "123") return text;
  return text + ", " + (expected.drawn.empty() ? "no sheet" : "sheets " + expected.drawn);
}

} // namespace

std::vector<Expected> fault_matrix() {
  std::vector<Expected> matrix;
  for (const Line& line : lines)
    for (std::size_t i = 0; i < moments.size(); ++i)
      matrix.push_back({line.fault, line.speaker, moments[i], std::string(line.seen[i]),
                        line.end[i], std::string(line.drawn[i])});
  return matrix;
}

std::string_view to_string(Speaker speaker) {
  constexpr std::string_view names[] = {"IVEC", "PCL XL", "PCL 5e", "PCL XL, silent"};
  return names[static_cast<std::size_t>(speaker)];
}

std::string_view to_string(End end) {
  constexpr std::string_view names[] = {"completed", "held", "aborted"};
  return names[static_cast<std::size_t>(end)];
}

std::string as_markdown(const std::vector<Expected>& matrix) {
  std::string text = "| fault | language |";
  std::string rule = "|---|---|";
  for (const M moment : moments) {
    text += " " + std::string(faultscript::to_string(moment)) + " |";
    rule += "---|";
  }
  text += "\n" + rule + "\n";
  for (std::size_t i = 0; i < matrix.size(); i += moments.size()) {
    text += "| " + std::string(faultscript::to_string(matrix[i].fault)) + " | " +
            std::string(to_string(matrix[i].speaker)) + " |";
    for (std::size_t j = 0; j < moments.size(); ++j)
      text += " " + cell(matrix[i + j]) + " |";
    text += "\n";
  }
  return text;
}

} // namespace platen::schedule::test
