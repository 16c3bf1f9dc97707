#include "http/listener.h"
#include "support.h"

#include <cstring>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace platen::http::test {
namespace {

const std::string get = "GET /g HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST(Listener, NamesTheAddressThatIsTaken) {
  const auto first = listen_on({"127.0.0.1", 0});
  ASSERT_TRUE(first);
  const auto second = listen_on(first->address);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::io);
  EXPECT_EQ(second.error().what,
            "cannot listen on " + to_string(first->address) + ": Address already in use");
}

TEST(Listener, RefusesNames) {
  for (const char* address : {"localhost", "", "256.0.0.1", "::1%lo"})
    EXPECT_EQ(listen_on({address, 0}).error().code, Errc::invalid) << address;
}

TEST(Listener, ServesBothFamiliesOnOnePort) {
  Script script;
  ServerOptions options;
  options.listen = {{"0.0.0.0", 0}};
  auto first = listen_on(options.listen[0]);
  ASSERT_TRUE(first);
  EXPECT_TRUE(listen_on({"::", first->address.port})); // neither takes the other's place
}

TEST(Listener, ServesIpv6) {
  ServerOptions options;
  options.listen = {{"127.0.0.1", 0}, {"::1", 0}};
  Running server(options);
  const auto addresses = server.server->addresses();
  ASSERT_EQ(addresses.size(), 2U);
  Client client(addresses[1].port, "::1");
  EXPECT_EQ(client.ask(get).status, 200);
  EXPECT_EQ(server.script.seen()[0].head.peer.address, "::1");
  EXPECT_TRUE(server.script.seen()[0].head.peer.loopback);
}

struct LocalServer {
  Folder folder;
  std::filesystem::path path = folder / "platen.sock";
  ServerOptions options() const {
    ServerOptions made;
    made.listen = {{"127.0.0.1", 0}};
    made.unix_socket = path;
    return made;
  }
};

TEST(LocalListener, KnowsItsPeer) {
  LocalServer local;
  {
    Running server(local.options());
    EXPECT_EQ(server.server->addresses().size(), 1U);
    Client client(local.path);
    EXPECT_EQ(client.ask(get).status, 200);
    const Peer peer = server.script.seen()[0].head.peer;
    EXPECT_EQ(peer.local_uid, ::getuid());
    EXPECT_EQ(peer.address, "");
    EXPECT_TRUE(peer.loopback);
    EXPECT_EQ(std::filesystem::status(local.path).permissions(), std::filesystem::perms(0666));
  }
  EXPECT_FALSE(std::filesystem::exists(local.path));
}

TEST(LocalListener, ReplacesAStaleSocketAndNoOther) {
  LocalServer local;
  {
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::strncpy(name.sun_path, local.path.c_str(), sizeof name.sun_path - 1);
    const UniqueFd dead(::socket(AF_UNIX, SOCK_STREAM, 0));
    ASSERT_EQ(::bind(dead.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
  }
  Running server(local.options());
  EXPECT_EQ(Client(local.path).ask(get).status, 200);
  const auto second = listen_on_file(local.path);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::io);
  EXPECT_EQ(second.error().what, "another server answers at " + local.path.string());
  EXPECT_EQ(Client(local.path).ask(get).status, 200);
}

TEST(LocalListener, LeavesOtherFilesAlone) {
  LocalServer local;
  std::ofstream(local.path) << "precious";
  EXPECT_EQ(listen_on_file(local.path).error().code, Errc::io);
  EXPECT_EQ(std::filesystem::file_size(local.path), 8U);
  EXPECT_EQ(listen_on_file(local.folder / "missing/s.sock").error().code, Errc::io);
  EXPECT_EQ(listen_on_file(local.folder / std::string(200, 'a').c_str()).error().code,
            Errc::invalid);
}

TEST(LocalListener, DoesNotRemoveTheSocketOfItsSuccessor) {
  LocalServer local;
  auto first = listen_on_file(local.path);
  ASSERT_TRUE(first);
  std::filesystem::remove(local.path);
  const auto second = listen_on_file(local.path);
  ASSERT_TRUE(second);
  first->file.reset();
  EXPECT_TRUE(std::filesystem::exists(local.path));
}

TEST(OpenServer, RefusesWrongOptions) {
  Script script;
  EXPECT_EQ(open_server({}, script).error().code, Errc::invalid);
  ServerOptions half;
  half.listen = {{"127.0.0.1", 0}};
  half.certificate = "/tmp/certificate";
  EXPECT_EQ(open_server(half, script).error().code, Errc::invalid);
  for (const char* name : {"", "a b", "a,b", "n\xc3\xa4me", "host:80", "[::1]", "*.example"}) {
    ServerOptions named;
    named.listen = {{"127.0.0.1", 0}};
    named.names = {"print", name};
    EXPECT_EQ(open_server(named, script).error().code, Errc::invalid) << name;
  }
}

} // namespace
} // namespace platen::http::test
