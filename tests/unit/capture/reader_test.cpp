#include "capture/reader.h"
#include "job.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace platen::capture {
namespace {

using test::append;
using test::hex_bytes;
using test::Job;
using test::Kept;
using ::testing::HasSubstr;

Summary read(Bytes bytes, Listener& to) {
  test::Source source(bytes);
  const auto summary = read_capture(source, to);
  EXPECT_TRUE(summary.has_value()) << summary.error().message();
  return summary.value_or(Summary{});
}

TEST(Capture, TakesAJobInTheFormOfTheLbp6030Apart) {
  const Job job = test::lbp6030_job(test::tagged_page());
  Kept kept;
  const Summary summary = read(job.bytes, kept);
  EXPECT_EQ(summary.language, "UFR II LT");
  EXPECT_EQ(summary.pages, 1);
  EXPECT_EQ(summary.bands, 2);
  EXPECT_EQ(summary.faults, 0) << summary.first_fault.message();
  EXPECT_EQ(kept.told("attribute 0004"), R"(document name: "Canon test", character set 03F2)");
  EXPECT_THAT(kept.told("attribute 0009"), HasSubstr("time: 2026-10-03 09:37:42"));
  EXPECT_EQ(kept.told("attribute 003A"), "resolution: 600 x 600 (08 02 58 02 58)");
  EXPECT_EQ(kept.told("attribute 002E"), "document format: UFR II LT (83 00 00)");
  EXPECT_EQ(kept.told("attribute 0113"), "impressions: 1");
  EXPECT_EQ(kept.told("attribute 08B3"), ": 02");
  EXPECT_THAT(kept.told("payload"), HasSubstr("00 00 00 00"));
  EXPECT_EQ(kept.told("tag C1"), "version of language and model: 1000 1089");
  EXPECT_EQ(kept.told("tag C3"), "paper: 00");
  EXPECT_EQ(kept.told("tag CA"), ": 0, 0 (type A1)");
  EXPECT_EQ(kept.told("band parameters"), "Hi-SCoA: L3=3 L5=9 steps 6,1 L0=0 L2=0 L4=80");
  EXPECT_EQ(kept.told("band length"), "stated, against the bytes of the stream: +4");
  EXPECT_EQ(kept.count("packet 0012 of 0113"), 1U);
  EXPECT_EQ(kept.told("packet 0018 of 002E"), "set document: sequence 0000, user FF FF 00 00");
}

TEST(Capture, DrawsTheBandsOfAPageWhereTheyBelong) {
  Kept kept;
  read(test::lbp6030_job(test::tagged_page()).bytes, kept);
  ASSERT_EQ(kept.pages.size(), 1U);
  const Page& page = kept.pages[0];
  EXPECT_EQ(page.number, 1);
  EXPECT_EQ(page.width, 64);
  EXPECT_EQ(page.height, 40);
  EXPECT_EQ(page.bits, 2);
  EXPECT_EQ(page.rows, test::numbered_rows(0, 40));
}

TEST(Capture, HidesNothing) {
  const Buffer bytes = test::lbp6030_job(test::tagged_page()).bytes;
  Kept kept;
  read(bytes, kept);
  // Packets lie end to end, up to the end of the file.
  std::uint64_t next = 0;
  for (const Entry& entry : kept.entries) {
    if (entry.depth != 0) continue;
    EXPECT_EQ(entry.offset, next);
    next = entry.offset + entry.bytes;
  }
  EXPECT_EQ(next, bytes.size());
  // Each tag is told where it is in the file.
  for (const Entry& entry : kept.entries)
    if (entry.key == "tag E7") {
      EXPECT_EQ(bytes[static_cast<std::size_t>(entry.offset)], std::byte{0xe7});
    }
}

RC_GTEST_PROP(Capture, SaysTheSameHoweverTheDataIsCut, ()) {
  Kept whole, cut;
  read(Job().data(test::tagged_page(), 60000).bytes, whole);
  const auto most = *rc::gen::inRange<std::size_t>(1, 200);
  read(Job().data(test::tagged_page(), most).bytes, cut);
  const auto contents = [](const Kept& kept) {
    std::vector<std::string> all;
    for (const Entry& entry : kept.entries)
      if (entry.depth > 0) all.push_back(entry.key + "|" + entry.name + "|" + entry.value);
    return all;
  };
  RC_ASSERT(contents(whole) == contents(cut));
  RC_ASSERT(cut.pages.at(0).rows == whole.pages.at(0).rows);
}

TEST(Capture, TakesTheTagsWithoutPackets) {
  Kept kept;
  const Summary summary = read(test::tagged_page("0b"), kept);
  EXPECT_EQ(summary.form, Form::tags);
  EXPECT_EQ(summary.bands, 2);
  EXPECT_EQ(kept.told("tag C3"), "paper: 0B");
}

TEST(Capture, FindsOutHowManyBitsAPixelHasWhereNoTagSaysIt) {
  Buffer document;
  append(document, test::band(64, 0, test::numbered_rows(0, 9), 16, true));
  Kept kept;
  const Summary summary = read(Job().data(document).bytes, kept);
  EXPECT_EQ(summary.bands, 1);
  ASSERT_EQ(kept.pages.size(), 1U);
  EXPECT_EQ(kept.pages[0].bits, 2);
}

// A strip's stream as CARPS pads it: the end, ones to the byte, and for a page's last the word FE
// 7F FF FF.
Buffer carps_strip(std::string_view size, Bytes rows, std::size_t row_bytes, bool last) {
  constexpr ufr2::HiScoaParameters carps{
      .l3 = 1, .l5 = 2, .step0 = 4, .step2 = 8, .l0 = 0, .l2 = 0, .l4 = 80};
  Buffer stream =
      ufr2::encode_hiscoa(rows, row_bytes, carps, ufr2::HiScoaMethod::full, ufr2::HiScoaEnd::band);
  if (last) append(stream, hex_bytes("bd3cbcbc"));
  ByteWriter out;
  out.text("\x1b[;" + std::string(size) + ";15.P");
  ufr2::put_hiscoa_parameters(out, carps);
  out.u8(last ? 0 : 1);
  out.u32le(static_cast<std::uint32_t>(stream.size()));
  out.bytes(stream);
  out.u8(0x80);
  return out.buffer;
}

Job carps_job() {
  Job job(true);
  job.packet(0x11, "00000000010000000000000000");
  job.packet(0x12, "0004001105"
                   "48656c6c6f")
      .packet(0x14, "00000000")
      .packet(0x17, "00000000");
  job.packet(0x18, "002e820000").packet(0x18, "085a02").packet(0x18, "082d01");
  job.data(
      as_bytes("\x1b%@\x1bP42;600;1J;ImgColor\x1b\\\x1b[11h\x1b[?7;600 I\x1b[20't\x1b[14;;;;;;p"
               "\x1b[?2h\x1b[2v\x1b[600;1;0;32;;64;0'c"));
  job.data(carps_strip("50;3", Buffer(24, std::byte{0x81}), 8, false));
  job.data(carps_strip("50;2", Buffer(16, std::byte{0x7e}), 8, true));
  job.packet(0x1a, "010c");
  job.data(as_bytes("\x1bP0J\x1b\\")).packet(0x1a, "01");
  job.packet(0x19, "").packet(0x16, "").packet(0x13, "00");
  return job;
}

TEST(Capture, TakesCarpsApart) {
  Kept kept;
  const Summary summary = read(carps_job().bytes, kept);
  EXPECT_EQ(summary.language, "CARPS");
  EXPECT_EQ(summary.faults, 0) << summary.first_fault.message();
  EXPECT_EQ(summary.pages, 1);
  EXPECT_EQ(summary.bands, 2);
  EXPECT_EQ(kept.told("attribute 085A"), "toner save: on (02)");
  EXPECT_EQ(kept.told("attribute 082D"), "image refinement: off (01)");
  EXPECT_EQ(kept.told(R"(escape "[v")"), R"(copies: "[2v")");
  EXPECT_EQ(kept.told(R"(escape "[.P")"), R"(strip: "[;50;3;15.P")");
  ASSERT_EQ(kept.pages.size(), 1U);
  EXPECT_EQ(kept.pages[0].width, 50);
  EXPECT_EQ(kept.pages[0].height, 5);
  Buffer rows(24, std::byte{0x81});
  rows.resize(40, std::byte{0x7e});
  EXPECT_EQ(kept.pages[0].rows, rows);
  EXPECT_TRUE(std::ranges::any_of(kept.entries, [](const Entry& entry) {
    return entry.key == "band end" &&
           entry.value.find("then an end of the page") != entry.value.npos;
  }));
}

TEST(Capture, ListsGroup4StripsAndGoesOnBehindThem) {
  Job job(true);
  job.data(as_bytes("\x1b[;50;3;16.Pabc")).data(as_bytes("\x1b\x0c")).packet(0x1a, "010c");
  job.data(as_bytes("\x1b[2v"));
  Kept kept;
  read(job.bytes, kept);
  EXPECT_EQ(kept.count("strip data"), 2U);
  EXPECT_EQ(kept.count("page end"), 1U);
  EXPECT_EQ(kept.told(R"(escape "[v")"), R"(copies: "[2v")");
}

TEST(Capture, NamesOtherLanguages) {
  const auto named = [](std::string_view text) {
    Kept kept;
    test::Source source(as_bytes(text));
    const auto summary = read_capture(source, kept);
    return summary ? summary->language : summary.error().what;
  };
  EXPECT_EQ(named("\x1b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE=PCLXL\r\n) HP-PCL XL;2;0\n"),
            "PCL XL");
  EXPECT_EQ(named("\x1b"
                  "E\x1b&l26A"),
            "PCL 5");
  EXPECT_EQ(named("%!PS-Adobe-3.0\n"), "PostScript");
  EXPECT_EQ(named("\x1b%-12345X@PJL ENTER LANGUAGE = LIPSLX\r\nwhat comes"), "LIPSLX");
  EXPECT_EQ(named("<?xml version=\"1.0\"?>"), "IVEC (XML)");
  EXPECT_THAT(named("nothing known"), HasSubstr("begins with 6E 6F 74 68"));
  EXPECT_THAT(named(""), HasSubstr("empty"));
}

TEST(Capture, TakesPacketsBehindPjl) {
  Buffer bytes;
  append(bytes, as_bytes("\x1b%-12345X@PJL SET X=1\r\n@PJL ENTER LANGUAGE=CPCA\r\n"));
  append(bytes, Job().packet(0x13, "00").bytes);
  Kept kept;
  const Summary summary = read(bytes, kept);
  EXPECT_EQ(summary.packets, 1);
  EXPECT_EQ(kept.count("PJL"), 2U);
}

} // namespace
} // namespace platen::capture
