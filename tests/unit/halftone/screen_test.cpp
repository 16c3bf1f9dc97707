#include "halftone/screen.h"
#include "halftone/thresholds.h"

#include <bit>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace platen::halftone {
namespace {

struct Kind {
  ScreenKind kind;
  int side; // of its tile
};
constexpr Kind kinds[] = {
    {ScreenKind::clustered, 128}, {ScreenKind::blue_noise, 128}, {ScreenKind::clustered_fine, 192}};

// One flat tile of a 16-bit gray value, screened.
std::vector<std::byte> screened(const pipeline::Stage& stage, std::uint16_t gray) {
  const int side = stage.input().height;
  RowBuffer in(side, side, stage.input().format), out(side, side, mask1);
  const RowRange all{0, side};
  for (int y = 0; y < side; ++y) {
    if (stage.input().format == gray16)
      for (auto& sample : in.band(all).samples<std::uint16_t>(y))
        sample = gray;
    else
      for (auto& sample : in.band(all).samples<std::uint8_t>(y))
        sample = static_cast<std::uint8_t>(gray / 257);
  }
  EXPECT_TRUE(stage.run(nullptr, in.band(all), out.band(all)).has_value());
  std::vector<std::byte> bits;
  for (int y = 0; y < side; ++y) {
    const auto row = out.band(all).row(y);
    bits.insert(bits.end(), row.begin(), row.end());
  }
  return bits;
}

int ink(const std::vector<std::byte>& bits) {
  int count = 0;
  for (const std::byte byte : bits)
    count += std::popcount(std::to_integer<unsigned>(byte));
  return count;
}

// Dots gain: the printer needs less ink than the picture asks for.
std::vector<std::uint16_t> lighter_curve() {
  std::vector<std::uint16_t> curve(256);
  for (std::size_t i = 0; i < 256; ++i)
    curve[i] = static_cast<std::uint16_t>(
        std::lround(65535 * std::pow(static_cast<double>(i) / 255, 1.5)));
  return curve;
}

TEST(Screen, LeavesBlackSolidAndWhiteBlankWithAnyCurve) {
  const std::vector<std::uint16_t> all_ink(256, 65535), no_ink(256, 0);
  for (const auto& [kind, side] : kinds)
    for (const ToneCurve curve : {ToneCurve{}, ToneCurve{all_ink}, ToneCurve{no_ink}})
      for (const PixelFormat format : {gray8, gray16}) {
        const auto stage = make_halftone({side, side, format}, kind, curve);
        EXPECT_EQ(ink(screened(*stage, 0)), side * side);
        EXPECT_EQ(ink(screened(*stage, 65535)), 0);
      }
}

TEST(Screen, GivesEachToneItsShareOfInk) {
  for (const auto& [kind, side] : kinds) {
    const auto stage8 = make_halftone({side, side, gray8}, kind);
    const auto stage16 = make_halftone({side, side, gray16}, kind);
    for (int gray = 0; gray < 256; ++gray) {
      const double wanted = 1.0 * side * side * (255 - gray) / 255.0;
      EXPECT_NEAR(ink(screened(*stage8, static_cast<std::uint16_t>(257 * gray))), wanted, 0.51);
    }
    for (int gray = 0; gray < 65536; gray += 257 + 41)
      EXPECT_NEAR(ink(screened(*stage16, static_cast<std::uint16_t>(gray))),
                  1.0 * side * side * (65535 - gray) / 65535.0, 0.51);
  }
}

TEST(Screen, FollowsTheToneCurve) {
  const auto curve = lighter_curve();
  for (const auto& [kind, side] : kinds) {
    const auto stage = make_halftone({side, side, gray8}, kind, curve);
    for (std::size_t gray = 0; gray < 256; gray += 5)
      EXPECT_NEAR(ink(screened(*stage, static_cast<std::uint16_t>(257 * gray))),
                  1.0 * side * side * curve[255 - gray] / 65535.0, 0.51);
  }
}

TEST(Screen, NeverGivesMoreInkForMoreGray) {
  std::vector<std::uint16_t> crooked = lighter_curve();
  for (std::size_t i = 40; i < 80; ++i)
    crooked[i] = 0; // a curve that falls counts as level
  for (const auto& [kind, side] : kinds)
    for (const ToneCurve curve : {ToneCurve{}, ToneCurve{crooked}}) {
      const auto stage = make_halftone({side, side, gray16}, kind, curve);
      auto before = screened(*stage, 0);
      for (int gray = 0; gray < 65536; gray += 499) {
        const auto now = screened(*stage, static_cast<std::uint16_t>(gray));
        for (std::size_t i = 0; i < now.size(); ++i)
          ASSERT_EQ(now[i] & ~before[i], std::byte{0});
        before = now;
      }
    }
}

TEST(Screen, GivesTheSameBitsForBothDepths) {
  const auto curve = lighter_curve();
  for (const auto& [kind, side] : kinds) {
    const auto stage8 = make_halftone({side, side, gray8}, kind, curve);
    const auto stage16 = make_halftone({side, side, gray16}, kind, curve);
    for (int gray = 0; gray < 256; ++gray) {
      const auto value = static_cast<std::uint16_t>(257 * gray);
      ASSERT_EQ(screened(*stage8, value), screened(*stage16, value)) << gray;
    }
  }
}

TEST(Screen, OffersItsThresholdsToOthers) {
  for (const auto& [kind, side] : kinds) {
    const Screen screen = make_screen(kind);
    ASSERT_EQ(screen.width, side);
    ASSERT_EQ(screen.height, side);
    const auto stage = make_halftone({side, side, gray8}, kind);
    for (int gray = 0; gray < 256; ++gray) {
      const auto bits = screened(*stage, static_cast<std::uint16_t>(257 * gray));
      for (std::size_t i = 0; i < screen.threshold.size(); ++i) {
        const bool inked = (bits[i / 8] & (std::byte{0x80} >> (i % 8))) != std::byte{0};
        ASSERT_EQ(inked, gray < screen.threshold[i]);
      }
    }
  }
}

TEST(Screen, HasAtLeast128LevelsIn8Bits) {
  for (const auto& [kind, side] : kinds) {
    const Screen screen = make_screen(kind);
    std::vector<bool> used(256);
    for (const std::uint8_t threshold : screen.threshold) {
      EXPECT_GE(threshold, 1);
      used[threshold] = true;
    }
    EXPECT_EQ(std::count(used.begin(), used.end(), true), 255);
  }
}

TEST(Thresholds, DecideAlikeIn8And16Bits) {
  for (int threshold = 1; threshold <= 65535; ++threshold) {
    const auto threshold16 = static_cast<std::uint16_t>(threshold);
    const std::uint8_t threshold8 = to_threshold8(threshold16);
    const int edge = threshold8 - 1; // the last 8-bit gray with ink
    ASSERT_TRUE(257 * edge < threshold && 257 * threshold8 >= threshold) << threshold;
  }
}

} // namespace
} // namespace platen::halftone
