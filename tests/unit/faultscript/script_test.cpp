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
  for (int kind = 0; kind <= static_cast<int>(FaultKind::garbage_answers); ++kind)
    EXPECT_FALSE(to_string(static_cast<FaultKind>(kind)).empty()) << kind;
  for (int moment = 0; moment <= static_cast<int>(Moment::last_byte); ++moment)
    EXPECT_FALSE(to_string(static_cast<Moment>(moment)).empty()) << moment;
}

TEST(FaultScript, ThatIsNotThereIsSaidSo) {
  EXPECT_THAT(load("/nowhere/faults.toml").error().what, HasSubstr("/nowhere/faults.toml"));
}

} // namespace
} // namespace platen::faultscript
