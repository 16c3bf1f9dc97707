#include "intake/ipp/encoded.h"

#include <gtest/gtest.h>

namespace platen::intake::ipp {
namespace {

using platen::ipp::Message;

Message sample() {
  Message message;
  ippSetRequestId(message.get(), 1);
  ippAddString(message.get(), IPP_TAG_PRINTER, IPP_TAG_NAME, "printer-name", nullptr, "x\xc3\xbcy");
  ipp_t* const inner = ippNew();
  ippAddString(inner, IPP_TAG_ZERO, IPP_TAG_TEXT, "media-info", nullptr, "\xc3\xa9");
  ippAddInteger(inner, IPP_TAG_ZERO, IPP_TAG_INTEGER, "media-top-margin", 3);
  ippAddCollection(message.get(), IPP_TAG_PRINTER, "media-col-default", inner);
  ippDelete(inner);
  const int numbers[]{1, 2, 3};
  ippAddIntegers(message.get(), IPP_TAG_PRINTER, IPP_TAG_ENUM, "finishings-supported", 3, numbers);
  return message;
}

TEST(EncodedAttributes, ComeOutAsTheyWentIn) {
  const Message message = sample();
  const auto pieces = split_attributes(message);
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(pieces[1].name, "media-col-default");
  Message beginning;
  ippSetRequestId(beginning.get(), 1);
  EncodedReply again(beginning);
  again.begin_group(IPP_TAG_PRINTER);
  for (const EncodedAttribute& piece : pieces)
    again.add(piece);
  EXPECT_EQ(std::move(again).finish(), message.encode());
}

TEST(EncodedAttributes, AreSharedWhenOnlyTheSameHeaderIsWanted) {
  const auto bytes = std::make_shared<const std::string>(sample().encode());
  const Message same = sample(), other = sample();
  ippSetRequestId(other.get(), 2);
  EXPECT_EQ(with_header_of(same, bytes), bytes);
  const auto changed = with_header_of(other, bytes);
  EXPECT_NE(changed, bytes);
  const auto parsed = Message::parse(as_bytes(*changed));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(ippGetRequestId(parsed->get()), 2);
}

TEST(EncodedAttributes, LoseWhatIsNotAsciiInTextsAlone) {
  std::string bytes = sample().encode();
  make_ascii(bytes);
  const auto parsed = Message::parse(as_bytes(bytes));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->text(IPP_TAG_PRINTER, "printer-name"), "x??y");
  ipp_t* const inner = ippGetCollection(
      ippFindAttribute(parsed->get(), "media-col-default", IPP_TAG_BEGIN_COLLECTION), 0);
  EXPECT_STREQ(ippGetString(ippFindAttribute(inner, "media-info", IPP_TAG_TEXT), 0, nullptr), "??");
}

} // namespace
} // namespace platen::intake::ipp
