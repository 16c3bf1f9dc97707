#include "ufr2_support.h"
#include "wire/ufr2/cpca.h"
#include "wire/ufr2/slim_record.h"
#include "wire/ufr2/tags.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace platen::ufr2 {
namespace {

using test::bytes_of;
using test::hex;
using ::testing::HasSubstr;

TEST(Cpca, ReadsTheHeaderOfUfr2LtAndOfCarps) {
  const Buffer lt = hex("cdca1000 001a 0000 1234 ffff0000 000000000000");
  const auto header = read_cpca_header(Bytes(lt).first<cpca_header_bytes>());
  ASSERT_TRUE(header);
  EXPECT_EQ(header->kind, 0);
  EXPECT_EQ(header->command, 0x1a);
  EXPECT_EQ(header->sequence, 0);
  EXPECT_EQ(header->length, 0x1234);
  EXPECT_EQ(Buffer(header->user.begin(), header->user.end()), hex("ffff0000"));
  const Buffer carps = hex("cdca1002 001a 0001 0002 00000000 000000000000");
  EXPECT_EQ(read_cpca_header(Bytes(carps).first<cpca_header_bytes>())->kind, 2);
  const Buffer other = hex("cdcb1002 001a 0001 0002 00000000 000000000000");
  EXPECT_FALSE(read_cpca_header(Bytes(other).first<cpca_header_bytes>()));
}

RC_GTEST_PROP(Cpca, ReadsWhatItWrites, (std::uint16_t command, std::uint16_t sequence)) {
  CpcaHeader header;
  header.kind = *rc::gen::arbitrary<std::uint8_t>();
  header.command = command;
  header.sequence = sequence;
  for (std::byte& b : header.user)
    b = static_cast<std::byte>(*rc::gen::inRange(0, 256));
  const Buffer payload(*rc::gen::inRange<std::size_t>(0, cpca_longest_payload + 1), std::byte{7});
  ByteWriter out;
  put_cpca_packet(out, header, payload);
  header.length = static_cast<std::uint16_t>(payload.size());
  RC_ASSERT(read_cpca_header(Bytes(out.buffer).first<cpca_header_bytes>()) == header);
  RC_ASSERT(out.buffer.size() == cpca_header_bytes + payload.size());
}

TEST(Cpca, ReadsTheListOfAJobStart) {
  std::vector<CpcaAttribute> list;
  const Buffer payload = hex("0002 00f0 0001 01 0004 0005 03f2 02 4869");
  ASSERT_TRUE(read_cpca_records(payload, list));
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].id, 0xf0);
  EXPECT_EQ(list[1].id, 4);
  EXPECT_EQ(list[1].at, 11U);
  EXPECT_EQ(Buffer(list[1].value.begin(), list[1].value.end()), hex("03f2024869"));
}

TEST(Cpca, TrustsNoLengthOfAList) {
  const auto faulty = [](std::string_view text, std::size_t kept) {
    std::vector<CpcaAttribute> list;
    const Buffer payload = hex(text);
    const auto read = read_cpca_records(payload, list);
    EXPECT_EQ(list.size(), kept) << text;
    return read ? "it was taken" : read.error().what;
  };
  EXPECT_THAT(faulty("", 0), HasSubstr("2 bytes expected, 0 left"));
  EXPECT_THAT(faulty("ffff 00f0 0001 01", 1), HasSubstr("2 bytes expected, 0 left"));
  EXPECT_THAT(faulty("0001 00f0 ffff 01", 0), HasSubstr("65535 bytes expected, 1 left"));
  EXPECT_THAT(faulty("0001 00f0 0001 01 02", 1), HasSubstr("1 bytes behind the 1 records"));
  EXPECT_FALSE(read_cpca_attribute(bytes_of({7})));
}

Tag whole(std::string_view text) {
  const auto tag = read_tag(hex(text));
  EXPECT_TRUE(tag && *tag) << text;
  return tag && *tag ? **tag : Tag{};
}

TEST(Tags, ReadsEachForm) {
  EXPECT_EQ(whole("01 c1").kind, TagKind::control);
  const Tag version = whole("c1 85 1000 1089");
  EXPECT_EQ(version.kind, TagKind::attribute);
  EXPECT_EQ(version.values, 2U);
  EXPECT_EQ(version.value[0], 0x1000);
  EXPECT_EQ(version.value[1], 0x1089);
  EXPECT_EQ(version.bytes, 6U);
  EXPECT_EQ(whole("c3 0b").value[0], 0x0b);
  EXPECT_EQ(whole("c3 0b").bytes, 2U);
  EXPECT_EQ(whole("dd 80 c8").value[0], 0xc8);
  EXPECT_EQ(whole("d8 84 0258").value[0], 600);
  EXPECT_EQ(whole("d7 88 00010000").value[0], 65536);
  EXPECT_EQ(whole("ca a1 ff 01").value[0], -1);
  EXPECT_EQ(whole("ca a1 ff 01").value[1], 1);
  EXPECT_EQ(whole("e8 a5 fffe 0040").value[0], -2);
  EXPECT_EQ(whole("e8 a5 fffe 0040").value[1], 64);
  EXPECT_EQ(whole("9d 0004 01020304").kind, TagKind::data);
  EXPECT_EQ(whole("9d 0004 01020304").value[0], 4);
  EXPECT_EQ(whole("9d 0004 01020304").bytes, 3U);
  EXPECT_EQ(whole("9e ffffffff").value[0], 0xffffffff);
}

TEST(Tags, WaitForTheirEndAndRefuseUnknownForms) {
  for (const char* const text : {"", "c1", "c1 85", "c1 85 10 00 10", "9d 00", "9e 00 00 00"}) {
    const auto tag = read_tag(hex(text));
    EXPECT_TRUE(tag && !*tag) << text;
  }
  EXPECT_THAT(read_tag(hex("80")).error().what, HasSubstr("unknown kind 80"));
  EXPECT_THAT(read_tag(hex("c1 87 00")).error().what, HasSubstr("unknown type 87"));
  EXPECT_THAT(read_tag(hex("c1 8c 00")).error().what, HasSubstr("unknown type 8C"));
}

TEST(SlimRecord, ReadsTheFormsOfLbp6030AndCarps) {
  const Buffer lt = hex("0309060100005000 01 08000000 bebd7cbc 80");
  const auto record = read_slim_record(lt);
  ASSERT_TRUE(record) << record.error().message();
  EXPECT_EQ(record->header.parameters.step0, 6);
  EXPECT_EQ(record->header.more, 1);
  EXPECT_EQ(record->header.stated, 8U);
  EXPECT_EQ(Buffer(record->stream.begin(), record->stream.end()), hex("bebd7cbc"));
  EXPECT_EQ(make_slim_record(record->header.parameters, true, record->stream), lt);
  const Buffer carps = hex("0102040800005000 00 34120000");
  EXPECT_EQ(read_slim_header(Bytes(carps).first<slim_header_bytes>()).stated, 0x1234U);
  EXPECT_THAT(read_slim_record(hex("0309060100005000 01 08000000")).error().what,
              HasSubstr("too short"));
  EXPECT_THAT(read_slim_record(hex("0309060100005000 01 08000000 bebd7cbc")).error().what,
              HasSubstr("does not end with 80"));
}

} // namespace
} // namespace platen::ufr2
