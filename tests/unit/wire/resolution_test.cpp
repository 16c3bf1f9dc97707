#include "wire/ipp/message.h"
#include "wire/ipp/resolution.h"

#include <gtest/gtest.h>

namespace platen::ipp {
namespace {

ipp_attribute_t* add(const Message& message, ipp_res_t unit, int x, int y) {
  return ippAddResolution(message.get(), IPP_TAG_JOB, "printer-resolution", unit, x, y);
}

TEST(Resolution, IsReadInItsOwnUnit) {
  const Message message;
  EXPECT_EQ(resolution(add(message, IPP_RES_PER_INCH, 600, 300), 0), (Resolution{600, 300, true}));
  EXPECT_EQ(resolution(add(message, IPP_RES_PER_CM, 236, 236), 0), (Resolution{236, 236, false}));
}

// A printer or a client may send any octet there.
TEST(Resolution, WithAUnitThatIsNoneIsNothing) {
  const Message message;
  add(message, IPP_RES_PER_INCH, 600, 600);
  std::string bytes = message.encode();
  bytes[bytes.size() - 2] = '\xc8'; // the last octet but end-of-attributes
  const auto sent = Message::parse(as_bytes(bytes));
  ASSERT_TRUE(sent) << sent.error().what;
  ipp_attribute_t* const attribute =
      ippFindAttribute(sent->get(), "printer-resolution", IPP_TAG_RESOLUTION);
  ASSERT_NE(attribute, nullptr);
  EXPECT_FALSE(resolution(attribute, 0));
}

TEST(Resolution, OfAnotherSyntaxIsNothing) {
  const Message message;
  EXPECT_FALSE(
      resolution(ippAddInteger(message.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 2), 0));
}

} // namespace
} // namespace platen::ipp
