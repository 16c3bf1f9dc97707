#include "worker/overprint_scan.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::worker {
namespace {

// /On and /Off overprint and do not; /Lines overprints lines alone. /Black is an ink of that name.
// /Form is drawn where areas overprint in something else than black.
InkNames names() {
  InkNames names;
  names.graphics_state = [](std::string_view name) -> InkNames::Overprints {
    if (name == "/On") return {true, true};
    if (name == "/Off") return {false, false};
    if (name == "/Lines") return {false, true};
    return {};
  };
  names.colour_space = [](std::string_view name) {
    if (name == "/DeviceCMYK") return InkSpace::cmyk;
    return name == "/Black" ? InkSpace::black : InkSpace::other;
  };
  names.object = [](std::string_view name, const InkState& state) {
    return name == "/Form" && state.fill.over && !state.fill.full_black;
  };
  return names;
}

bool over(std::string_view content) {
  return paints_over(content, {}, names());
}

TEST(OverprintScan, FindsWhatIsPaintedWhereTheStateOverprints) {
  for (const char* content :
       {"/On gs 1 0 0 0 k 0 0 1 1 re f", "1 0 0 0 k /On gs 0 0 1 1 re f*",
        "/On gs .5 g 0 0 1 1 re B", "/On gs 0 0 0 0 k 0 0 1 1 re f",
        "/On gs 1 0 0 0 K 0 0 m 1 1 l S", "/Lines gs 1 0 0 RG 0 0 m 1 1 l s",
        "/On gs 0 1 0 0 k BT (a) Tj ET", "/On gs 0 1 0 0 k BT [(a) 3 (b)] TJ ET",
        "/On gs 1 Tr 0 1 0 0 K BT (a) ' ET", "/On gs /Spot cs 1 scn 0 0 1 1 re f",
        "/On gs /Spot cs 0 0 1 1 re f", "/On gs /Sh sh",
        "/On gs BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q", "/On gs 1 g /Form Do",
        "/On gs /DeviceCMYK cs 0 0 0 .5 scn 0 0 1 1 re b", "/On gs /Black cs .5 scn 0 0 1 1 re f"})
    EXPECT_TRUE(over(content)) << content;
}

TEST(OverprintScan, PassesOverWhatIsFullBlackOrDoesNotOverprint) {
  for (const char* content :
       {"1 0 0 0 k 0 0 1 1 re f", "/On gs 0 0 0 1 k 0 0 1 1 re f", "/On gs 0 0 1 1 re f",
        "/On gs BT 0 g (a) Tj ET", "/On gs 0 0 0 rg 0 0 1 1 re f", "/On gs 1 0 0 0 k 0 0 1 1 re n",
        "/On gs /Off gs 1 0 0 0 k 0 0 1 1 re f", "q /On gs Q 1 0 0 0 k 0 0 1 1 re f",
        "/Lines gs 1 0 0 0 k 0 0 1 1 re f", "/On gs 3 Tr 0 1 0 0 k BT (a) Tj ET",
        "/On gs /DeviceCMYK cs 0 0 0 1 scn 0 0 1 1 re f", "/On gs /Black cs 1 scn 0 0 1 1 re f",
        "/On gs /Form Do", "(/On gs 1 0 0 0 k f) Tj", "/Unknown gs 1 0 0 0 k 0 0 1 1 re f",
        "Q Q gs Do"})
    EXPECT_FALSE(over(content)) << content;
}

TEST(OverprintScan, TakesAnyBytes) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    static_cast<void>(over(bytes));
    static_cast<void>(over("/On gs 1 0 0 0 k q q " + bytes));
  }));
}

} // namespace
} // namespace platen::worker
