#include "unit/virtual/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::twin::test {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string esc = "\x1b";

// PJL around a stream that begins with a reset and ends with one.
std::string job_of(const std::string& stream) {
  return std::string(uel) +
         "@PJL JOB NAME=\"pages\"\r\n@PJL SET USERNAME=\"ann\"\r\n@PJL ENTER LANGUAGE=PCL\r\n" +
         esc + "E" + esc + "&u600D" + stream + esc + "E" + pjl_end();
}

std::string row(const std::string& data) {
  return esc + "*b" + std::to_string(data.size()) + "W" + data;
}

struct Outcome {
  JobRecord job;
  std::vector<TappedSide> sides;
};

Outcome read(const std::string& bytes, DecodeOptions options = strict()) {
  Outcome outcome;
  options.sheets.tap = tap_into(outcome.sides);
  const auto jobs = decode(bytes, options);
  EXPECT_EQ(jobs.size(), 1u);
  if (!jobs.empty()) outcome.job = jobs[0];
  return outcome;
}

// The first dot with ink of a side, in dots from the corner of the sheet; {-1, -1}: there is none.
std::pair<int, int> first_ink(const TappedSide& side) {
  const std::size_t stride = mask1.row_bytes(side.shape.width);
  for (std::size_t i = 0; i < side.pixels.size(); ++i)
    for (int bit = 0; bit < 8; ++bit)
      if ((side.pixels[i] << bit & std::byte{0x80}) != std::byte{0})
        return {static_cast<int>(i % stride) * 8 + bit +
                    px_nearest(side.record.margins.left, Dpi{600}).v,
                static_cast<int>(i / stride) + px_nearest(side.record.margins.top, Dpi{600}).v};
  return {-1, -1};
}

std::pair<int, int> dot_at(const std::string& stream) {
  const Outcome outcome = read(job_of(stream));
  EXPECT_EQ(outcome.job.state, JobState::completed) << outcome.job.reason;
  return outcome.sides.empty() ? std::pair{-2, -2} : first_ink(outcome.sides[0]);
}

std::string reason(const std::string& stream) {
  return read(job_of(stream)).job.reason;
}

const std::string dot = esc + "*t600R" + esc + "*r1A" + row("\x80") + esc + "*rC\f";

TEST(Pcl5Twin, DrawsAPageAsItWasTold) {
  const Outcome outcome =
      read(job_of(esc + "&l1h26a0o0e0l3x0S" + esc + "&n6WdPlain" + esc + "&l-30u0Z" + esc +
                  "*p1x118Y" + esc + "*t600R" + esc + "*r0f4t16s1A" + row("\xff\xff") +
                  row("\x80\x01") + row("\x80\x01") + row("\xff\xff") + esc + "*rC\f"));
  ASSERT_EQ(outcome.job.state, JobState::completed) << outcome.job.reason;
  EXPECT_EQ(outcome.job.language, "pcl-5e");
  EXPECT_EQ(outcome.job.name, "pages");
  EXPECT_EQ(outcome.job.user, "ann");
  EXPECT_THAT(outcome.job.warnings, testing::IsEmpty());
  ASSERT_EQ(outcome.sides.size(), 1u);
  const SideRecord& side = outcome.job.sides[0];
  EXPECT_EQ(side.payload, "PCL 5e");
  EXPECT_EQ(side.medium, "iso_a4_210x297mm");
  EXPECT_EQ(side.tray, "tray-1");
  EXPECT_EQ(side.media_type, "Plain");
  EXPECT_EQ(side.copies, 3);
  EXPECT_EQ(side.sides, "one-sided");
  EXPECT_EQ(side.raster_width, 4724);
  EXPECT_EQ(side.raster_height, 6779);
  const TappedSide& drawn = outcome.sides[0];
  const std::size_t stride = mask1.row_bytes(4724);
  const auto line = [&](std::size_t y) {
    return std::string(as_text(Bytes(drawn.pixels).subspan(y * stride, 3)));
  };
  EXPECT_EQ(first_ink(drawn), (std::pair{118, 118}));
  EXPECT_EQ(line(0), "\xff\xff\0"s);
  EXPECT_EQ(line(1), "\x80\x01\0"s);
  EXPECT_EQ(line(3), "\xff\xff\0"s);
  EXPECT_EQ(line(4), "\0\0\0"s);
}

