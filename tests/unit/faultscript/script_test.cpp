#include "faultscript/script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::faultscript {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;
using twin::FaultKind;
using twin::Moment;

TEST(FaultScript, TakesEveryKey) {
  const auto script = parse(R"(
    answers = false
    [[fault]]
    what     = "jam"
    at       = "mid-sheet"
    sheet    = 3
    job      = 2
    times    = 4
    after-ms = 500
    clear-ms = 10000
    [[fault]]
    what             = "slow"
    bytes            = 1000
    bytes-per-second = 5000
    [[fault]]
    what   = "refuse"
    at     = "first-byte"
    detail = "Suspended"
  )",
                            "faults.toml");
  ASSERT_TRUE(script) << script.error().what;
  EXPECT_FALSE(script->answers);
  ASSERT_EQ(script->faults.size(), 3u);
  const twin::Fault& jam = script->faults[0];
  EXPECT_EQ(jam.kind, FaultKind::jam);
  EXPECT_EQ(jam.at, Moment::mid_sheet);
  EXPECT_EQ(jam.sheet, 3);
  EXPECT_EQ(jam.job, 2);
  EXPECT_EQ(jam.times, 4);
  EXPECT_EQ(jam.after, milliseconds(500));
  EXPECT_EQ(jam.clear, milliseconds(10'000));
  EXPECT_EQ(script->faults[1].bytes, 1000u);
  EXPECT_EQ(script->faults[1].bytes_per_second, 5000u);
  EXPECT_FALSE(script->faults[1].clear);
  EXPECT_EQ(script->faults[2].detail, "Suspended");
}

TEST(FaultScript, TakesEveryKeyOfAScanner) {
  const auto script = parse(R"(
    [[scanner-fault]]
    what     = "jam"
    sheet    = 2
    row      = 100
    times    = 3
    clear-ms = 500
    [[scanner-fault]]
    what             = "slow"
    after-ms         = 10
    bytes-per-second = 5000
    [[scanner-fault]]
    what  = "drop"
    bytes = 1000
    [[scanner-fault]]
    what     = "button"
    after-ms = 1
    detail   = "gray"
  )",
                            "faults.toml");
  ASSERT_TRUE(script) << script.error().what;
  using twin::ScannerFault;
  using twin::ScannerFaultKind;
  EXPECT_TRUE(script->faults.empty());
  EXPECT_THAT(script->scanner,
              testing::ElementsAre(ScannerFault{.kind = ScannerFaultKind::jam,
                                                .sheet = 2,
                                                .row = 100,
                                                .clear = milliseconds(500),
                                                .times = 3},
                                   ScannerFault{.kind = ScannerFaultKind::slow,
                                                .after = milliseconds(10),
                                                .bytes_per_second = 5000},
                                   ScannerFault{.kind = ScannerFaultKind::drop, .bytes = 1000},
                                   ScannerFault{.kind = ScannerFaultKind::button,
                                                .after = milliseconds(1),
                                                .detail = "gray"}));
}

TEST(FaultScript, KnowsEveryFaultOfAScanner) {
  for (const std::string what :
       {"jam", "cover-open", "feeder-empty", "busy", "stall", "lie-about-sizes", "garbage-answers",
        "repeat-answers", "reorder-answers"})
    EXPECT_TRUE(
        parse("[[scanner-fault]]\nwhat = \"" + what + "\"\nsheet = 1\nclear-ms = 9\n", "f"));
  EXPECT_TRUE(parse("[[scanner-fault]]\nwhat = \"short-image\"\nrow = 1\n", "f"));
}

TEST(FaultScript, SaysWhatAScannerFaultLacks) {
  struct Case {
    const char *text, *says;
  };
  for (const Case& wrong :
       {Case{"what = \"jam\"", "says no time"}, Case{"sheet = 1", "has no what"},
        Case{"what = \"drop\"\nsheet = 1", "needs bytes"},
        Case{"what = \"short-image\"\nsheet = 1", "needs row"},
        Case{"what = \"drop\"\nbytes = 1\nclear-ms = 1", "takes no time"},
        Case{"what = \"stall\"\nsheet = 1", "needs clear-ms"},
        Case{"what = \"jam\"\nafter-ms = 1\ntimes = 2", "times goes only with"},
        Case{"what = \"slow\"\nsheet = 1", "is needed for slow"},
        Case{"what = \"jam\"\nsheet = 1\nbytes-per-second = 1", "goes only with slow"},
        Case{"what = \"button\"\nafter-ms = 1\ndetail = \"red\"", "must name the button"},
        Case{"what = \"jam\"\nsheet = 1\ndetail = \"gray\"", "goes only with button"},
        Case{"what = \"jam\"\nsheet = 1\njob = 1", "job"}}) {
    const auto script = parse(std::string("[[scanner-fault]]\n") + wrong.text, "f.toml");
    ASSERT_FALSE(script) << wrong.text;
    EXPECT_THAT(script.error().what, StartsWith("f.toml:"));
    EXPECT_THAT(script.error().what, HasSubstr(wrong.says));
  }
}

TEST(FaultScript, MayBeEmpty) {
  const auto script = parse("", "faults.toml");
  ASSERT_TRUE(script);
  EXPECT_TRUE(script->answers);
  EXPECT_TRUE(script->faults.empty());
}

