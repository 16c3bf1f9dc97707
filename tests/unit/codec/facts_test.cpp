#include "codec/exif_facts.h"
#include "codec/iptc.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::codec {
namespace {

struct Field {
  std::uint16_t tag = 0, type = 0;
  std::uint32_t count = 0;
  std::string value; // as it lies behind the directory, or in the entry
};

std::string u16(std::uint16_t v) {
  return {static_cast<char>(v >> 8), static_cast<char>(v & 0xff)};
}
std::string u32(std::uint32_t v) {
  return u16(static_cast<std::uint16_t>(v >> 16)) + u16(static_cast<std::uint16_t>(v));
}
Field text(std::uint16_t tag, const std::string& words) {
  return {tag, 2, static_cast<std::uint32_t>(words.size() + 1), words + '\0'};
}
Field rational(std::uint16_t tag, std::uint32_t above, std::uint32_t below) {
  return {tag, 5, 1, u32(above) + u32(below)};
}

// One directory at `at`, its long values behind it.
std::string directory(std::uint32_t at, const std::vector<Field>& fields) {
  std::string entries = u16(static_cast<std::uint16_t>(fields.size())), values;
  const auto behind = at + 2 + 12 * static_cast<std::uint32_t>(fields.size()) + 4;
  for (const Field& field : fields) {
    entries += u16(field.tag) + u16(field.type) + u32(field.count);
    if (field.value.size() <= 4) {
      entries += field.value + std::string(4 - field.value.size(), '\0');
    } else {
      entries += u32(behind + static_cast<std::uint32_t>(values.size()));
      values += field.value;
    }
  }
  return entries + u32(0) + values;
}

std::string exif(const std::vector<Field>& main, const std::vector<Field>& sub) {
  std::vector<Field> fields = main;
  fields.push_back({0x8769, 4, 1, u32(0)});
  const auto sub_at = static_cast<std::uint32_t>(8 + directory(8, fields).size());
  fields.back().value = u32(sub_at);
  return std::string("MM\0*", 4) + u32(8) + directory(8, fields) + directory(sub_at, sub);
}

TEST(ExifFacts, AreReadFromBothDirectories) {
  const std::string block = exif({text(0x010e, "Evening"), text(0x010f, "Canon"),
                                  text(0x0110, "Canon EOS R5"), text(0x8298, "(c) A. Nother")},
                                 {rational(0x829a, 1, 250),
                                  rational(0x829d, 56, 10),
                                  {0x8827, 3, 1, u16(200)},
                                  rational(0x920a, 85, 1),
                                  text(0x9003, "2024:05:17 19:20:21")});
  const PictureFacts facts = read_exif_facts(as_bytes(block));
  EXPECT_EQ(facts.title, "Evening");
  EXPECT_EQ(facts.camera, "Canon EOS R5");
  EXPECT_EQ(facts.copyright, "(c) A. Nother");
  EXPECT_EQ(facts.date, "2024-05-17");
  EXPECT_EQ(facts.exposure, "1/250 s, f/5.6, ISO 200, 85 mm");
}

TEST(ExifFacts, ShortExposuresAndLongLensesAreWholeNumbers) {
  const auto exposure = [](std::uint32_t above, std::uint32_t below, std::uint32_t mm) {
    return read_exif_facts(
               as_bytes(exif({}, {rational(0x829a, above, below), rational(0x920a, mm, 1)})))
        .exposure;
  };
  EXPECT_EQ(exposure(1, 16'000, 1'200), "1/16000 s, 1200 mm");
  EXPECT_EQ(exposure(1, 32'000, 35), "1/32000 s, 35 mm");
  EXPECT_EQ(exposure(1, 8'000, 35), "1/8000 s, 35 mm");
  EXPECT_EQ(exposure(12'345, 1, 35), "12345 s, 35 mm");
  EXPECT_EQ(exposure(5, 2, 35), "2.5 s, 35 mm");
}

TEST(ExifFacts, ALongTextIsNotTakenForAnotherEncodingWhereItIsCut) {
  std::string title = "x";
  while (title.size() < 5'000)
    title += "\xc3\xa9";
  EXPECT_TRUE(read_exif_facts(as_bytes(exif({text(0x010e, title)}, {})))
                  .title.starts_with("x\xc3\xa9\xc3\xa9"));
}

RC_GTEST_PROP(ExifFacts, CutOrForeignBytesGiveTextOfOneLineAtMost, (const std::string& tail)) {
  std::string block =
      exif({text(0x010e, "Evening"), text(0x010f, "Maker")}, {text(0x9003, "2024:05:17")});
  block.resize(*rc::gen::inRange<std::size_t>(0, block.size()));
  const PictureFacts facts = read_exif_facts(as_bytes(block + tail));
  for (const std::string& one :
       {facts.title, facts.date, facts.camera, facts.exposure, facts.copyright}) {
    RC_ASSERT(one.find('\n') == one.npos);
    RC_ASSERT(one.size() <= 4 * 200 + 1u);
  }
}

TEST(FactText, IsUtf8OrElseLatin1InOneLine) {
  EXPECT_EQ(fact_text("  caf\xc3\xa9 \n"), "caf\xc3\xa9");
  EXPECT_EQ(fact_text("caf\xe9"), "caf\xc3\xa9");
  EXPECT_EQ(fact_text(std::string_view("a\0b", 3)), "a");
  EXPECT_EQ(fact_text("a\x1b[2Jb"), "a [2Jb");
  EXPECT_EQ(fact_text(std::string(500, 'x')).size(), 200u);
  EXPECT_EQ(fact_text(""), "");
}

TEST(FactDate, KnowsBothSpellings) {
  EXPECT_EQ(fact_date("2024:05:17 10:20:30"), "2024-05-17");
  EXPECT_EQ(fact_date("20240517"), "2024-05-17");
  EXPECT_EQ(fact_date("0000:00:00 00:00:00"), "");
  EXPECT_EQ(fact_date("yesterday"), "");
}

std::string dataset(std::uint8_t number, const std::string& value) {
  return std::string{'\x1c', '\x02', static_cast<char>(number)} +
         u16(static_cast<std::uint16_t>(value.size())) + value;
}

TEST(Iptc, IsFoundAmongPhotoshopsResources) {
  const std::string record = dataset(5, "Title") + dataset(116, "(c)") + dataset(55, "20230102");
  const std::string resources = "8BIM" + u16(0x03ed) + std::string("\3abc", 4) + u32(3) + "xyz" +
                                '\0' + "8BIM" + u16(0x0404) + std::string(2, '\0') +
                                u32(static_cast<std::uint32_t>(record.size())) + record;
  const PictureFacts facts = read_iptc(photoshop_iptc(as_bytes(resources)));
  EXPECT_EQ(facts.title, "Title");
  EXPECT_EQ(facts.copyright, "(c)");
  EXPECT_EQ(facts.date, "2023-01-02");
  for (std::size_t cut = 0; cut < resources.size(); ++cut)
    EXPECT_LE(read_iptc(photoshop_iptc(as_bytes(resources).first(cut))).title.size(), 5u);
}

TEST(Iptc, TakesTheCaptionWhereThereIsNoTitle) {
  EXPECT_EQ(read_iptc(as_bytes(dataset(120, "A caption"))).title, "A caption");
}

} // namespace
} // namespace platen::codec
