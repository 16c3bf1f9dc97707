#include "base/bytes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen {
namespace {

RC_GTEST_PROP(Bytes, WhatIsWrittenIsReadBack, (std::uint16_t a, std::uint32_t b, std::uint64_t c)) {
  ByteWriter w;
  w.u16be(a);
  w.u16le(a);
  w.u32be(b);
  w.u32le(b);
  w.u64le(c);
  ByteReader r(w.buffer);
  RC_ASSERT(r.u16be().value() == a);
  RC_ASSERT(r.u16le().value() == a);
  RC_ASSERT(r.u32be().value() == b);
  RC_ASSERT(r.u32le().value() == b);
  RC_ASSERT(r.u64le().value() == c);
  RC_ASSERT(r.remaining() == 0u);
}

TEST(Bytes, AReadPastTheEndNamesTheOffsetAndTakesNothing) {
  const std::array<std::byte, 3> three{};
  ByteReader r(three, 100);
  ASSERT_TRUE(r.u8());
  const auto four = r.u32be();
  ASSERT_FALSE(four);
  EXPECT_EQ(four.error().code, Errc::malformed);
  EXPECT_EQ(four.error().offset, 101u);
  EXPECT_EQ(r.remaining(), 2u);
}

TEST(Bytes, AProductThatOverflowsIsALimitError) {
  EXPECT_EQ(checked_multiply(1u << 20, 1u << 20, "x").value(), std::size_t{1} << 40);
  EXPECT_EQ(checked_multiply(~std::size_t{0}, 2, "x").error().code, Errc::limit);
}

TEST(Error, AMessageIsOneLineWithoutControlCharacters) {
  const Error error{Errc::malformed, "bad\nname\x1b[2J", 7};
  EXPECT_EQ(error.message(), "bad name [2J (at byte 7)");
}

} // namespace
} // namespace platen
