#include "client/printer_options.h"

#include <gtest/gtest.h>

namespace platen::client {
namespace {

using platen::ipp::Message;

void add_words(const Message& message, const char* name, std::vector<const char*> words) {
  ippAddStrings(message.get(), IPP_TAG_PRINTER, IPP_TAG_KEYWORD, name,
                static_cast<int>(words.size()), nullptr, words.data());
}

std::vector<model::OptionInfo> options_of(const Message& message) {
  const auto records = platen::ipp::records_of(message, IPP_TAG_PRINTER);
  return records.empty() ? std::vector<model::OptionInfo>{} : printer_options(records[0]);
}

TEST(PrinterOptions, AreTheAttributesThatAJobMayHave) {
  Message message;
  add_words(message, "job-creation-attributes-supported",
            {"sides", "copies", "document-name", "job-name", "page-ranges", "nothing"});
  add_words(message, "sides-supported", {"one-sided", "two-sided-long-edge"});
  add_words(message, "sides-default", {"one-sided"});
  ippAddRange(message.get(), IPP_TAG_PRINTER, "copies-supported", 1, 99);
  ippAddBoolean(message.get(), IPP_TAG_PRINTER, "page-ranges-supported", 1);
  add_words(message, "document-name-supported", {"x"});
  const auto options = options_of(message);
  ASSERT_EQ(options.size(), 3U);
  EXPECT_EQ(options[0].name, "sides");
  EXPECT_EQ(options[0].default_value, "one-sided");
  EXPECT_EQ(options[0].values, (std::vector<std::string>{"one-sided", "two-sided-long-edge"}));
  EXPECT_EQ(options[1].form, "1..99");
  EXPECT_EQ(options[2].form, "RANGE[,RANGE]...");
  EXPECT_TRUE(options[2].values.empty());
}

TEST(PrinterOptions, TypeAndSourceOfThePaperAreAmongThem) {
  Message message;
  add_words(message, "job-creation-attributes-supported", {"media", "media-col"});
  add_words(message, "media-supported", {"iso_a4_210x297mm"});
  add_words(message, "media-col-supported", {"media-type", "media-source"});
  add_words(message, "media-type-supported", {"stationery", "transparency"});
  ipp_t* const usual = ippNew();
  ippAddString(usual, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "media-type", nullptr, "stationery");
  ippAddCollection(message.get(), IPP_TAG_PRINTER, "media-col-default", usual);
  ippDelete(usual);
  const auto options = options_of(message);
  ASSERT_EQ(options.size(), 3U);
  EXPECT_EQ(options[1].name, "media-type");
  EXPECT_EQ(options[1].default_value, "stationery");
  EXPECT_EQ(options[1].values.size(), 2U);
  EXPECT_EQ(options[2].name, "media-col");
}

TEST(PrinterOptions, AsJsonHaveValuesOrAForm) {
  const auto json = to_json({"copies", "copies", {}, "1..99", "1"});
  EXPECT_EQ(json.dump(), R"({"name":"copies","label":"copies","default":"1","form":"1..99"})");
}

} // namespace
} // namespace platen::client
