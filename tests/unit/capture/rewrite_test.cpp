#include "capture/compare.h"
#include "capture/rewrite.h"
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

Result<Buffer> rewritten(Bytes bytes, ufr2::HiScoaMethod method) {
  test::Source source(bytes);
  BufferSink sink;
  TRY_VOID(rewrite_capture(source, sink, method));
  return std::move(sink.buffer);
}

Kept read(Bytes bytes) {
  Kept kept;
  test::Source source(bytes);
  const auto summary = read_capture(source, kept);
  EXPECT_TRUE(summary && summary->faults == 0);
  return kept;
}

TEST(RewriteCapture, ChangesTheBandsStreamsAlone) {
  const Buffer before = test::lbp6030_job(test::tagged_page()).bytes;
  const auto after = rewritten(before, ufr2::HiScoaMethod::literal);
  ASSERT_TRUE(after.has_value()) << after.error().message();
  EXPECT_NE(*after, before);
  const Kept first = read(before), second = read(*after);
  ASSERT_EQ(second.pages.size(), 1U);
  EXPECT_EQ(second.pages[0].rows, first.pages[0].rows);
  Collected one({.all = true}), other({.all = true});
  for (const Entry& entry : first.entries)
    ASSERT_TRUE(one.entry(entry));
  for (const Entry& entry : second.entries)
    ASSERT_TRUE(other.entry(entry));
  const auto found = compare(one.entries(), other.entries());
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(found->empty());
}

TEST(RewriteCapture, GivesTheSameJobWhereTheBandsArePackedAlike) {
  Buffer document;
  append(document, hex_bytes("61 e68002"));
  append(document, test::band(64, 0, test::numbered_rows(0, 32), 16, true));
  const Buffer before = Job().data(document, 60000).bytes;
  EXPECT_EQ(*rewritten(before, ufr2::HiScoaMethod::full), before);
}

TEST(RewriteCapture, KeepsTheWordBehindAPagesLastBand) {
  const Buffer stream = hex_bytes("bebd7cbc bcbcbcbc bd3cbcbc");
  Buffer document = hex_bytes("61 e68001 62 e385 0008 0001 9d 001a 0309060100005000 00 0c000000");
  append(document, stream);
  append(document, hex_bytes("80"));
  const auto after = rewritten(Job().data(document).bytes, ufr2::HiScoaMethod::full);
  ASSERT_TRUE(after.has_value()) << after.error().message();
  const Kept kept = read(*after);
  EXPECT_EQ(kept.told("band end"), ": end of the band, then an end of the page");
  EXPECT_EQ(kept.told("band length"), "stated, against the bytes of the stream: +0");
}

TEST(RewriteCapture, MakesLongDataOfWhatDoesNotFitTwoBytes) {
  Buffer rows(std::size_t{1100} * 64); // noise: a literal takes half a byte more
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i] = static_cast<std::byte>((i * 2654435761U >> 13 & 0xff) | 1);
  Buffer document = hex_bytes("61 e68001 62 e385 2260 0040 e8a5 0000 0000 d7 88 00000000 9e ");
  const Buffer whole =
      ufr2::make_slim_record(test::lbp6030, false,
                             ufr2::encode_hiscoa(rows, 1100, test::lbp6030,
                                                 ufr2::HiScoaMethod::full, ufr2::HiScoaEnd::page));
  ByteWriter length;
  length.u32be(static_cast<std::uint32_t>(whole.size()));
  append(document, length.buffer);
  append(document, whole);
  const auto after = rewritten(Job().data(document, 4000).bytes, ufr2::HiScoaMethod::literal);
  ASSERT_TRUE(after.has_value()) << after.error().message();
  const Kept kept = read(*after);
  ASSERT_EQ(kept.pages.size(), 1U);
  EXPECT_EQ(kept.pages[0].rows, rows);
  for (const Entry& entry : kept.entries)
    EXPECT_TRUE(entry.depth > 0 || entry.bytes <= 4001U + 20U);
}

TEST(RewriteCapture, RefusesWhatItDoesNotUnderstand) {
  const auto refused = [](Bytes bytes) {
    const auto done = rewritten(bytes, ufr2::HiScoaMethod::full);
    return done ? "it was written" : done.error().what;
  };
  EXPECT_THAT(refused(hex_bytes("00")), HasSubstr("no packet"));
  EXPECT_THAT(refused(Job().packet(0x13, "00").bytes), HasSubstr("no band"));
  EXPECT_THAT(refused(Job(true).data(as_bytes("\x1b[v")).bytes), HasSubstr("CARPS"));
  EXPECT_THAT(refused(Job().data(hex_bytes("c187")).bytes), HasSubstr("unknown type 87"));
  EXPECT_THAT(refused(Job().data(hex_bytes("9d 0003 010203")).bytes), HasSubstr("too short"));
  EXPECT_THAT(refused(Job().data(hex_bytes("9e ffffffff")).bytes), HasSubstr("too long"));
  EXPECT_THAT(refused(Job().data(hex_bytes("9d 0003 01")).bytes), HasSubstr("ends within a tag"));
  Buffer cut = Job().packet(0x13, "00").bytes;
  cut.pop_back();
  EXPECT_THAT(refused(cut), HasSubstr("within a packet"));
}

} // namespace
} // namespace platen::capture
