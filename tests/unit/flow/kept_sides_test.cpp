#include "flow/kept_sides.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace platen::flow {
namespace {

Spool spool(const std::string& text, std::size_t memory_bound = std::size_t{4} << 20) {
  Spool made(memory_bound);
  EXPECT_TRUE(made.write(as_bytes(text)));
  return made;
}

class Collected final : public ByteSink {
public:
  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    text += as_text(bytes);
    return {};
  }
  std::string text;
};

std::string text_of(const Result<Spool>& side) {
  EXPECT_TRUE(side);
  Collected all;
  EXPECT_TRUE(side->copy_to(all));
  return all.text;
}

std::ptrdiff_t open_files() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

TEST(KeptSides, ComeBackAsTheyWereAsOftenAsWanted) {
  for (const std::uint64_t bound : {std::uint64_t{0}, std::uint64_t{10}, std::uint64_t{1} << 20}) {
    SCOPED_TRACE(bound);
    KeptSides kept(bound);
    const std::vector<std::string> sides{"one", "", "three and more", std::string(700'000, 'x')};
    for (const std::string& side : sides)
      ASSERT_TRUE(kept.add(spool(side)));
    for (int copy = 0; copy < 2; ++copy)
      for (std::size_t i = 0; i < sides.size(); ++i)
        EXPECT_EQ(text_of(kept.read(i)), sides[i]);
  }
}

// Hundreds of sides, each large enough to be a file of its own, must not use up the descriptors.
TEST(KeptSides, ShareOneFile) {
  KeptSides kept(100);
  const auto before = open_files();
  for (int i = 0; i < 200; ++i)
    ASSERT_TRUE(kept.add(spool("side " + std::to_string(i), 0)));
  EXPECT_EQ(open_files(), before + 1);
  EXPECT_EQ(text_of(kept.read(199)), "side 199");
}

} // namespace
} // namespace platen::flow
