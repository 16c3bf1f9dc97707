// How much memory is left, as the files of a system tell that the test has made.
#include "server/memory.h"

#include <fstream>
#include <limits>
#include <new>

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace platen::server {
namespace {

constexpr std::uint64_t mebibyte = 1 << 20;

class MemoryLeft : public ::testing::Test {
protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "platen-memory-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_AS, &limit), 0);
    ASSERT_EQ(limit.rlim_cur, RLIM_INFINITY);
  }
  void TearDown() override { std::filesystem::remove_all(root_); }
  void put(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  void put_group(const std::string& most) const {
    put("proc/self/cgroup", "1:name=systemd:/x\n0::/system.slice/platen.service\n");
    const std::string group = "sys/fs/cgroup/system.slice/platen.service/";
    put(group + "memory.max", most + "\n");
    put(group + "memory.current", std::to_string(500 * mebibyte) + "\n");
    put(group + "memory.stat",
        "anon 1\nfile_mapped 7\nfile " + std::to_string(300 * mebibyte) + "\n");
  }
  std::filesystem::path root_;
};

TEST_F(MemoryLeft, IsUnboundedWhereNothingTells) {
  EXPECT_EQ(memory_left(root_), std::numeric_limits<std::uint64_t>::max());
}

TEST_F(MemoryLeft, IsWhatTheMachineHasAvailable) {
  put("proc/meminfo", "MemTotal:  16000 kB\nMemFree:   10 kB\nMemAvailable:    2048 kB\n");
  EXPECT_EQ(memory_left(root_), 2 * mebibyte);
}

TEST_F(MemoryLeft, IsWhatTheServiceMayHaveWithoutCachedFiles) {
  put_group(std::to_string(600 * mebibyte));
  EXPECT_EQ(memory_left(root_), 400 * mebibyte);
  put_group("max");
  EXPECT_EQ(memory_left(root_), std::numeric_limits<std::uint64_t>::max());
  put_group("0");
  EXPECT_EQ(memory_left(root_), 0u);
}

TEST_F(MemoryLeft, IsTheLeastOfAll) {
  put_group(std::to_string(600 * mebibyte));
  put("proc/meminfo", "MemAvailable:    1024 kB\n");
  EXPECT_EQ(memory_left(root_), mebibyte);
}

// What operator new does when it finds no memory.
TEST(MemoryReserve, IsLetGoOnceAndThenAllocationsFail) {
  {
    const MemoryReserve reserve;
    const std::new_handler handler = std::get_new_handler();
    ASSERT_NE(handler, nullptr);
    EXPECT_NO_THROW(handler());
    EXPECT_THROW(handler(), std::bad_alloc);
    MemoryWatch watch;
    if (!watch.is_short()) { // there is enough again
      EXPECT_NO_THROW(handler());
    }
  }
  EXPECT_EQ(std::get_new_handler(), nullptr);
}

} // namespace
} // namespace platen::server
