#include "worker/letters_scan.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::worker {
namespace {

// /Plain is a state and a font; /Letters is drawn as letters where areas are in full black.
LetterNames names() {
  LetterNames names;
  names.plain_state = [](std::string_view name) { return name == "/Plain"; };
  names.plain_font = [](std::string_view name) { return name == "/Plain"; };
  names.colour_space = [](std::string_view name) {
    return name == "/Black" ? InkSpace::black : InkSpace::other;
  };
  names.letters = [](std::string_view name, const InkState& state) {
    return name == "/Letters" && state.fill.full_black;
  };
  return names;
}

bool letters(std::string_view content) {
  return only_letters(content, {}, names());
}

TEST(LettersScan, FindsWordsInFullBlack) {
  for (const char* content :
       {"", "BT /Plain 12 Tf 9 9 Td (a) Tj ET", "q 0 0 0 rg BT [(a) 3 (b)] TJ ET Q",
        "0 0 0 1 k BT (a) ' ET", "/Black cs 1 scn BT 1 2 (a) \" ET", "1 0 0 rg 0 g BT (a) Tj ET",
        "q 1 g Q BT (a) Tj ET", "1 g BT 3 Tr (a) Tj ET", "1 0 0 RG BT (a) Tj ET",
        "0 0 9 9 re W n BT (a) Tj ET", "0 0 m 9 9 l 1 2 3 4 5 6 c h W* n", "/Plain gs BT (a) Tj ET",
        "/P <</MCID 0>> BDC /Letters Do EMC", "1 w 1 J 1 j 3 M [] 0 d 1 i /Perceptual ri",
        "(0 0 9 9 re f) Tj", "BX EX /A MP /A <<>> DP /A BMC EMC T* 1 TL 1 Tc 1 Tw 1 Ts 1 Tz"})
    EXPECT_TRUE(letters(content)) << content;
}

TEST(LettersScan, FindsWhatIsMore) {
  for (const char* content : {"1 g BT (a) Tj ET",
                              "0.1 g BT (a) Tj ET",
                              "1 0 0 rg BT (a) ' ET",
                              "/Spot cs BT (a) Tj ET",
                              "/Black cs .5 scn BT (a) Tj ET",
                              "BT 1 Tr (a) Tj ET",
                              "BT 2 Tr (a) Tj ET",
                              "BT 7 Tr (a) Tj ET",
                              "0 0 9 9 re f",
                              "0 0 9 9 re F",
                              "0 0 9 9 re f*",
                              "0 0 m 9 9 l S",
                              "0 0 m 9 9 l s",
                              "0 0 9 9 re B",
                              "0 0 9 9 re b*",
                              "/Sh sh",
                              "/Picture Do",
                              "BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q",
                              "1 g /Letters Do",
                              "/Odd gs",
                              "/Odd 12 Tf",
                              "12 Tf",
                              "9 0 d0",
                              "9 0 0 0 9 9 d1",
                              "unknown"})
    EXPECT_FALSE(letters(content)) << content;
}

// What words on a stack of states say, one after the other.
bool letters_plainly(const std::vector<std::string>& words) {
  struct State {
    bool black = true, seen = true;
  };
  std::vector<State> states(1);
  for (const std::string& word : words) {
    State& now = states.back();
    if (word == "q") states.push_back(State(now));
    if (word == "Q" && states.size() > 1) states.pop_back();
    if (word == "0 g" || word == "1 g") now.black = word == "0 g";
    if (word == "0 Tr" || word == "3 Tr") now.seen = word == "0 Tr";
    if (word == "f" || (word == "(a) Tj" && now.seen && !now.black)) return false;
  }
  return true;
}

TEST(LettersScan, FollowsColoursThroughSavedStates) {
  EXPECT_TRUE(rc::check([] {
    const auto words = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "q", "Q", "0 g", "1 g", "0 Tr", "3 Tr", "(a) Tj", "BT", "9 w", "q", "Q", "(a) Tj"));
    const auto painted = *rc::gen::arbitrary<bool>();
    std::vector<std::string> all = words;
    if (painted) all.push_back("f");
    std::string content;
    for (const std::string& word : all)
      content += word + "\n";
    RC_ASSERT(letters(content) == letters_plainly(all));
  }));
}

TEST(LettersScan, TakesAnyBytes) {
  EXPECT_TRUE(rc::check([](const std::string& content) { static_cast<void>(letters(content)); }));
}

} // namespace
} // namespace platen::worker
