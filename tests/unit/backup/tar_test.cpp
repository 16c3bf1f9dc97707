#include "backup/tar.h"

#include <gtest/gtest.h>

namespace platen::backup {
namespace {

struct Read {
  std::vector<std::pair<std::string, std::string>> files;
  int ends = 0;
  Result<void> outcome;
};

Read read(const std::string& archive, std::size_t piece = 1'000'000) {
  Read read;
  TarReader reader({[&](const std::string& name, std::uint64_t) -> Result<void> {
                      read.files.emplace_back(name, "");
                      return {};
                    },
                    [&](Bytes bytes) -> Result<void> {
                      read.files.back().second += as_text(bytes);
                      return {};
                    },
                    [&]() -> Result<void> {
                      ++read.ends;
                      return {};
                    }});
  for (std::size_t at = 0; read.outcome && at < archive.size(); at += piece)
    read.outcome = reader.take(as_bytes(archive).subspan(at, std::min(piece, archive.size() - at)));
  if (read.outcome) read.outcome = reader.finish();
  return read;
}

std::string entry(const std::string& name, const std::string& content) {
  return tar_header(name, content.size(), 1'700'000'000) + content + tar_padding(content.size());
}

const std::string long_name = "state/" + std::string(200, 'x') + "/ä \xe2\x82\xac";
const std::string archive = entry("a", "one") + entry(long_name, std::string(512, 'y')) +
                            entry("empty", "") + entry("b/c", std::string(1'000, 'z')) + tar_end();

TEST(Tar, IsReadAsItWasWrittenInWhateverPieces) {
  for (const std::size_t piece : {1UL, 7UL, 511UL, 512UL, 513UL, 1'000'000UL}) {
    const Read got = read(archive, piece);
    ASSERT_TRUE(got.outcome) << got.outcome.error().message();
    ASSERT_EQ(got.files.size(), 4U);
    EXPECT_EQ(got.ends, 4);
    EXPECT_EQ(got.files[1].first, long_name);
    EXPECT_EQ(got.files[1].second, std::string(512, 'y'));
    EXPECT_EQ(got.files[3].second, std::string(1'000, 'z'));
  }
}

TEST(Tar, NoPartOfItIsWhole) {
  const std::size_t whole = archive.size() - tar_block; // one block of the end is enough to miss
  for (std::size_t length = 0; length < whole; length += 64)
    EXPECT_FALSE(read(archive.substr(0, length)).outcome) << length;
}

TEST(Tar, AHeaderWithAWrongBitIsNone) {
  for (std::size_t at = 0; at < 300; ++at) {
    if (at == 155) continue; // behind the sum, and no part of it
    std::string wrong = archive;
    wrong[at] = static_cast<char>(wrong[at] ^ 0x40);
    EXPECT_FALSE(read(wrong).outcome) << at;
  }
}

TEST(Tar, SizesBeyondTheFieldStandInARecord) {
  const std::uint64_t huge = (std::uint64_t{1} << 33) + 5;
  const std::string header = tar_header("huge", huge, 0);
  std::uint64_t told = 0;
  TarReader reader({[&](const std::string&, std::uint64_t bytes) -> Result<void> {
                      told = bytes;
                      return {};
                    },
                    [](Bytes) -> Result<void> { return {}; }, []() -> Result<void> { return {}; }});
  ASSERT_TRUE(reader.take(as_bytes(header)));
  EXPECT_EQ(told, huge);
}

} // namespace
} // namespace platen::backup
