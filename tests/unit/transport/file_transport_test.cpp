#include "base/file.h"
#include "transport/transport.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::transport {
namespace {

namespace fs = std::filesystem;

class FileTransportTest : public testing::Test {
protected:
  FileTransportTest() {
    std::string name = (fs::temp_directory_path() / "platen-transport.XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~FileTransportTest() override { fs::remove_all(folder_); }
  std::string uri(const std::string& name) const { return "file:" + (folder_ / name).string(); }
  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  fs::path folder_;
  Cancel cancel_;
};

TEST_F(FileTransportTest, AppearsOnlyWhenItIsFinished) {
  auto out = open(uri("job"), {}, cancel_);
  ASSERT_TRUE(out) << out.error().message();
  ASSERT_TRUE((*out)->write(as_bytes("hello ")));
  ASSERT_TRUE((*out)->write(as_bytes("printer")));
  EXPECT_FALSE(fs::exists(folder_ / "job"));
  EXPECT_EQ((*out)->bytes_delivered(), 0U);
  ASSERT_TRUE((*out)->finish());
  EXPECT_EQ((*out)->bytes_delivered(), 13U);
  EXPECT_EQ(as_text(*read_file(folder_ / "job", 100)), "hello printer");
  EXPECT_EQ(files(), 1U);
}

TEST_F(FileTransportTest, LeavesNothingBehindWhenItIsGivenUp) {
  ASSERT_TRUE(write_file(folder_ / "job", as_bytes("before")));
  {
    auto out = open(uri("job"), {}, cancel_);
    ASSERT_TRUE(out);
    ASSERT_TRUE((*out)->write(as_bytes("half a job")));
  }
  EXPECT_EQ(as_text(*read_file(folder_ / "job", 100)), "before");
  EXPECT_EQ(files(), 1U);
}

TEST_F(FileTransportTest, TakesTheLongFormOfAFileUri) {
  auto out = open("file://" + (folder_ / "job").string(), {}, cancel_);
  ASSERT_TRUE(out);
  ASSERT_TRUE((*out)->finish());
  EXPECT_TRUE(fs::exists(folder_ / "job"));
}

TEST_F(FileTransportTest, AnswersNothing) {
  auto out = open(uri("job"), {}, cancel_);
  ASSERT_TRUE(out);
  std::array<std::byte, 4> into{};
  const auto got = (*out)->read(into, std::chrono::milliseconds(0));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::unsupported);
}

TEST_F(FileTransportTest, NamesThePathThatCannotBeWritten) {
  for (const std::string where : {"missing/job", "."}) {
    const auto out = open(uri(where), {}, cancel_);
    ASSERT_FALSE(out) << where;
    EXPECT_THAT(out.error().what, testing::HasSubstr(folder_.string()));
  }
}

TEST_F(FileTransportTest, StopsWhenCancelled) {
  auto out = open(uri("job"), {}, cancel_);
  ASSERT_TRUE(out);
  cancel_.request();
  const auto done = (*out)->write(as_bytes("x"));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::cancelled);
}

TEST_F(FileTransportTest, SaysThatADeviceIsFullAndDoesNotReplaceIt) {
  auto out = open("file:/dev/full", {}, cancel_);
  ASSERT_TRUE(out) << out.error().message();
  const auto done = (*out)->write(as_bytes("x"));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::io);
  EXPECT_THAT(done.error().what,
              testing::AllOf(testing::HasSubstr("/dev/full"), testing::HasSubstr("No space")));
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST_F(FileTransportTest, WritesIntoAPipeAndOutlivesItsReader) {
  const std::string path = (folder_ / "pipe").string();
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::string read;
  std::thread reader([&] {
    const UniqueFd in(::open(path.c_str(), O_RDONLY));
    std::array<char, 5> text{};
    const ssize_t got = ::read(in.get(), text.data(), text.size());
    read.assign(text.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  });
  auto out = open("file:" + path, {}, cancel_);
  ASSERT_TRUE(out) << out.error().message();
  ASSERT_TRUE((*out)->write(as_bytes("hello")));
  reader.join();
  const auto done =
      (*out)->write(as_bytes("nobody there")); // a SIGPIPE would end the test program here
  ASSERT_FALSE(done);
  EXPECT_EQ(read, "hello");
  EXPECT_THAT(done.error().what, testing::HasSubstr("Broken pipe"));
  EXPECT_EQ((*out)->bytes_delivered(), 5U);
}

TEST(StandardOutput, IsWrittenAndLeftOpen) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const UniqueFd kept(::dup(STDOUT_FILENO));
  const UniqueFd in(ends[0]);
  ASSERT_EQ(::dup2(ends[1], STDOUT_FILENO), STDOUT_FILENO);
  ::close(ends[1]);
  const Cancel cancel;
  auto out = open("-", {}, cancel);
  const bool written = out && (*out)->write(as_bytes("job")) && (*out)->finish();
  const bool open_still = ::fcntl(STDOUT_FILENO, F_GETFD) != -1;
  ::dup2(kept.get(), STDOUT_FILENO);
  std::array<char, 8> text{};
  const ssize_t got = ::read(in.get(), text.data(), text.size());
  EXPECT_TRUE(written);
  EXPECT_TRUE(open_still);
  EXPECT_EQ(std::string(text.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))), "job");
}

} // namespace
} // namespace platen::transport
