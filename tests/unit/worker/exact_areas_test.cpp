#include "worker/content_words.h"
#include "worker/exact_areas.h"

#include <cmath>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::worker {
namespace {

const Linear dots{600 / 72.0, 0, 0, 600 / 72.0};

std::string exact(std::string_view content, const Linear& to_pixels = dots) {
  return exact_areas(content, to_pixels, [](const std::string&, const Linear&) {});
}

struct Box {
  double left, bottom, right, top;
};

// The boxes of a content stream of "x y m x y l x y l x y l h" alone, as ours writes them.
std::vector<Box> boxes_of(const std::string& content) {
  std::vector<Box> boxes;
  std::istringstream in(content);
  std::string word;
  for (double x = 0, y = 0; in >> word;) {
    if (word == "f" || word == "h" || word == "f*") continue;
    x = std::stod(word);
    in >> y >> word;
    if (word == "m") boxes.push_back({x, y, x, y});
    Box& box = boxes.back();
    box = {std::min(box.left, x), std::min(box.bottom, y), std::max(box.right, x),
           std::max(box.top, y)};
  }
  return boxes;
}

// The pixels that an area touches.
std::pair<double, double> touched(double from, double to) {
  return {std::floor(from), std::ceil(to)};
}

TEST(ExactAreas, GetThePixelsWhoseCentresTheyHold) {
  EXPECT_TRUE(rc::check([] {
    const auto left = *rc::gen::inRange(0, 100'000), width = *rc::gen::inRange(1'500, 90'000);
    const double x = left / 1000.0, w = width / 1000.0; // pixels
    std::ostringstream content;
    content << std::fixed << x << " 3 " << w << " 20 re f";
    const auto boxes = boxes_of(exact(content.str(), {1, 0, 0, 1}));
    RC_ASSERT(boxes.size() == 1U);
    const auto [first, end] = touched(boxes[0].left, boxes[0].right);
    RC_ASSERT(std::abs(first - x) <= 0.52 && std::abs(end - (x + w)) <= 0.52);
  }));
}

TEST(ExactAreas, NeighboursLeaveNoGap) {
  EXPECT_TRUE(rc::check([] {
    const double edge = *rc::gen::inRange(3'000, 9'000) / 1000.0;
    std::ostringstream content;
    content << std::fixed << "0 0 " << edge << " 9 re " << edge << " 0 9 9 re f";
    const auto boxes = boxes_of(exact(content.str(), {1, 0, 0, 1}));
    RC_ASSERT(boxes.size() == 2U);
    RC_ASSERT(touched(boxes[0].left, boxes[0].right).second >=
              touched(boxes[1].left, boxes[1].right).first);
  }));
}

TEST(ExactAreas, LeaveWhatTheyMustNotTouch) {
  for (const std::string_view content : {
           "0 0 0.15 40 re f",                         // thinner than a pixel and a half
           "0 0 10 40 re S",                           // a line round it
           "0 0 10 40 re W n",                         // a clip
           "0 0 10 40 re B",                           // filled and lined
           "0 0 m 10 0 l 10 40 l f",                   // a triangle
           "0 0 m 10 0 l 10 40 l 5 50 l h f",          // not upright
           "0 0 10 40 re 3 3 2 2 re f*",               // a hole
           "0 0 10 40 re 3 3 m 3 5 l 5 5 l 5 3 l h f", // a hole by going round the other way
           "0 0 10 40 re 20 20 m 30 30 40 20 50 20 c f",
           "0 0 10 40 re 1 2 l f",
           "1 0 10 re f",
           "0.7 0.7 -0.7 0.7 0 0 cm 0 0 10 40 re f", // turned by 45 degrees
           "(0 0 10 40 re f) Tj",
           "BI /W 1 ID 0 0 10 40 re f \x01 EI",
           "% 0 0 10 40 re f",
           "/re 0 0 10 40 f",
           "0 0 1e2 40 re f",
           "",
       })
    EXPECT_EQ(exact(content), content);
}

TEST(ExactAreas, FollowTheMatrix) {
  const auto width = [](std::string_view content) {
    const std::string made = exact(content, {1, 0, 0, 1});
    const auto boxes = boxes_of(made.substr(made.find(" cm") + 3));
    return boxes.empty() ? 0 : boxes[0].right - boxes[0].left;
  };
  EXPECT_NEAR(width("0.5 0 0 2 0 0 cm 0 0 10 10 re f"), 10 - 2 * (0.5 - 1.0 / 64) / 0.5, 1e-6);
  EXPECT_NEAR(width("0 2 -2 0 0 0 cm 0 0 10 10 re f"), 10 - 2 * (0.5 - 1.0 / 64) / 2, 1e-6);
  EXPECT_EQ(exact("q 0 0 0 0 0 0 cm Q 0 0 10 10 re f", {1, 0, 0, 1}).find("Q 0.484375"),
            std::string("q 0 0 0 0 0 0 cm ").size());
}

TEST(ExactAreas, KeepHolesOfSeparatePathsAndTheRestOfTheContent) {
  const std::string made = exact("q 1 0 0 rg 0 0 9 9 re f Q BT (x) Tj ET 0 0 9 9 re f*\n");
  EXPECT_EQ(made.find("q 1 0 0 rg 0.058125"), 0U);
  EXPECT_NE(made.find("h f Q BT (x) Tj ET 0.058125"), std::string::npos);
  EXPECT_EQ(made.substr(made.size() - 5), "h f*\n");
}

// A dozen bars as lines, each with its width, two points from the next.
std::string bar_lines(const std::string& paint = "S", double apart = 2) {
  std::ostringstream content;
  for (int bar = 0; bar < 14; ++bar)
    content << 1 + bar % 2 << " w " << bar * apart << " 5 m " << bar * apart << " 45 l " << paint
            << "\n";
  return content.str();
}

TEST(ExactAreas, BarsDrawnAsLinesAreFoundAndLinesOfGridsAreNot) {
  EXPECT_TRUE(has_bars(bar_lines()));
  EXPECT_TRUE(has_bar_lines("q 0 G " + bar_lines() + "Q"));
  EXPECT_FALSE(has_bars(bar_lines("S", 15)));
  EXPECT_FALSE(has_bar_lines("0 0 1 9 re 2 0 1 9 re f"));
}

TEST(ExactAreas, BarsDrawnAsLinesBecomeThinnerAndShorter) {
  constexpr double inset = (0.5 - 1.0 / 64) * 72 / 600;
  std::istringstream in(exact(bar_lines()));
  double width = 0, x = 0, bottom = 0, top = 0, after = 0;
  std::string w, m, l, s;
  for (int bar = 0; bar < 14; ++bar) {
    in >> after >> w; // as it was written
    in >> width >> w >> x >> bottom >> m >> x >> top >> l >> s;
    ASSERT_EQ(w + m + l + s, "wmlS");
    EXPECT_NEAR(width, 1 + bar % 2 - 2 * inset, 1e-6);
    EXPECT_NEAR(x, 2 * bar, 1e-6);
    EXPECT_NEAR(bottom, 5 + inset, 1e-6);
    EXPECT_NEAR(top, 45 - inset, 1e-6);
    in >> after >> w;
    EXPECT_EQ(after, 1 + bar % 2); // what comes then has the width that it had
  }
}

TEST(ExactAreas, LinesThatAreNoBarsStayAsTheyAre) {
  const auto unchanged = [](const std::string& line) {
    const std::string content = bar_lines();
    const std::string made = exact(content + line);
    return made.size() >= line.size() && made.substr(made.size() - line.size()) == line;
  };
  EXPECT_FALSE(unchanged("2 w 5 5 m 95 5 l S")); // a rule beside them, as an area beside areas
  for (const std::string line :
       {"0.1 w 5 5 m 95 5 l S", "2 w 5 5 m 95 7 l S", "2 w 5 5 m 95 5 l s",
        "1 J 2 w 5 5 m 95 5 l S", "[3] 0 d 2 w 5 5 m 95 5 l S", "/G gs 5 5 m 95 5 l S",
        "2 w 5 5 m 95 5 l 95 9 l S", "2 w 5 5 m 5 9 l 5 5 m 95 5 l S",
        "2 w 5 5 m 95 5 l 3 3 3 3 re S", "2 w m 95 5 l S"})
    EXPECT_TRUE(unchanged(line)) << line;
  const std::string alone = "2 w 5 5 m 95 5 l S";
  EXPECT_EQ(exact(alone), alone); // without bars
}

TEST(ExactAreas, TellWhichObjectsAreDrawnAndHow) {
  std::vector<std::pair<std::string, double>> drawn;
  exact_areas(
      "q 2 0 0 2 0 0 cm /A Do Q /B Do Do", {1, 0, 0, 1},
      [&](const std::string& name, const Linear& here) { drawn.emplace_back(name, here.a); });
  EXPECT_EQ(drawn, (std::vector<std::pair<std::string, double>>{{"/A", 2}, {"/B", 1}}));
}

TEST(ExactAreas, StandAnyContent) {
  EXPECT_TRUE(rc::check([](const std::string& noise) {
    const std::string made = exact(noise);
    RC_ASSERT(made.size() <= noise.size() * 100 + 100);
    (void)has_bars(noise);
  }));
}

TEST(HasBars, FindsRectanglesInARow) {
  std::string rectangles, lines, table, shaded;
  for (int i = 0; i < 12; ++i) {
    const std::string x = std::to_string(10 + 3 * i);
    rectangles += x + " 10 1.5 40 re f\n";
    lines += x + " 10 m " + x + ".9 10 l " + x + ".9 50 l " + x + " 50 l h f*\n";
    table += x + " " + x + " m 500 " + x + " l S\n";
    shaded += "50 " + x + " 470 14 re f\n";
  }
  EXPECT_TRUE(has_bars(rectangles));
  EXPECT_TRUE(has_bars(lines));
  EXPECT_FALSE(has_bars(table));
  EXPECT_FALSE(has_bars(shaded));
  EXPECT_FALSE(has_bars("BT (10 10 1.5 40 re f) Tj ET"));
  EXPECT_FALSE(has_bars(rectangles.substr(0, 100)));
}

TEST(ContentWords, PassOverWhatIsNoOperator) {
  ContentWords words("q(a\\)(b))[1 /N]<</K 2>>ID \xff EI\xff EI Q%x\nf*");
  std::string all;
  for (auto word = words.next(); word.kind != ContentWords::Kind::end; word = words.next())
    if (word.kind == ContentWords::Kind::keyword) all += std::string(word.text) + " ";
  EXPECT_EQ(all, "q ID Q f* ");
}

} // namespace
} // namespace platen::worker
