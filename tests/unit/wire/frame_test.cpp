#include "base/limits.h"
#include "wire/ipp/message.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::ipp {
namespace {

using namespace std::string_literals;

const std::string header = "\x02\x00\x00\x0b\x00\x00\x00\x01"s;

std::string field(std::string_view text) {
  return std::string{static_cast<char>(text.size() >> 8U), static_cast<char>(text.size())} +
         std::string(text);
}
std::string value(char tag, std::string_view name, std::string_view content) {
  return tag + field(name) + field(content);
}

const std::string small = header + "\x01" + value(0x47, "attributes-charset", "utf-8") +
                          value(0x48, "attributes-natural-language", "en") + "\x03";

TEST(Frame, EndsWithTheEndOfAttributes) {
  Frame frame;
  const auto end = frame.find_end(as_bytes(small + "%PDF-1.7"), limits::ipp_bytes);
  ASSERT_TRUE(end && *end);
  EXPECT_EQ(**end, small.size());
}

TEST(Frame, FindsTheSameEndByteByByte) {
  Frame frame;
  for (std::size_t arrived = 0; arrived < small.size(); ++arrived) {
    const auto end = frame.find_end(as_bytes(small).first(arrived), limits::ipp_bytes);
    ASSERT_TRUE(end.has_value());
    EXPECT_FALSE(end->has_value()) << arrived;
  }
  const auto end = frame.find_end(as_bytes(small), limits::ipp_bytes);
  ASSERT_TRUE(end && *end);
  EXPECT_EQ(**end, small.size());
}

TEST(Frame, DoesNotTakeATagInsideAValueForTheEnd) {
  const std::string message = header + "\x01" + value(0x44, "x", std::string(3, '\x03')) + "\x03";
  Frame frame;
  const auto end = frame.find_end(as_bytes(message), limits::ipp_bytes);
  ASSERT_TRUE(end && *end);
  EXPECT_EQ(**end, message.size());
}

struct Broken {
  const char* what;
  std::string bytes;
  Errc code;
};

TEST(Frame, RefusesWhatNoMessageHas) {
  std::string nested, open = value(0x34, "a", "");
  for (int level = 0; level <= limits::ipp_nesting; ++level)
    nested += value(0x34, level == 0 ? "a" : "", "");
  const std::vector<Broken> cases{
      {"group zero", header + "\0"s, Errc::malformed},
      {"attribute without group", header + value(0x44, "x", "y"), Errc::malformed},
      {"negative name length", header + "\x01\x44\xff\xff"s, Errc::malformed},
      {"negative value length", header + "\x01\x44\x00\x01x\x80\x00"s, Errc::malformed},
      {"collections too deep", header + "\x01" + nested, Errc::limit},
      {"collection left open", header + "\x01" + open + "\x03", Errc::malformed},
      {"collection never begun", header + "\x01" + value(0x37, "", ""), Errc::malformed},
  };
  for (const Broken& broken : cases) {
    Frame frame;
    const auto end = frame.find_end(as_bytes(broken.bytes), limits::ipp_bytes);
    ASSERT_FALSE(end.has_value()) << broken.what;
    EXPECT_EQ(end.error().code, broken.code) << broken.what;
  }
}

TEST(Frame, GivesUpAtItsBound) {
  const std::string endless = header + "\x01" + value(0x44, "x", std::string(200, 'y'));
  Frame frame;
  const auto end = frame.find_end(as_bytes(endless), 100);
  ASSERT_FALSE(end.has_value());
  EXPECT_EQ(end.error().code, Errc::limit);
}

RC_GTEST_PROP(Frame, ReadsAnyBytesInAnyPiecesAlike, (std::string rest, std::size_t cut)) {
  const std::string bytes = header + "\x01" + rest;
  Frame whole, pieces;
  cut %= bytes.size() + 1;
  const auto first = pieces.find_end(as_bytes(bytes).first(cut), 4096);
  if (!first || *first) return; // already decided
  const auto in_two = pieces.find_end(as_bytes(bytes), 4096);
  const auto at_once = whole.find_end(as_bytes(bytes), 4096);
  RC_ASSERT(in_two.has_value() == at_once.has_value());
  if (in_two) RC_ASSERT(*in_two == *at_once);
}

} // namespace
} // namespace platen::ipp