TEST(FaultScript, NamesThePlaceOfWhatIsWrong) {
  struct Case {
    std::string toml, place, words;
  };
  const Case cases[] = {
      {"[[fault]]\nwhat = \"jam\"\nat = \"before\"\nwhen = 1\n", "f.toml:4:", "when"},
      {"[[fault]]\nwhat = \"jamm\"\nat = \"before\"\n", "f.toml:2:", "jamm"},
      {"[[fault]]\nwhat = \"jam\"\nat = \"after\"\n", "f.toml:3:", "mid-sheet"},
      {"[[fault]]\nat = \"before\"\n", "f.toml:1:", "what"},
      {"[[fault]]\nwhat = \"jam\"\n", "f.toml:1:", "says no time"},
      {"[[fault]]\nwhat = \"jam\"\nat = \"before\"\nbytes = 1\n", "f.toml:4:", "does not go"},
      {"[[fault]]\nwhat = \"jam\"\nat = \"before\"\nsheet = 1\n", "f.toml:4:", "mid-sheet"},
      {"[[fault]]\nwhat = \"jam\"\nat = \"mid-sheet\"\nsheet = 0\n", "f.toml:4:", "1 to"},
      {"[[fault]]\nwhat = \"drop\"\nbytes = 1\nclear-ms = 1\n", "f.toml:4:", "takes no time"},
      {"[[fault]]\nwhat = \"slow\"\nbytes = 1\n", "f.toml:1:", "is needed for slow"},
      {"[[fault]]\nwhat = \"jam\"\nbytes = 1\nbytes-per-second = 1\n",
       "f.toml:4:", "only with slow"},
      {"[[fault]]\nwhat = \"jam\"\nbytes = 1\ndetail = \"x\"\n", "f.toml:4:", "only with refuse"},
      {"[[fault]]\nwhat = \"jam\"\nbytes = \"x\"\n", "f.toml:3:", "bytes"},
      {"[[fault]]\nwhat = \"jam\"\nbytes = 1\nplace = \"roof\"\n", "f.toml:4:", "input-tray"},
      {"[[fault]]\nwhat = \"drop\"\nbytes = 1\nplace = \"fuser\"\n", "f.toml:4:", "only with jam"},
      {"[[fault]]\nwhat = \"jam\"\nbytes = 1\ntray = 1\n", "f.toml:4:", "only with place"},
      {"[[fault]]\nwhat = \"jam\"\nbytes = 1\nplace = \"input-tray\"\ntray = 10\n",
       "f.toml:5:", "1 to 9"},
      {"[[faults]]\nwhat = \"jam\"\n", "f.toml:1:", "faults"},
      {"[[fault]\n", "f.toml:1:", ""},
  };
  for (const Case& one : cases) {
    const auto script = parse(one.toml, "f.toml");
    ASSERT_FALSE(script) << one.toml;
    EXPECT_THAT(script.error().what, StartsWith(one.place)) << one.toml;
    EXPECT_THAT(script.error().what, HasSubstr(one.words)) << one.toml;
  }
}

TEST(FaultScript, SaysWhereAJamIs) {
  using twin::JamPlace;
  const auto where = [](const std::string& more) {
    const auto script = parse("[[fault]]\nwhat = \"jam\"\nat = \"before\"\n" + more, "f.toml");
    EXPECT_TRUE(script) << script.error().message();
    return script->faults.at(0).where;
  };
  EXPECT_EQ(where(""), (twin::Jam{JamPlace::media_path, 1}));
  EXPECT_EQ(where("place = \"media-path\""), (twin::Jam{JamPlace::media_path, 1}));
  EXPECT_EQ(where("place = \"input-tray\""), (twin::Jam{JamPlace::input_tray, 1}));
  EXPECT_EQ(where("place = \"input-tray\"\ntray = 2"), (twin::Jam{JamPlace::input_tray, 2}));
  EXPECT_EQ(where("place = \"fuser\"").place, JamPlace::fuser);
  EXPECT_EQ(where("place = \"duplex\"").place, JamPlace::duplex);
  EXPECT_EQ(where("place = \"output-tray\"").place, JamPlace::output_tray);
}

TEST(FaultScript, HasAnEngine) {
  const auto script = parse("[engine]\nwarm-up-ms = 15000\nmemory-mb = 128\n", "f.toml");
  ASSERT_TRUE(script) << script.error().message();
  ASSERT_TRUE(script->engine);
  twin::EngineTerms wanted;
  wanted.pages_per_minute = 24; // where nothing is said
  wanted.warm_up = std::chrono::seconds(15);
  wanted.memory_bytes = 128U << 20;
  EXPECT_EQ(*script->engine, wanted);
  EXPECT_FALSE(parse("answers = true\n", "f.toml")->engine);
  for (const char* wrong : {"[engine]\npages-per-minute = 0\n", "[engine]\nmemory-mb = -1\n",
                            "[engine]\nspeed = 1\n", "[[engine]]\nmemory-mb = 1\n"}) {
    const auto refused = parse(wrong, "f.toml");
    ASSERT_FALSE(refused) << wrong;
    EXPECT_THAT(refused.error().what, StartsWith("f.toml:")) << wrong;
  }
}

TEST(FaultScript, SpellsEveryFaultAndMoment) {
  for (int kind = 0; kind <= static_cast<int>(FaultKind::wrong_languages); ++kind)
    EXPECT_FALSE(to_string(static_cast<FaultKind>(kind)).empty()) << kind;
  for (int moment = 0; moment <= static_cast<int>(Moment::last_byte); ++moment)
    EXPECT_FALSE(to_string(static_cast<Moment>(moment)).empty()) << moment;
}

TEST(FaultScript, ThatIsNotThereIsSaidSo) {
  EXPECT_THAT(load("/nowhere/faults.toml").error().what, HasSubstr("/nowhere/faults.toml"));
}

} // namespace
} // namespace platen::faultscript
