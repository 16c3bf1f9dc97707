#include "base/scratch_folder.h"
#include "doctor/processes.h"

#include <fstream>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace platen::doctor {
namespace {

namespace fs = std::filesystem;

// A /proc as proc(5) describes it.
class Processes : public testing::Test {
protected:
  void SetUp() override {
    fs::remove_all(proc_);
    fs::create_directories(proc_ / "net");
    write("net/tcp", "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt  "
                     " uid  timeout inode\n"
                     "   0: 0100007F:21B7 00000000:0000 0A 00000000:00000000 00:00000000 00000000  "
                     "   0        0 4711 1 0 100 0 0 10 0\n"
                     "   1: 0100007F:21B8 0100007F:9999 01 00000000:00000000 00:00000000 00000000  "
                     "   0        0 4712 1 0 100 0 0 10 0\n");
    process(812, "cupsd", {{"3", "socket:[4711]"}, {"4", "/dev/bus/usb/001/004"}});
    process(900, "ipp-usb", {{"0", "/dev/null"}, {"9", "/dev/bus/usb/001/004"}});
    fs::create_directories(proc_ / "self");
    fs::create_directories(proc_ / "77"); // one that nobody may look into
  }
  void TearDown() override { fs::remove_all(proc_); }
  void write(const fs::path& name, const std::string& text) { std::ofstream(proc_ / name) << text; }
  void process(int pid, const std::string& name,
               const std::vector<std::pair<std::string, std::string>>& files) {
    const fs::path folder = std::to_string(pid);
    fs::create_directories(proc_ / folder / "fd");
    write(folder / "comm", name + "\n");
    for (const auto& [number, target] : files)
      fs::create_symlink(target, proc_ / folder / "fd" / number);
  }
  const fs::path proc_ = fs::temp_directory_path() / ("platen-proc-" + std::to_string(::getpid()));
};

TEST_F(Processes, WhoListensAtAPort) {
  const auto holder = holder_of_port(0x21b7, proc_);
  ASSERT_TRUE(holder);
  EXPECT_EQ(in_words(*holder), "cupsd (process 812)");
  EXPECT_FALSE(holder_of_port(0x21b8, proc_)) << "a connection is no listener";
  EXPECT_FALSE(holder_of_port(80, proc_));
}

TEST_F(Processes, WhoHoldsAUsbDevice) {
  const auto holders = holders_of_file("/dev/bus/usb/001/004", 0, proc_);
  ASSERT_EQ(holders.size(), 2U);
  EXPECT_THAT((std::vector<std::string>{holders[0].name, holders[1].name}),
              testing::UnorderedElementsAre("cupsd", "ipp-usb"));
  EXPECT_EQ(holders_of_file("/dev/bus/usb/001/004", 812, proc_).size(), 1U);
  EXPECT_TRUE(holders_of_file("/dev/bus/usb/001/005", 0, proc_).empty());
}

TEST_F(Processes, OfThisMachine) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(fd, 1), 0);
  ASSERT_EQ(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const auto holder = holder_of_port(ntohs(address.sin_port));
  ::close(fd);
  ASSERT_TRUE(holder);
  EXPECT_EQ(holder->pid, ::getpid());
}

} // namespace
} // namespace platen::doctor
