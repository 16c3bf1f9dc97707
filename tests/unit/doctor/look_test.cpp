#include "doctor/look.h"
#include "doctor/repair.h"

#include <cstring>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace platen::doctor {
namespace {

namespace fs = std::filesystem;

class Folder : public testing::Test {
protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  // The socket of somebody who has gone, or, with a descriptor to close, who listens.
  int socket_at(const fs::path& path, bool listens) const {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    if (listens) {
      EXPECT_EQ(::listen(fd, 1), 0);
      return fd;
    }
    ::close(fd);
    return -1;
  }
  const fs::path folder_ =
      fs::temp_directory_path() / ("platen-look-" + std::to_string(::getpid()));
};

TEST_F(Folder, StaleSocketsAreRemovedAndLivingOnesStay) {
  const fs::path socket = folder_ / "s";
  const int fd = socket_at(socket, true);
  EXPECT_EQ(reach_local(socket).how, Reach::How::connected);
  EXPECT_EQ(remove_stale_socket(socket).error().code, Errc::conflict);
  EXPECT_TRUE(fs::exists(socket));
  ::close(fd);
  EXPECT_EQ(reach_local(socket).how, Reach::How::refused);
  EXPECT_TRUE(remove_stale_socket(socket));
  EXPECT_FALSE(fs::exists(socket));
  std::ofstream(folder_ / "file") << "x";
  EXPECT_EQ(remove_stale_socket(folder_ / "file").error().code, Errc::conflict);
  EXPECT_TRUE(fs::exists(folder_ / "file"));
}

TEST_F(Folder, FilesAreClosedToOthersAndLinksLeftAlone) {
  const fs::path file = folder_ / "users", link = folder_ / "link";
  std::ofstream(file) << "x";
  fs::permissions(file, fs::perms(0644));
  fs::create_symlink(file, link);
  EXPECT_FALSE(close_file(link));
  EXPECT_EQ(mode_of(file).mode, 0644U);
  EXPECT_TRUE(close_file(file));
  EXPECT_EQ(mode_of(file).mode, 0600U);
  EXPECT_EQ(mode_of(folder_ / "none").mode, 0U);
}

TEST_F(Folder, FoldersAreMadeForTheirOwnerAlone) {
  EXPECT_TRUE(make_private_folder(folder_ / "a" / "b"));
  EXPECT_EQ(mode_of(folder_ / "a" / "b").mode, 0700U);
  EXPECT_EQ(why_not_writable(folder_ / "a" / "b"), "");
  EXPECT_NE(why_not_writable(folder_ / "none"), "");
  EXPECT_NE(why_not_writable("/proc"), "");
}

// A bus with one iR1024, whoever may open it.
class FakeBus final : public transport::UsbBus {
public:
  explicit FakeBus(std::optional<Errc> refuses) : refuses_(refuses) {}
  Result<std::vector<transport::UsbInterface>> printers() override {
    transport::UsbInterface one;
    one.bus = 1;
    one.address = 4;
    one.device_id = "MFG:Canon;MDL:iR1024;CMD:PCL;";
    return std::vector<transport::UsbInterface>{one};
  }
  Result<std::vector<transport::UsbInterface>> closed() override {
    std::vector<transport::UsbInterface> some(closed_ ? 1 : 0);
    for (transport::UsbInterface& one : some) {
      one.bus = 1;
      one.address = 4;
    }
    return some;
  }
  void close() { closed_ = true; } // another printer, which may not be asked what it is
  Result<std::unique_ptr<transport::UsbPrinter>> open(const transport::UsbInterface&) override {
    if (refuses_) return fail(*refuses_, "no");
    return std::unique_ptr<transport::UsbPrinter>();
  }

private:
  std::optional<Errc> refuses_;
  bool closed_ = false;
};

TEST_F(Folder, UsbDevicesAreLookedAt) {
  fs::create_directories(folder_ / "dev/bus/usb/001");
  const fs::path node = folder_ / "dev/bus/usb/001/004";
  std::ofstream(node) << "";
  fs::permissions(node, fs::perms(0660));
  fs::create_directories(folder_ / "proc/812/fd");
  std::ofstream(folder_ / "proc/812/comm") << "cupsd\n";
  fs::create_symlink(node, folder_ / "proc/812/fd/7");
  const auto look = [&](std::optional<Errc> refuses, const std::string& uri) {
    FakeBus bus(refuses);
    return look_at_usb(bus, uri, folder_ / "dev", folder_ / "proc");
  };
  EXPECT_EQ(look({}, "usb://Canon/iR1024").state, UsbFacts::State::fine);
  EXPECT_EQ(look({}, "usb://Canon/iR9999").state, UsbFacts::State::missing);
  const UsbFacts held = look(Errc::busy, "usb://Canon/iR1024");
  EXPECT_EQ(held.state, UsbFacts::State::held);
  ASSERT_EQ(held.holders.size(), 1U);
  EXPECT_EQ(in_words(held.holders[0]), "cupsd (process 812)");
  const UsbFacts denied = look(Errc::denied, "usb://Canon/iR1024");
  EXPECT_EQ(denied.state, UsbFacts::State::denied);
  EXPECT_EQ(denied.mode, 0660U);
  EXPECT_EQ(denied.device, node.string());
  FakeBus secretive({});
  secretive.close();
  const UsbFacts closed =
      look_at_usb(secretive, "usb://Canon/iR9999", folder_ / "dev", folder_ / "proc");
  EXPECT_EQ(closed.state, UsbFacts::State::denied);
  EXPECT_EQ(closed.device, node.string());
}

TEST(Reach, TellsApartWhyNobodyAnswers) {
  using std::chrono::milliseconds;
  EXPECT_EQ(reach("127.0.0.1", 1, milliseconds{2'000}).how, Reach::How::refused);
  EXPECT_EQ(reach("no.such.host.invalid", 9100, milliseconds{2'000}).how, Reach::How::not_resolved);
}

TEST(DateField, IsReadAsTheStandardHasIt) { // RFC 9110 section 5.6.7
  EXPECT_EQ(date_field("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n"),
            784111777);
  EXPECT_EQ(date_field("HTTP/1.1 200 OK\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n"),
            784111777);
  EXPECT_FALSE(date_field("HTTP/1.1 200 OK\r\nDate: yesterday\r\n\r\n"));
  EXPECT_FALSE(date_field(""));
}

} // namespace
} // namespace platen::doctor
