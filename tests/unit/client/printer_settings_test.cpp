#include "client/printer_settings.h"
#include "client/request.h"

#include <gtest/gtest.h>

namespace platen::client {
namespace {

using platen::ipp::Message;

struct Sent {
  ipp_tag_t tag;
  std::string value;
};

Sent sent(const std::string& name, const std::string& value) {
  Message request;
  const auto added = add_printer_setting(request, name, value);
  EXPECT_TRUE(added) << name << "=" << value;
  ipp_attribute_t* const found =
      ippFindAttribute(request.get(), (name + "-default").c_str(), IPP_TAG_ZERO);
  return {ippGetValueTag(found), found == nullptr ? "" : value_text(found, 0)};
}

TEST(PrinterSettings, KeepATextAsItIs) {
  for (const char* const name : {"page-footer", "canon-page-footer", "watermark", "stamp"})
    for (const char* const text :
         {"{page} of {pages}", "{title}||{page} of {pages}", "{user}", "true", "4", "a, b"}) {
      const Sent one = sent(name, text);
      EXPECT_EQ(one.tag, IPP_TAG_NAME) << name;
      EXPECT_EQ(one.value, text) << name;
    }
}

TEST(PrinterSettings, AreSentInTheirOwnSyntax) {
  EXPECT_EQ(sent("sides", "two-sided-long-edge").tag, IPP_TAG_KEYWORD);
  EXPECT_EQ(sent("number-up", "2").tag, IPP_TAG_INTEGER);
  EXPECT_EQ(sent("print-quality", "high").tag, IPP_TAG_ENUM);
  EXPECT_EQ(sent("toner-save", "on").tag, IPP_TAG_KEYWORD);
  EXPECT_EQ(sent("media-col", "{media-type=stationery}").tag, IPP_TAG_BEGIN_COLLECTION);
}

} // namespace
} // namespace platen::client
