#include "intake/ipp/attribute_room.h"

#include <optional>

#include <gtest/gtest.h>

namespace platen::intake::ipp {
namespace {

constexpr std::size_t own = limits::ipp_free_bytes;

TEST(AttributeRoom, IsOneForAllBeyondWhatEachHasForItself) {
  AttributeRoom room(100);
  AttributeShare first(room), second(room);
  EXPECT_TRUE(first.hold(own + 60));
  EXPECT_TRUE(second.hold(own + 40));
  EXPECT_FALSE(first.hold(own + 61));
  AttributeShare third(room);
  EXPECT_TRUE(third.hold(own));
  EXPECT_FALSE(third.hold(own + 1));
}

TEST(AttributeRoom, ComesBackWithAMessageThatIsSmallerOrGone) {
  AttributeRoom room(100);
  std::optional<AttributeShare> first(std::in_place, room);
  AttributeShare second(room);
  EXPECT_TRUE(first->hold(own + 100));
  EXPECT_TRUE(first->hold(own + 30)); // what was beyond was the document
  EXPECT_TRUE(second.hold(own + 70));
  EXPECT_TRUE(first->hold(5));
  EXPECT_TRUE(second.hold(own + 100));
  EXPECT_FALSE(first->hold(own + 1));
  second.hold(0);
  EXPECT_TRUE(first->hold(own + 100));
  first.reset();
  EXPECT_TRUE(second.hold(own + 100));
}

TEST(AttributeRoom, ThatWasRefusedIsNotTaken) {
  AttributeRoom room(100);
  AttributeShare first(room), second(room);
  EXPECT_FALSE(first.hold(own + 101));
  EXPECT_TRUE(second.hold(own + 100));
}

} // namespace
} // namespace platen::intake::ipp
