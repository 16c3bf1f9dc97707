#include "base/file.h"
#include "support/compare_pages.h"
#include "support/drawings.h"

#include <filesystem>
#include <sstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::support {
namespace {

using testing::HasSubstr;

struct Outcome {
  int code;
  std::string out, err;
};

Outcome compare(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = compare_pages(arguments, out, err);
  return {code, out.str(), err.str()};
}

class ComparePages : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_TRUE(write_pgm("first.pgm", lined_page(200, 240)));
    ASSERT_TRUE(write_pgm("shifted.pgm", lined_page(200, 240, 3)));
    ASSERT_TRUE(write_pgm("rounded.pgm", lined_page(200, 241)));
    std::filesystem::remove("out.png");
  }
  static Result<void> write_pgm(const std::string& name, const GreyPage& page) {
    std::string file =
        "P5 " + std::to_string(page.width) + ' ' + std::to_string(page.height) + " 255\n";
    for (const float grey : page.pixels)
      file += static_cast<char>(static_cast<unsigned char>(grey));
    return write_file(name, as_bytes(file));
  }
};

TEST_F(ComparePages, AgreesWithItselfAndDrawsNothing) {
  const Outcome outcome = compare({"--difference", "out.png", "first.pgm", "first.pgm"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("similarity 1.0000 inked"));
  EXPECT_FALSE(std::filesystem::exists("out.png"));
}

TEST_F(ComparePages, DiffersFromShiftedTextAndDrawsTheDifference) {
  const Outcome outcome = compare({"--difference", "out.png", "first.pgm", "shifted.pgm"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("they differ"));
  const auto drawn = read_page_file("out.png");
  ASSERT_TRUE(drawn) << drawn.error().message();
  EXPECT_EQ(drawn->width, 200);
}

TEST_F(ComparePages, AgreesWithShiftedTextBelowItsSimilarity) {
  EXPECT_EQ(compare({"--threshold", "-1", "first.pgm", "shifted.pgm"}).code, 0);
}

TEST_F(ComparePages, ForgivesARoundedSizeUnlessToldNotTo) {
  EXPECT_EQ(compare({"first.pgm", "rounded.pgm"}).code, 0);
  const Outcome strict = compare({"--slack", "0", "first.pgm", "rounded.pgm"});
  EXPECT_EQ(strict.code, 2);
  EXPECT_THAT(strict.err, HasSubstr("differ in size"));
}

TEST_F(ComparePages, ShrinksBothPagesFirst) {
  const Outcome outcome = compare(
      {"--shrink", "4", "--threshold", "1.1", "--difference", "out.png", "first.pgm", "first.pgm"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(read_page_file("out.png").value().width, 50);
}

TEST_F(ComparePages, ShrinksTheSecondByItsOwnFactor) {
  ASSERT_TRUE(write_pgm("small.pgm", shrink(lined_page(200, 240), 4)));
  EXPECT_EQ(compare({"--shrink-second", "4", "small.pgm", "first.pgm"}).code, 0);
  EXPECT_EQ(compare({"--shrink-second", "4", "small.pgm", "shifted.pgm"}).code, 1);
  EXPECT_EQ(compare({"--shrink-second", "2", "small.pgm", "first.pgm"}).code, 2);
}

TEST_F(ComparePages, ComparesTheInkOfSquaresWhenAsked) {
  GreyPage page = lined_page(200, 240);
  for (std::size_t i = 0; i < 8; ++i) // a letter less
    for (std::size_t j = 0; j < 8; ++j)
      page.pixels[(100 + i) * 200 + 100 + j] = page.at(100, 100) < 128 ? 255 : 0;
  ASSERT_TRUE(write_pgm("letter.pgm", page));
  EXPECT_EQ(compare({"--threshold", "0.8", "first.pgm", "letter.pgm"}).code, 0);
  const Outcome outcome =
      compare({"--threshold", "0.8", "--cell", "12", "first.pgm", "letter.pgm"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("squares differ by up to 0."));
  EXPECT_EQ(
      compare({"--threshold", "0.8", "--cell", "12", "--apart", "0.9", "first.pgm", "letter.pgm"})
          .code,
      0);
}

TEST_F(ComparePages, ExplainsWrongUse) {
  const std::vector<std::vector<std::string>> wrong = {{},
                                                       {"first.pgm"},
                                                       {"--shrink", "0", "first.pgm", "first.pgm"},
                                                       {"--shrink", "two", "a", "b"},
                                                       {"--colour", "x", "a", "b"},
                                                       {"--cell", "1", "a", "b"},
                                                       {"--shrink-second", "0", "a", "b"},
                                                       {"a", "b", "--threshold"}};
  for (const auto& arguments : wrong) {
    const Outcome outcome = compare(arguments);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("Usage"));
  }
  const Outcome missing = compare({"missing.png", "first.pgm"});
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.err, HasSubstr("missing.png"));
  EXPECT_EQ(compare({"--help"}).code, 0);
}

} // namespace
} // namespace platen::support
