#include "discovery/announcer.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::discovery {
namespace {

namespace fs = std::filesystem;

// A message bus of the test's own, which can start an Avahi that never says a word.
class BrokenAvahi : public ::testing::Test {
protected:
  BrokenAvahi() {
    fs::create_directories(folder_);
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", ("unix:path=" + bus()).c_str(), 1);
  }
  ~BrokenAvahi() override {
    ::unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
    if (daemon_ > 0) {
      ::kill(-daemon_, SIGKILL); // with what it has started
      ::waitpid(daemon_, nullptr, 0);
    }
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  // `patience_ms`: how long the bus waits for Avahi once somebody asks for it.
  void start_bus(int patience_ms) {
    write("services/org.freedesktop.Avahi.service",
          "[D-BUS Service]\nName=org.freedesktop.Avahi\nExec=/bin/sh -c \"echo > " +
              started().string() + "; exec sleep 600\"\n");
    write("bus.conf", "<busconfig><type>session</type><listen>unix:path=" + bus() +
                          "</listen><servicedir>" + (folder_ / "services").string() +
                          "</servicedir><policy context=\"default\"><allow send_destination=\"*\" "
                          "eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>"
                          "<allow own=\"*\"/></policy>"
                          "<limit name=\"service_start_timeout\">" +
                          std::to_string(patience_ms) + "</limit></busconfig>");
    daemon_ = ::fork();
    if (daemon_ == 0) {
      ::setpgid(0, 0);
      const std::string config = "--config-file=" + (folder_ / "bus.conf").string();
      ::execlp("dbus-daemon", "dbus-daemon", "--nofork", config.c_str(), nullptr);
      ::_exit(127);
    }
    ASSERT_TRUE(comes([&] { return fs::exists(bus()); }));
  }
  fs::path started() const { return folder_ / "started"; }
  std::string bus() const { return (folder_ / "bus").string(); }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }
  template<class Condition> static bool comes(Condition condition) {
    for (int i = 0; i < 4'000 && !condition(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    return condition();
  }

  // D-Bus looks at the variable once in a process, so that all tests have their bus at one place.
  const fs::path folder_ = fs::temp_directory_path() / ("platen-bus-" + std::to_string(::getpid()));
  pid_t daemon_ = -1;
};

// Avahi's library waits until the bus has given up starting it, here after 2 s, else after 25 s.
TEST_F(BrokenAvahi, IsWaitedForByNobodyWhoAnnounces) {
  start_bus(2'000);
  std::atomic<bool> given_up = false;
  Announcer::Options options;
  options.log = [&](std::string_view, std::string_view) { given_up = true; };
  const auto announcer = make_announcer(std::move(options));
  announcer->set({"uuid", "Printer", {{"_ipp._tcp", {}, 631, {}}}});
  announcer->remove("uuid");
  EXPECT_FALSE(given_up) << "they came back only when Avahi's library had given up";
  EXPECT_TRUE(comes([&] { return given_up.load(); })) << "it is told all the same";
}

TEST_F(BrokenAvahi, IsNotWaitedForAtTheEnd) {
  start_bus(600'000);
  std::atomic<bool> given_up = false;
  Announcer::Options options;
  options.log = [&](std::string_view, std::string_view) { given_up = true; };
  auto announcer = make_announcer(std::move(options));
  announcer->set({"uuid", "Printer", {{"_ipp._tcp", {}, 631, {}}}});
  ASSERT_TRUE(comes([&] { return fs::exists(started()); })) << "it is waited for by now";
  announcer.reset();
  EXPECT_FALSE(given_up) << "the end came only when Avahi's library had given up";
}

} // namespace
} // namespace platen::discovery
