#include "base/file.h"
#include "base/sanitized.h"
#include "base/scratch_folder.h"
#include "fake_scanners.h"
#include "scan/engine/make_files.h"
#include "scan/page/page_file.h"

#include <algorithm>
#include <atomic>
#include <fstream>

#include <gtest/gtest.h>
#include <malloc.h>

namespace platen::scan {
namespace {

// Under a sanitizer freed memory is kept for a while: there only what is held on purpose would
// show.
#if PLATEN_SANITIZED
constexpr long most_growth = 400'000'000;
#else
constexpr long most_growth = 4'000'000;
#endif

const Cancel never;
constexpr std::int32_t width = 64, height = 96;

PageText text_of(std::size_t words) {
  PageText text;
  text.lines.resize(1);
  for (std::size_t i = 0; i < words; ++i)
    text.lines[0].words.push_back({.text = "word-that-is-not-short-" + std::to_string(i),
                                   .left = 4,
                                   .top = 4,
                                   .width = 40,
                                   .height = 10,
                                   .baseline = 12,
                                   .confidence = 90});
  return text;
}

long resident() {
  ::malloc_trim(0);
  std::ifstream status("/proc/self/statm");
  long all = 0, pages = 0;
  status >> all >> pages;
  return pages * 4'096;
}

class MakeFiles : public ::testing::Test {
protected:
  ScratchFolder scratch = ScratchFolder::make().value();
  SessionFolder folder{scratch.path()};
  Session session;

  void lay(std::int32_t pages) {
    session.settings.file.text = true;
    session.settings.file.format = Format::pdfa;
    ASSERT_TRUE(write_page_file(folder.as_scanned(1), plain_page(width, height, 250)));
    for (std::int32_t number = 1; number <= pages; ++number) {
      ScanPage page;
      page.number = number;
      page.shape = {width, height, gray8};
      session.pages.push_back(page);
      if (number > 1)
        std::filesystem::create_hard_link(folder.as_scanned(1), folder.as_scanned(number));
    }
  }
  Result<MadeFiles> make(const ReadText& read, std::size_t threads = 1) {
    return make_files(session, folder, read, {}, threads, never);
  }
};

// The texts of 100 pages of 2,000 words are 20 MB.
TEST_F(MakeFiles, HoldsTheTextsOfFewPages) {
  lay(100);
  long few = 0, most = 0, pages = 0;
  const auto read = [&](const PageImage&, const std::vector<std::string>&,
                        const Cancel&) -> Result<PageText> {
    if (++pages == 10) few = resident();
    if (pages % 20 == 0) most = std::max(most, resident());
    return text_of(2'000);
  };
  const auto made = make(read);
  ASSERT_TRUE(made) << made.error().message();
  EXPECT_EQ(made->files.at(0).pages, 100);
  EXPECT_GT(made->files.at(0).bytes, 100U * 2'000U); // the words are in it
  EXPECT_LT(most - few, most_growth);
  EXPECT_LT(resident() - few, most_growth);
  EXPECT_FALSE(std::filesystem::exists(folder.texts()));
}

TEST_F(MakeFiles, APageWithoutTextIsToldAndTheOthersHaveTheirs) {
  lay(5);
  std::atomic<int> calls = 0;
  const auto made = make(
      [&](const PageImage&, const std::vector<std::string>&, const Cancel&) -> Result<PageText> {
        if (++calls == 3) return fail(Errc::io, "the reader has died");
        return text_of(3);
      },
      3);
  ASSERT_TRUE(made) << made.error().message();
  EXPECT_NE(made->warning.find("has no text: the reader has died"), std::string::npos);
  EXPECT_EQ(std::ranges::count(made->warning, ';'), 0);
}

TEST_F(MakeFiles, WhatAKillLeftIsMadeAnew) {
  lay(2);
  std::filesystem::create_directories(folder.texts());
  ASSERT_TRUE(write_file(folder.texts() / "1", as_bytes("nonsense")));
  const auto made = make([](const PageImage&, const std::vector<std::string>&, const Cancel&) {
    return Result<PageText>(text_of(3));
  });
  ASSERT_TRUE(made) << made.error().message();
  EXPECT_EQ(made->warning, "");
}

TEST_F(MakeFiles, ATextThatCannotBeKeptEndsItWithWords) {
  lay(2);
  const auto made = make([&](const PageImage&, const std::vector<std::string>&, const Cancel&) {
    std::filesystem::remove_all(folder.texts());
    return Result<PageText>(text_of(3));
  });
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message().find("texts"), std::string::npos) << made.error().message();
  EXPECT_FALSE(std::filesystem::exists(folder.files() / "1.pdf"));
}

} // namespace
} // namespace platen::scan