TEST(Pcl5Twin, PutsDotsWhereTheCursorIs) {
  // The logical page of A4 begins at 142 dots, that of Letter at 150; the top margin is 300.
  EXPECT_EQ(dot_at(dot), (std::pair{142, 300}));
  EXPECT_EQ(dot_at(esc + "&l2A" + dot), (std::pair{150, 300}));
  EXPECT_EQ(dot_at(esc + "*p10x20Y" + dot), (std::pair{152, 320}));
  EXPECT_EQ(dot_at(esc + "*p10x20Y" + esc + "*p+5x-7Y" + dot), (std::pair{157, 313}));
  EXPECT_EQ(dot_at(esc + "&u300D" + esc + "*p10x20Y" + dot), (std::pair{162, 340}));
  EXPECT_EQ(dot_at(esc + "&a72h144V" + dot), (std::pair{202, 420}));
  EXPECT_EQ(dot_at(esc + "&a3c2R" + dot), (std::pair{322, 500}));
  EXPECT_EQ(dot_at(esc + "&l8d2E" + dot), (std::pair{142, 150}));
  EXPECT_EQ(dot_at(esc + "&l24c1E" + dot), (std::pair{142, 300}));
  EXPECT_EQ(dot_at(esc + "&l60u-12Z" + dot), (std::pair{192, 290}));
  EXPECT_EQ(dot_at(esc + "*p9X" + esc + "*t600R" + esc + "*r0A" + row("\x80") + "\f"),
            (std::pair{142, 300}));
  EXPECT_EQ(dot_at(esc + "*t600R" + esc + "*r1A" + esc + "*b40Y" + row("\x01") + "\f"),
            (std::pair{149, 340}));
  EXPECT_EQ(dot_at("\r\n" + dot), (std::pair{142, 400}));
}

TEST(Pcl5Twin, DrawsCoarsePixelsAsSquares) {
  const Outcome outcome = read(job_of(esc + "*t150R" + esc + "*r1A" + row("\x40") + "\f"));
  ASSERT_EQ(outcome.sides.size(), 1u);
  EXPECT_EQ(first_ink(outcome.sides[0]), (std::pair{146, 300}));
  int ink = 0;
  for (const std::byte b : outcome.sides[0].pixels)
    ink += std::popcount(std::to_integer<unsigned>(b));
  EXPECT_EQ(ink, 16);
}

TEST(Pcl5Twin, CutsWhatLiesBeyondTheLogicalPageAndTellsOfTheMargin) {
  DecodeOptions report;
  const std::string full(700, '\xff');
  const Outcome cut = read(job_of(esc + "*t600R" + esc + "*r1A" + row(full) + "\f"), report);
  EXPECT_THAT(cut.job.warnings, ElementsAre(HasSubstr("beyond the width")));
  int ink = 0;
  for (const std::byte b : cut.sides.at(0).pixels)
    ink += std::popcount(std::to_integer<unsigned>(b));
  EXPECT_EQ(ink, 4676); // of A4, 4960 - 2 x 142
  const Outcome margin = read(job_of(esc + "&l-180U" + esc + "*p30X" + dot));
  EXPECT_EQ(margin.job.state, JobState::completed);
  EXPECT_THAT(margin.job.sides.at(0).warnings, ElementsAre(HasSubstr("the margin")));
  EXPECT_EQ(first_ink(margin.sides[0]), (std::pair{22, 300}));
}

TEST(Pcl5Twin, CutsWhatLiesLeftOfTheLogicalPage) {
  EXPECT_EQ(dot_at(esc + "*p-3X" + esc + "*t600R" + esc + "*r1A" + row("\xff") + "\f"),
            (std::pair{142, 300}));
  EXPECT_EQ(dot_at(esc + "*p-12X" + esc + "*t600R" + esc + "*r1A" + row("\xff\xff") + "\f"),
            (std::pair{142, 300}));
}

TEST(Pcl5Twin, TakesTheEndOfACancelledJobInTheMidstOfARow) {
  const Outcome outcome = read(
      job_of(esc + "*t600R" + esc + "*r1A" + esc + "*b100W" + std::string(4095, '\0') + esc + "E"));
  EXPECT_EQ(outcome.job.state, JobState::completed) << outcome.job.reason;
}

TEST(Pcl5Twin, LaysInkOverInk) {
  const Outcome outcome =
      read(job_of(esc + "*t600R" + esc + "*p0x0Y" + esc + "*r1A" + row("\xf0") + esc + "*rC" + esc +
                  "*p0x0Y" + esc + "*r1A" + row("\x18") + esc + "*rC\f"));
  const TappedSide& side = outcome.sides.at(0);
  const std::size_t at = (300 - 118) * mask1.row_bytes(side.shape.width) + (142 - 118) / 8;
  EXPECT_EQ(side.pixels.at(at), std::byte{0xf8});
}

