#include "base/file.h"
#include "client/connection.h"

#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace platen::client {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ServerAddress, IsReadInEveryForm) {
  struct Case {
    const char* text;
    const char* host;
    int port;
    const char *user, *password;
  };
  for (const Case& c : {Case{"printhost", "printhost", 8631, "", ""},
                        Case{"printhost:631", "printhost", 631, "", ""},
                        Case{"ada@printhost", "printhost", 8631, "ada", ""},
                        Case{"ada:a:b@c@printhost:1", "printhost", 1, "ada", "a:b@c"},
                        Case{"[::1]:631", "::1", 631, "", ""}, Case{"::1", "::1", 8631, "", ""},
                        Case{"[fe80::1%eth0]", "fe80::1%eth0", 8631, "", ""}}) {
    const auto address = parse_server(c.text);
    ASSERT_TRUE(address) << c.text << ": " << address.error().message();
    EXPECT_EQ(address->host, c.host);
    EXPECT_EQ(address->port, c.port);
    EXPECT_EQ(address->user, c.user);
    EXPECT_EQ(address->password, c.password);
    EXPECT_EQ(address->socket, "");
  }
  EXPECT_EQ(parse_server("/run/x.sock")->socket, "/run/x.sock");
}

TEST(ServerAddress, IsRefusedWithoutTellingThePassword) {
  for (const char* text : {"", ":631", "host:", "host:0", "host:65536", "host:x", "[::1", "[::1]x",
                           "@host", "ada:secret@", "ada:secret@host:x", "a b", "http://host"}) {
    const auto address = parse_server(text);
    ASSERT_FALSE(address) << text;
    EXPECT_EQ(address.error().code, Errc::invalid);
    EXPECT_THAT(address.error().what, Not(HasSubstr("secret")));
  }
}

TEST(ServerAddress, KnowsWhatIsOnThisMachine) {
  for (const char* text : {"localhost", "127.0.0.1:1", "127.1.2.3", "[::1]", "/a/socket"})
    EXPECT_TRUE(parse_server(text)->on_this_machine()) << text;
  for (const char* text : {"printhost", "10.0.0.1", "[2001:db8::1]", "localhost.example"})
    EXPECT_FALSE(parse_server(text)->on_this_machine()) << text;
  EXPECT_EQ(parse_server("ada:secret@[::2]:1")->text(), "[::2]:1");
}

// A folder for sockets and an environment without servers; all as before afterwards.
class FindServer : public testing::Test {
protected:
  FindServer() {
    std::string name = (std::filesystem::temp_directory_path() / "platen-run-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    std::filesystem::create_directory(folder / "platen");
    ::unsetenv("PLATEN_SERVER");
    ::setenv("XDG_RUNTIME_DIR", folder.c_str(), 1);
    ::setenv("XDG_STATE_HOME", (folder / "state").c_str(), 1);
    std::filesystem::create_directories(folder / "state/platen");
  }
  ~FindServer() override {
    std::filesystem::remove_all(folder);
    ::unsetenv("PLATEN_SERVER");
    ::unsetenv("XDG_RUNTIME_DIR");
    ::unsetenv("XDG_STATE_HOME");
  }
  UniqueFd listen_at(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(::bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(fd.get(), 1), 0);
    return fd;
  }
  std::filesystem::path folder;
};

TEST_F(FindServer, TakesTheOptionBeforeTheEnvironmentBeforeTheSocket) {
  const auto socket = folder / "platen/platen.sock";
  const UniqueFd listener = listen_at(socket);
  EXPECT_EQ(find_server({})->socket, socket.string());
  ::setenv("PLATEN_SERVER", "elsewhere:1", 1);
  EXPECT_EQ(find_server({})->text(), "elsewhere:1");
  EXPECT_EQ(find_server("option:2")->text(), "option:2");
  ::setenv("PLATEN_SERVER", "bad:port", 1);
  EXPECT_THAT(find_server({}).error().what, HasSubstr("PLATEN_SERVER"));
}

TEST_F(FindServer, LooksWhereAServerWithoutRunTimeFolderPutsItsSocket) {
  const auto socket = folder / "state/platen/platen.sock";
  const UniqueFd listener = listen_at(socket);
  EXPECT_EQ(find_server({})->socket, socket.string());
}

TEST_F(FindServer, PassesOverASocketThatADeadServerLeft) {
  const auto socket = folder / "platen/platen.sock";
  listen_at(socket).reset();
  const auto address = find_server({});
  ASSERT_TRUE(address);
  EXPECT_THAT(address->tried, testing::Contains(socket.string()));
}

} // namespace
} // namespace platen::client
