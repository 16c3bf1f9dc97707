#include "job.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

// Captures that lie about lengths, break off, go round in circles or ask for memory.
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

std::string first_fault(Bytes bytes) {
  Kept kept;
  return read(bytes, kept).first_fault.what;
}

TEST(HostileCapture, EndsWithinAHeader) {
  EXPECT_THAT(first_fault(hex_bytes("cdca10")), HasSubstr("ends within the header"));
}

TEST(HostileCapture, EndsWithinAPacket) {
  Buffer bytes = Job().packet(0x15, "08b302").bytes;
  bytes.resize(bytes.size() - 1);
  EXPECT_THAT(first_fault(bytes), HasSubstr("ends 1 bytes before the packet does"));
}

TEST(HostileCapture, GoesOnAtTheNextPacket) {
  Buffer bytes = Job().packet(0x15, "08b302").bytes;
  append(bytes, Buffer(300'000, std::byte{0xcd}));
  append(bytes, Job().packet(0x13, "00").bytes);
  Kept kept;
  const Summary summary = read(bytes, kept);
  EXPECT_EQ(summary.packets, 2);
  EXPECT_GT(summary.faults, 0);
  EXPECT_EQ(summary.first_fault.offset, 23U);
}

TEST(HostileCapture, ListsWithGiantLengths) {
  EXPECT_THAT(first_fault(Job().packet(0x6b, "ffff 0004 ffff 00").bytes),
              HasSubstr("65535 bytes expected, 1 left"));
  EXPECT_THAT(first_fault(Job().packet(0x15, "08").bytes), HasSubstr("2 bytes expected"));
}

TEST(HostileCapture, BandsWithGiantSizes) {
  // 65,535 x 65,535 pixels of two bits: 1 GB.
  const Buffer giant = hex_bytes("61 e68002 62 e385 ffff ffff e8a5 0000 0000 9d 0012"
                                 "0309060100005000 00 08000000 bebd7cbc 80");
  EXPECT_THAT(first_fault(Job().data(giant).bytes), HasSubstr("the most is"));
  // A row far beyond what a page may have.
  Buffer far =
      hex_bytes("61 e68001 62 e385 ffff 0001 e8a5 0000 7fff 9d 0012 0309060100005000 00 08000000");
  append(far, hex_bytes("bebd7cbc 80"));
  Kept kept;
  EXPECT_GT(read(Job().data(far).bytes, kept).faults, 0);
  EXPECT_TRUE(kept.pages.empty());
}

TEST(HostileCapture, DataLongerThanAnyBand) {
  Buffer bytes = hex_bytes("01 9e ffffffff");
  bytes.resize(5000, std::byte{0x62});
  Kept kept;
  const Summary summary = read(Job().data(bytes).bytes, kept);
  EXPECT_EQ(summary.faults, 2);
  EXPECT_THAT(summary.first_fault.what, HasSubstr("data of 4294967295 bytes"));
  EXPECT_THAT(kept.entries.back().name, HasSubstr("bytes before its item does"));
}

TEST(HostileCapture, DataInMorePiecesThanADriverMakes) {
  Buffer bytes = hex_bytes("9e 00100000"); // of a mebibyte, a byte a packet
  bytes.resize(70'000, std::byte{0x01});
  Kept kept;
  const Summary summary = read(Job().data(bytes, 1).bytes, kept);
  EXPECT_EQ(summary.packets, 70'000);
  EXPECT_THAT(summary.first_fault.what, HasSubstr("too large to be taken apart"));
}

TEST(HostileCapture, AStripLongerThanAny) {
  Buffer strip;
  append(strip, as_bytes("\x1b[;50;3;15.P"));
  append(strip, hex_bytes("0102040800005000 00 ffffffff"));
  EXPECT_THAT(first_fault(Job(true).data(strip).bytes), HasSubstr("a strip of 4294967295 bytes"));
}

TEST(HostileCapture, UnknownTagsArePassedOverUpToTheNextBand) {
  Buffer bytes = hex_bytes("01 c1ff 00010203");
  const Buffer page = test::tagged_page();
  append(bytes, page);
  for (const std::size_t most : {std::size_t{1}, std::size_t{7}, std::size_t{4000}}) {
    Kept kept;
    const Summary summary = read(Job().data(bytes, most).bytes, kept);
    EXPECT_EQ(summary.faults, 1);
    EXPECT_EQ(summary.bands, 2) << most;
    EXPECT_GT(kept.count("unknown"), 0U);
  }
}

TEST(HostileCapture, EscapesWithoutAnEnd) {
  Buffer bytes;
  append(bytes, as_bytes("\x1b["));
  bytes.resize(20'000, std::byte{'1'});
  EXPECT_THAT(first_fault(Job(true).data(bytes).bytes), HasSubstr("an escape without an end"));
}

TEST(HostileCapture, PacketsWithoutAByte) {
  Job job;
  for (int i = 0; i < 10'000; ++i)
    job.packet(0x1a, "");
  Kept kept;
  const Summary summary = read(job.bytes, kept);
  EXPECT_EQ(summary.packets, 10'000);
  EXPECT_EQ(summary.faults, 10'000);
}

RC_GTEST_PROP(HostileCapture, EndsWhateverIsChanged, ()) {
  const bool bare = *rc::gen::arbitrary<bool>();
  Buffer bytes = bare ? test::tagged_page() : test::lbp6030_job(test::tagged_page()).bytes;
  for (int changes = *rc::gen::inRange(0, 6); changes > 0; --changes)
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] =
        static_cast<std::byte>(*rc::gen::arbitrary<std::uint8_t>());
  bytes.resize(*rc::gen::inRange<std::size_t>(1, bytes.size() + 1));
  Kept kept;
  test::Source source(bytes, *rc::gen::inRange<std::size_t>(1, 600));
  const auto summary = read_capture(source, kept);
  if (!summary) {
    RC_ASSERT(!summary.error().what.empty());
    return;
  }
  RC_ASSERT((summary->faults > 0) == !summary->first_fault.what.empty());
  for (const Entry& entry : kept.entries)
    RC_ASSERT(entry.offset <= bytes.size());
}

} // namespace
} // namespace platen::capture