std::vector<std::string> sheets(const JobRecord& job) {
  std::vector<std::string> list;
  for (const SideRecord& side : job.sides)
    list.push_back(std::to_string(side.sheet) + (side.back ? " back" : " front"));
  return list;
}

TEST(Pcl5Twin, TurnsSheetsOver) {
  const auto turned = [](const std::string& stream) { return sheets(read(job_of(stream)).job); };
  const std::string page = dot, both = esc + "&l1S";
  EXPECT_THAT(turned(page + page), ElementsAre("1 front", "2 front"));
  EXPECT_THAT(turned(both + page + page + page), ElementsAre("1 front", "1 back", "2 front"));
  EXPECT_THAT(turned(both + page + esc + "&a1G" + page + page),
              ElementsAre("1 front", "2 front", "2 back"));
  EXPECT_THAT(turned(both + page + esc + "&l2A" + page), ElementsAre("1 front", "2 front"));
  EXPECT_THAT(turned(both + page + esc + "&l26A" + page), ElementsAre("1 front", "1 back"));
  EXPECT_THAT(turned(both + page + "\f" + page), ElementsAre("1 front", "1 back", "2 front"));
}

TEST(Pcl5Twin, CountsTheRegistrationTheOtherWayOnBacks) {
  const auto back_at = [](const std::string& sides) {
    const Outcome outcome = read(job_of(esc + "&l" + sides + "s60u120Z" + dot + dot));
    return first_ink(outcome.sides.at(1));
  };
  EXPECT_EQ(back_at("1"), (std::pair{142 - 50, 300 + 100}));
  EXPECT_EQ(back_at("2"), (std::pair{142 + 50, 300 - 100}));
}

TEST(Pcl5Twin, EjectsAMarkedPageAtAResetAndNoOther) {
  const std::string drawn = esc + "*r1A" + row("\x80");
  EXPECT_EQ(read(job_of("")).job.sides.size(), 0u);
  EXPECT_EQ(read(job_of(drawn)).job.sides.size(), 1u);
  EXPECT_EQ(read(job_of(drawn + esc + "&l2A" + drawn)).job.sides.size(), 2u);
  EXPECT_EQ(read(job_of("\f")).job.sides.size(), 1u);
}

TEST(Pcl5Twin, ResetsWhatWasSet) {
  const Outcome outcome = read(job_of(esc + "&l2a4x2h60U" + esc + "E" + dot));
  const SideRecord& side = outcome.job.sides.at(0);
  EXPECT_EQ(side.medium, "iso_a4_210x297mm");
  EXPECT_EQ(side.copies, 1);
  EXPECT_EQ(side.tray, "auto");
  EXPECT_EQ(first_ink(outcome.sides.at(0)), (std::pair{142, 300}));
}

TEST(Pcl5Twin, TakesAPaperByItsMeasures) {
  EXPECT_EQ(read(job_of(esc + "&f5951i8420J" + esc + "&l101A" + dot)).job.sides.at(0).medium,
            "iso_a4_210x297mm");
  EXPECT_THAT(reason(esc + "&f5000i5000J" + esc + "&l101A"),
              HasSubstr("no paper of 17638 x 17638"));
  EXPECT_THAT(reason(esc + "&l101A"), HasSubstr("without ESC&f#I"));
}

TEST(Pcl5Twin, HasAllThePapersOfTheModel) {
  for (const int code : {1, 2, 3, 5, 25, 26, 45, 80, 81, 90, 91, 100}) {
    const Outcome outcome =
        read(job_of(esc + "&l" + std::to_string(code) + "A" + esc + "*p100x100Y" + dot));
    EXPECT_EQ(outcome.job.state, JobState::completed) << code << outcome.job.reason;
    EXPECT_THAT(outcome.job.sides.at(0).medium, testing::Not(HasSubstr("custom"))) << code;
  }
}

