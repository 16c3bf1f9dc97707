#include "calibration/measurements.h"
#include "model/ticket.h"

#include <cmath>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::calibration {
namespace {

using testing::HasSubstr;

// A page that is right, but that some words are replaced.
std::string page(const std::string& from = {}, const std::string& to = {}) {
  std::string text = "# measured on Monday\nscreen clustered-dot\nunit density\n";
  for (int ink = 0; ink <= 100; ink += 5) { // densities 0.05 .. 1.05
    const int hundredths = 5 + ink;
    const std::string part = std::to_string(100 + hundredths % 100).substr(1);
    text += std::to_string(ink) + " " + std::to_string(hundredths / 100) + "." + part + "\n";
  }
  if (!from.empty()) text.replace(text.find(from), from.size(), to);
  return text;
}

std::string refusal(const std::string& text) {
  const auto read = parse_measurements(text);
  return read ? "taken" : read.error().message();
}

std::string patches(const std::string& unit, double (*value)(double)) {
  std::string text = "screen blue-noise\nunit " + unit + "\n";
  for (int i = 0; i <= 20; ++i)
    text += std::to_string(5 * i) + "," + std::to_string(value(0.8 - 0.035 * i)) + "\r\n";
  return text;
}

TEST(Measurements, AreTheSameInEveryUnit) {
  const auto reflectance =
      parse_measurements(patches("reflectance", [](double r) { return 100 * r; }));
  const auto density =
      parse_measurements(patches("density", [](double r) { return -std::log10(r); }));
  const auto lightness =
      parse_measurements(patches("lightness", [](double r) { return 116 * std::cbrt(r) - 16; }));
  for (const auto* read : {&reflectance, &density, &lightness}) {
    ASSERT_TRUE(*read) << read->error().message();
    ASSERT_EQ((*read)->size(), 1U);
    EXPECT_EQ((**read)[0].screen, model::Screen::blue_noise);
    for (std::size_t i = 0; i <= 20; ++i)
      EXPECT_NEAR((**read)[0].reflectance[i], 0.8 - 0.035 * static_cast<double>(i), 1e-5) << i;
  }
}

TEST(Measurements, OfSeveralScreensMayShareAFile) {
  const auto read =
      parse_measurements(patches("reflectance", [](double r) { return 100 * r; }) + page());
  ASSERT_TRUE(read) << read.error().message();
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[1].screen, model::Screen::clustered_dot);
}

struct Bad {
  const char *from, *to, *told;
};
class BadMeasurements : public testing::TestWithParam<Bad> {};
TEST_P(BadMeasurements, GetOneClearLine) {
  const std::string told = refusal(page(GetParam().from, GetParam().to));
  EXPECT_THAT(told, HasSubstr(GetParam().told));
  EXPECT_EQ(told.find('\n'), std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(
    Each, BadMeasurements,
    testing::Values(
        Bad{"clustered-dot", "dots", "line 2: \"dots\" is no screen; they are clustered-dot"},
        Bad{"unit density", "unit dB", "line 3: \"dB\" is no unit; they are density"},
        Bad{"unit density\n", "", "line 3: no unit was named yet"},
        Bad{"screen clustered-dot\n", "", "no screen was named yet"},
        Bad{"\n50 ", "\n51 ", "\"51\" is no patch"}, Bad{"\n50 ", "\n150 ", "\"150\" is no patch"},
        Bad{"\n50 ", "\n45 ", "the patch of 45 % is there twice"},
        Bad{"\n50 ", "\n# ", "clustered-dot: the patch of 50 % is missing"},
        Bad{"\n50 0.55", "\n50 nan", "\"nan\" is no number"},
        Bad{"\n50 0.55", "\n50 inf", "\"inf\" is no number"},
        Bad{"\n50 0.55", "\n50 0.55D", "\"0.55D\" is no number"},
        Bad{"\n50 0.55", "\n50 1e300", "1e300 is no density: 0 to 4"},
        Bad{"\n50 0.55", "\n50 -1", "-1 is no density"},
        Bad{"\n50 0.55", "\n50 42", "42 is no density"},
        Bad{"\n50 0.55", "\n50", "two words are wanted"},
        Bad{"\n50 0.55", "\n50 0.55 0.56", "two words are wanted"},
        Bad{"\n50 0.55", "\n50 0.20", "the patch of 50 % is lighter than one with less ink"},
        Bad{"\n100 1.05", "\n100 1.05\nscreen clustered-dot", "clustered-dot is there twice"}));

TEST(Measurements, OfNothingAreRefused) {
  EXPECT_THAT(refusal(""), HasSubstr("there are no measurements"));
  EXPECT_THAT(refusal("unit density\n"), HasSubstr("there are no measurements"));
  EXPECT_THAT(refusal(patches("reflectance", [](double r) { return 50 + r; })),
              HasSubstr("paper and solid ink hardly differ"));
  EXPECT_THAT(refusal(std::string(100'000, 'x')), HasSubstr("line 1: two words are wanted"));
}

} // namespace
} // namespace platen::calibration
