#include "base/limits.h"
#include "wire/ipp/message.h"

#include <gtest/gtest.h>

namespace platen::ipp {
namespace {

Message request() {
  Message message(ippNewRequest(IPP_OP_GET_PRINTER_ATTRIBUTES));
  ippSetRequestId(message.get(), 77);
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr,
               "ipp://localhost/ipp/print");
  ippAddBoolean(message.get(), IPP_TAG_OPERATION, "my-jobs", 1);
  ippAddInteger(message.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 3);
  return message;
}

TEST(Message, ComesBackAsItWasEncoded) {
  const std::string bytes = request().encode();
  const auto back = Message::parse(as_bytes(bytes));
  ASSERT_TRUE(back.has_value()) << back.error().what;
  EXPECT_EQ(ippGetRequestId(back->get()), 77);
  EXPECT_EQ(back->text(IPP_TAG_OPERATION, "printer-uri"), "ipp://localhost/ipp/print");
  EXPECT_EQ(back->integer(IPP_TAG_JOB, "copies"), 3);
  EXPECT_EQ(back->boolean(IPP_TAG_OPERATION, "my-jobs"), true);
  EXPECT_EQ(back->encode(), bytes);
}

TEST(Message, GivesNothingForAnotherGroupOrType) {
  const Message message = request();
  EXPECT_EQ(message.integer(IPP_TAG_OPERATION, "copies"), std::nullopt);
  EXPECT_EQ(message.text(IPP_TAG_JOB, "copies"), std::nullopt);
  EXPECT_EQ(message.boolean(IPP_TAG_JOB, "copies"), std::nullopt);
  EXPECT_EQ(message.text(IPP_TAG_OPERATION, "nothing"), std::nullopt);
}

TEST(Message, IsRefusedCutShortAtEveryByte) {
  const std::string bytes = request().encode();
  for (std::size_t count = 0; count < bytes.size(); ++count)
    EXPECT_FALSE(Message::parse(as_bytes(bytes).first(count)).has_value()) << count;
  EXPECT_FALSE(Message::parse(as_bytes(bytes + "x")).has_value());
}

// Found by fuzzing: libcups reads such a collection, and crashes when it writes a copy of it.
TEST(Message, RefusesMembersWithoutNameOrValue) {
  const auto field = [](char tag, std::string_view name, std::string_view value) {
    std::string text(1, tag);
    for (const std::string_view part : {name, value}) {
      text += static_cast<char>(part.size() >> 8U);
      text += static_cast<char>(part.size() & 0xffU);
      text += part;
    }
    return text;
  };
  const auto message = [&](const std::string& members) {
    return std::string("\x02\x00\x00\x02\x00\x00\x00\x01\x02", 9) + field('\x34', "media-col", "") +
           members + field('\x37', "", "") + "\x03";
  };
  const std::string number(4, '\0');
  const std::string whole = field('\x4a', "", "x-dimension") + field('\x21', "", number);
  EXPECT_TRUE(Message::parse(as_bytes(message(whole))).has_value());
  EXPECT_TRUE(Message::parse(as_bytes(message(""))).has_value());
  for (const std::string& broken :
       {field('\x4a', "", number) + whole, field('\x4a', "", "x-dimension") + whole,
        whole + field('\x4a', "", "y-dimension"),
        field('\x4a', "", "") + field('\x21', "", number)})
    EXPECT_FALSE(Message::parse(as_bytes(message(broken))).has_value());
}

TEST(Message, RepliesWithTheVersionAndIdOfTheRequest) {
  const Message asked = request();
  ippSetVersion(asked.get(), 1, 1);
  const Message reply = Message::reply_to(asked, IPP_STATUS_OK_EVENTS_COMPLETE);
  int minor = 0;
  EXPECT_EQ(ippGetVersion(reply.get(), &minor), 1);
  EXPECT_EQ(minor, 1);
  EXPECT_EQ(ippGetRequestId(reply.get()), 77);
  EXPECT_EQ(ippGetStatusCode(reply.get()), IPP_STATUS_OK_EVENTS_COMPLETE);
  ipp_attribute_t* const first = ippFirstAttribute(reply.get());
  EXPECT_STREQ(ippGetName(first), "attributes-charset");
  EXPECT_STREQ(ippGetName(ippNextAttribute(reply.get())), "attributes-natural-language");
}

TEST(Message, AnswersInTheCharsetThatWasAskedFor) {
  Message asked(ippNew());
  ippAddString(asked.get(), IPP_TAG_OPERATION, IPP_TAG_CHARSET, "attributes-charset", nullptr,
               "us-ascii");
  const Message reply = Message::reply_to(asked, IPP_STATUS_OK);
  EXPECT_EQ(reply.text(IPP_TAG_OPERATION, "attributes-charset"), "us-ascii");
}

} // namespace
} // namespace platen::ipp