TEST(Pcl5Twin, RefusesWhatTheDeviceCannotDo) {
  EXPECT_THAT(reason(esc + "&l27A"), HasSubstr("no paper of the number 27 (at byte"));
  EXPECT_THAT(reason(esc + "&l9H"), HasSubstr("no paper source"));
  EXPECT_THAT(reason(esc + "&n6WdVelum"), HasSubstr("no medium \"Velum\""));
  EXPECT_THAT(reason(esc + "&l25a1S" + dot), HasSubstr("cannot be printed on both sides"));
  EXPECT_THAT(reason(esc + "&l25a1H" + dot), HasSubstr("drawers do not feed"));
  EXPECT_THAT(reason(esc + "&l1O"), HasSubstr("only upright pages"));
  EXPECT_THAT(reason(esc + "&l1000X"), HasSubstr("a value from 1 to 999"));
  EXPECT_THAT(reason(esc + "*t720R"), HasSubstr("75, 100, 150"));
  EXPECT_THAT(reason(esc + "*b4M"), HasSubstr("no such compression mode"));
  EXPECT_THAT(reason(esc + "*b3Y"), HasSubstr("outside a raster"));
  EXPECT_THAT(reason(esc + "*r3U"), HasSubstr("colour"));
  EXPECT_THAT(reason(esc + "%0B"), HasSubstr("HP-GL/2"));
  EXPECT_THAT(reason(esc + "*t600R" + esc + "*r5000s1A"), HasSubstr("room for 4676"));
  EXPECT_THAT(reason(esc + "*r1A" + esc + "*t600R"), HasSubstr("inside a raster has no effect"));
  EXPECT_THAT(reason(esc + "*r1A" + esc + "*b2m2W\5x"), HasSubstr("inside a command"));
  EXPECT_THAT(reason("Hello"), HasSubstr("text outside a raster"));
  EXPECT_THAT(reason(esc + "&p3Xabc"), HasSubstr("text outside a raster"));
  EXPECT_THAT(reason(esc + "&l1.2.3A"), HasSubstr("\"1.2.3\" is no value"));
  EXPECT_THAT(reason(esc + "&l1 A"), HasSubstr("the byte 32 inside an escape sequence"));
  EXPECT_THAT(reason(esc + "\x01"), HasSubstr("followed by the byte 1"));
  EXPECT_THAT(reason("\a"), HasSubstr("control code 7"));
}

TEST(Pcl5Twin, SaysWhereTheFaultIs) {
  const std::string before = job_of("");
  const std::size_t at = before.find("&u600D") + 6;
  EXPECT_THAT(reason(esc + "&l26A" + "Hello"),
              HasSubstr("(at byte " + std::to_string(at + 6) + ")"));
}

TEST(Pcl5Twin, TellsWhatItDoesNotKnowAndTakesItsDataAlong) {
  const Outcome outcome = read(job_of(esc + "*v1O" + esc + "(s5Whello" + esc + "&2Q" + dot));
  EXPECT_EQ(outcome.job.state, JobState::completed) << outcome.job.reason;
  EXPECT_THAT(outcome.job.warnings,
              ElementsAre("ESC*v1O is not known here", "ESC(s5W is not known here",
                          "ESC&2Q is not known here"));
}

TEST(Pcl5Twin, NeedsNoPjl) {
  std::vector<TappedSide> sides;
  DecodeOptions options;
  options.sheets.tap = tap_into(sides);
  const auto jobs = decode(esc + "E" + dot, options);
  ASSERT_EQ(jobs.size(), 1u);
  EXPECT_EQ(jobs[0].state, JobState::completed) << jobs[0].reason;
  EXPECT_EQ(jobs[0].language, "pcl-5e");
  EXPECT_EQ(sides.size(), 1u);
}

TEST(Pcl5Twin, TakesBothLanguagesOneAfterTheOther) {
  const auto jobs = decode(job_of(dot) + small_job() + job_of("text") + small_job(), strict());
  ASSERT_EQ(jobs.size(), 4u);
  EXPECT_EQ(jobs[0].language + jobs[1].language, "pcl-5epcl-xl");
  EXPECT_EQ(jobs[0].state, JobState::completed);
  EXPECT_EQ(jobs[1].state, JobState::completed) << jobs[1].reason;
  EXPECT_EQ(jobs[2].state, JobState::aborted);
  EXPECT_EQ(jobs[3].state, JobState::completed);
}

TEST(Pcl5Twin, BoundsWhatAStreamCanCost) {
  EXPECT_THAT(reason(std::string(101, '\f')), HasSubstr("more than 100 empty pages"));
  std::string over_and_over = esc + "*t600R";
  for (int i = 0; i < 60; ++i)
    over_and_over +=
        esc + "*p0x0Y" + esc + "*r1A" + esc + "*b5m7W\0\0\1\xff\5\xff\xff"s + esc + "*rC";
  EXPECT_THAT(reason(over_and_over), HasSubstr("over and over"));
}

} // namespace
} // namespace platen::twin::test
