#include "base/file.h"

#include <array>
#include <filesystem>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen {
namespace {

namespace fs = std::filesystem;

class FileTest : public testing::Test {
protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "platen-file-test.XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator{}));
  }
  fs::path folder_;
};

TEST_F(FileTest, AnAtomicFileAppearsOnlyWhenCommitted) {
  {
    auto file = AtomicFile::create(folder_ / "out");
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->write("half"));
    EXPECT_FALSE(fs::exists(folder_ / "out"));
  }
  EXPECT_EQ(entries(), 0u);
  auto file = AtomicFile::create(folder_ / "out");
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->write("whole"));
  ASSERT_TRUE(file->commit());
  EXPECT_EQ(as_text(read_file(folder_ / "out", 100).value()), "whole");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(FileTest, AnAtomicFileLeavesALinkAndReplacesWhatItLeadsTo) {
  ASSERT_TRUE(write_file(folder_ / "real", as_bytes("old")));
  fs::create_symlink("real", folder_ / "link");
  ASSERT_TRUE(write_file(folder_ / "link", as_bytes("new")));
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  const auto content = read_file(folder_ / "real", 10);
  ASSERT_TRUE(content);
  EXPECT_EQ(as_text(*content), "new");
  fs::create_symlink("nowhere", folder_ / "dangling");
  EXPECT_FALSE(write_file(folder_ / "dangling", as_bytes("new")));
  EXPECT_EQ(entries(), 3u);
}

TEST_F(FileTest, AnAtomicFileDoesNotReplaceADeviceOrAPipe) {
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  const UniqueFd reader(::open((folder_ / "pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  ASSERT_TRUE(reader);
  ASSERT_TRUE(write_file(folder_ / "pipe", as_bytes("news")));
  std::array<char, 8> got{};
  EXPECT_EQ(::read(reader.get(), got.data(), got.size()), 4);
  EXPECT_TRUE(std::filesystem::is_fifo(folder_ / "pipe"));
  {
    const auto file = AtomicFile::create(folder_ / "pipe"); // and goes without a commit
    EXPECT_TRUE(file);
  }
  EXPECT_TRUE(std::filesystem::is_fifo(folder_ / "pipe"));

  std::filesystem::create_symlink("/dev/full", folder_ / "full");
  const auto full = write_file(folder_ / "full", as_bytes("news"));
  ASSERT_FALSE(full);
  EXPECT_THAT(full.error().message(), testing::HasSubstr("No space"));
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

TEST_F(FileTest, AnAtomicFileInAMissingFolderSaysWhichOne) {
  const auto file = AtomicFile::create(folder_ / "no" / "out");
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().what.find("no/out"), std::string::npos);
}

TEST_F(FileTest, ReadingAFolderOrTooLargeAFileIsRefused) {
  EXPECT_EQ(open_for_reading(folder_).error().code, Errc::invalid);
  ASSERT_TRUE(write_file(folder_ / "ten", as_bytes("0123456789")));
  EXPECT_TRUE(read_file(folder_ / "ten", 10));
  EXPECT_EQ(read_file(folder_ / "ten", 9).error().code, Errc::limit);
}

TEST(Spool, GivesBackItsBytesFromMemoryAndFromAFile) {
  for (const std::size_t bound : {std::size_t{1} << 20, std::size_t{1000}, std::size_t{0}}) {
    Spool spool(bound);
    std::string all;
    for (int i = 0; i < 500; ++i) {
      const std::string line = std::to_string(i) + "\n";
      all += line;
      ASSERT_TRUE(spool.write(line));
    }
    EXPECT_EQ(spool.size(), all.size());
    for (int twice = 0; twice < 2; ++twice) {
      BufferSink sink;
      ASSERT_TRUE(spool.copy_to(sink));
      EXPECT_EQ(as_text(sink.buffer), all);
    }
    const auto fd = spool.release_to_file();
    ASSERT_TRUE(fd);
    EXPECT_EQ(file_size(fd->get()).value(), all.size());
  }
}

} // namespace
} // namespace platen
