#include "http/listener.h"
#include "support.h"

#include <cstring>
#include <fstream>

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace platen::http::test {
namespace {

const std::string get = "GET /g HTTP/1.1\r\nHost: localhost\r\n\r\n";

// A socket as a service manager opens it: both families at one address, blocking, inherited.
UniqueFd both_families(bool listening = true) {
  UniqueFd fd(::socket(AF_INET6, SOCK_STREAM, 0));
  const int off = 0;
  ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  sockaddr_in6 any{};
  any.sin6_family = AF_INET6;
  EXPECT_EQ(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&any), sizeof any), 0);
  EXPECT_TRUE(!listening || ::listen(fd.get(), 8) == 0);
  return fd;
}

std::vector<UniqueFd> one(UniqueFd fd) {
  std::vector<UniqueFd> all;
  all.push_back(std::move(fd));
  return all;
}

// A server on sockets that it was given.
struct Given {
  Given(ServerOptions options, std::vector<UniqueFd> sockets) {
    auto opened = open_server(std::move(options), script, std::move(sockets));
    if (!opened) {
      ADD_FAILURE() << opened.error().what;
      return;
    }
    server = *std::move(opened);
    thread = std::thread([this] { server->run(); });
  }
  ~Given() {
    if (server) server->stop();
    if (thread.joinable()) thread.join();
  }
  Script script;
  std::unique_ptr<Server> server;
  std::thread thread;
};

TEST(AdoptListener, KnowsItsAddressAndMakesItFitForUs) {
  auto made = adopt_listener(both_families());
  ASSERT_TRUE(made) << made.error().what;
  EXPECT_EQ(made->address.address, "::");
  EXPECT_NE(made->address.port, 0);
  EXPECT_NE(::fcntl(made->socket.get(), F_GETFL) & O_NONBLOCK, 0);
  EXPECT_NE(::fcntl(made->socket.get(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(AdoptListener, RefusesWhatCannotBeListenedOn) {
  Folder folder;
  std::ofstream(folder / "file") << "no socket";
  const auto refused = [](UniqueFd fd, const char* why) {
    const auto made = adopt_listener(std::move(fd));
    ASSERT_FALSE(made) << why;
    EXPECT_EQ(made.error().code, Errc::invalid);
    EXPECT_NE(made.error().what.find(why), std::string::npos) << made.error().what;
  };
  refused(UniqueFd(::open((folder / "file").c_str(), O_RDONLY)), "is no socket");
  refused(UniqueFd(::socket(AF_INET, SOCK_DGRAM, 0)), "takes no connections");
  refused(UniqueFd(::socket(AF_NETLINK, SOCK_RAW, 0)), "another kind of network");
  refused(both_families(false), "does not listen");
  refused(UniqueFd(), "is no socket");
}

TEST(AdoptListener, CountsInPlaceOfTheAddressesOfTheOptions) {
  ServerOptions options;
  options.listen = {{"192.0.2.1", 1}}; // could not be opened
  const Given given(std::move(options), one(both_families()));
  ASSERT_TRUE(given.server);
  ASSERT_EQ(given.server->addresses().size(), 1U);
  EXPECT_EQ(given.server->addresses()[0].address, "::");
}

// Who comes by IPv4 to a socket of both families is known by that address: what is allowed to this
// machine alone depends on it.
TEST(AdoptListener, KnowsPeersOfBothFamilies) {
  const Given given({}, one(both_families()));
  ASSERT_TRUE(given.server);
  const std::uint16_t port = given.server->addresses()[0].port;
  EXPECT_EQ(Client(port, "127.0.0.1").ask(get).status, 200);
  EXPECT_EQ(Client(port, "::1").ask(get).status, 200);
  const auto seen = given.script.seen();
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].head.peer.address, "127.0.0.1");
  EXPECT_TRUE(seen[0].head.peer.loopback);
  EXPECT_EQ(seen[1].head.peer.address, "::1");
  EXPECT_TRUE(seen[1].head.peer.loopback);
}

TEST(AdoptListener, TakesASocketOfThisMachineAndLeavesItsFile) {
  Folder folder;
  const std::filesystem::path path = folder / "given.sock";
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::strncpy(name.sun_path, path.c_str(), sizeof name.sun_path - 1);
  ASSERT_EQ(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
  ASSERT_EQ(::listen(fd.get(), 8), 0);
  ServerOptions options;
  options.listen = {{"127.0.0.1", 0}};
  options.unix_socket = folder / "unused.sock";
  {
    const Given given(std::move(options), one(std::move(fd)));
    ASSERT_TRUE(given.server);
    EXPECT_EQ(given.server->addresses().size(), 1U); // the network's, as the options say
    EXPECT_EQ(Client(path).ask(get).status, 200);
    EXPECT_EQ(given.script.seen()[0].head.peer.local_uid, ::getuid());
    EXPECT_FALSE(std::filesystem::exists(folder / "unused.sock"));
  }
  EXPECT_TRUE(std::filesystem::exists(path)); // it is the service manager's
}

} // namespace
} // namespace platen::http::test
