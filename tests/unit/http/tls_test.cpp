#include "tls_client.h"

#include <gtest/gtest.h>
#include <malloc.h>

namespace platen::http::test {
namespace {

const std::string get = "GET /g HTTP/1.1\r\nHost: localhost\r\n\r\n";
const std::string upgrade = "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                            "Upgrade: TLS/1.2,TLS/1.1,TLS/1.0\r\n\r\n";

struct Secure {
  Folder folder;
  ServerOptions options() const {
    ServerOptions made;
    made.certificate = folder / "server.pem";
    made.key = folder / "server.key";
    made.names = {"print"};
    return made;
  }
};

TEST(Tls, SharesThePortWithPlainHttp) {
  Secure secure;
  Running server(secure.options());
  Client plain = server.client(), socket = server.client();
  TlsClient tls(socket);
  ASSERT_TRUE(tls.connected());
  EXPECT_EQ(plain.ask(get).body, "GET /g|");
  for (int i = 0; i < 3; ++i) {
    tls.send(get);
    EXPECT_TRUE(tls.receive_until("|").ends_with("GET /g|"));
  }
  const auto seen = server.script.seen();
  EXPECT_FALSE(seen[0].head.peer.encrypted);
  EXPECT_TRUE(seen[1].head.peer.encrypted);
}

TEST(Tls, CarriesLargeBodiesBothWays) {
  Secure secure;
  Running server(secure.options());
  Client socket = server.client();
  TlsClient tls(socket);
  const std::string body(2'000'000, 'b');
  std::jthread sender([&] {
    tls.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
             std::to_string(body.size() + 1) + "\r\n\r\n");
    for (std::size_t at = 0; at < body.size(); at += 100'000)
      tls.send(std::string_view(body).substr(at, 100'000));
    tls.send("!");
  });
  sender.join();
  const std::string answer = tls.receive_until("!");
  EXPECT_TRUE(answer.ends_with("|" + body + "!"));
}

TEST(Tls, IsNeverOlderThan12) {
  Secure secure;
  Running server(secure.options());
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    Client socket = server.client();
    EXPECT_FALSE(TlsClient(socket, version).connected());
  }
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    Client socket = server.client();
    EXPECT_TRUE(TlsClient(socket, version).connected());
  }
}

TEST(Tls, ResumesSessions) {
  Secure secure;
  Running server(secure.options());
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    Client first = server.client(), second = server.client();
    TlsClient one(first, version);
    one.send(get);
    one.receive_until("|");
    SSL_SESSION* const session = SSL_get1_session(one.ssl());
    TlsClient two(second, version, session);
    EXPECT_EQ(SSL_session_reused(two.ssl()), 1);
    two.send(get);
    EXPECT_TRUE(two.receive_until("|").ends_with("|"));
    SSL_SESSION_free(session);
  }
}

TEST(Tls, IsAbsentWithoutACertificate) {
  Running server;
  Client socket = server.client();
  EXPECT_FALSE(TlsClient(socket).connected());
  EXPECT_EQ(server.ask(upgrade).status, 200); // the request for it is overlooked
}

TEST(Tls, OutlivesGarbage) {
  Secure secure;
  Running server(secure.options());
  for (const std::string& bytes : {std::string("\x16\x03\x01\xff\xff garbage"), std::string("\x16"),
                                   std::string(1000, '\x16')}) {
    Client client = server.client();
    client.send(bytes);
    client.end_sending();
    EXPECT_TRUE(client.is_closed_by_server());
  }
  EXPECT_EQ(server.ask(get).status, 200);
}

TEST(Tls, BoundsTheTimeOfAHandshake) {
  Secure secure;
  ServerOptions options = secure.options();
  options.limits.header = 150ms;
  Running server(options);
  Client client = server.client();
  client.send("\x16\x03\x01\x02");
  EXPECT_TRUE(client.is_closed_by_server(2s));
}

TEST(Tls, ReloadsItsCertificate) {
  Secure secure;
  Running server(secure.options());
  const auto serial = [&] {
    Client socket = server.client();
    return TlsClient(socket).serial();
  };
  const std::string first = serial();
  Client old_socket = server.client();
  TlsClient old(old_socket);
  std::filesystem::rename(secure.folder / "server.pem", secure.folder / "old.pem");
  EXPECT_FALSE(server.server->reload_certificate());
  EXPECT_EQ(serial(), first); // the old one stays
  std::filesystem::rename(secure.folder / "server.key", secure.folder / "old.key");
  {
    Script unused;
    ServerOptions other = secure.options();
    other.listen = {{"127.0.0.1", 0}};
    ASSERT_TRUE(open_server(other, unused)); // makes a new pair
  }
  EXPECT_TRUE(server.server->reload_certificate());
  EXPECT_NE(serial(), first);
  old.send(get); // those who are connected notice nothing
  EXPECT_TRUE(old.receive_until("|").ends_with("|"));
}

TEST(Tls, TakesACertificateOfAnotherNameWhileItServes) {
  Secure secure;
  ServerOptions options = secure.options();
  Running server(options);
  const auto serial = [&] {
    Client socket = server.client();
    return TlsClient(socket).serial();
  };
  const std::string first = serial();
  options.certificate = secure.folder / "other.pem";
  options.key = secure.folder / "other.key";
  ASSERT_TRUE(server.server->change(options)); // made, as at a start
  const std::string second = serial();
  EXPECT_NE(second, first);
  options.certificate = secure.folder / "missing.pem"; // its key is there
  options.names = {"new.example.org"};
  EXPECT_FALSE(server.server->change(options));
  EXPECT_EQ(serial(), second);
  EXPECT_EQ(server.ask("GET / HTTP/1.1\r\nHost: new.example.org\r\n\r\n").status, 421);
}

TEST(Tls, NoticesANewCertificateByItself) {
  Secure secure;
  Running server(secure.options());
  const auto serial = [&] {
    Client socket = server.client();
    return TlsClient(socket).serial();
  };
  const std::string first = serial();
  std::filesystem::remove(secure.folder / "server.pem");
  std::filesystem::remove(secure.folder / "server.key");
  {
    Script unused;
    ServerOptions other = secure.options();
    other.listen = {{"127.0.0.1", 0}};
    ASSERT_TRUE(open_server(other, unused));
  }
  std::string last = first;
  for (int i = 0; i < 100 && last == first; ++i) {
    std::this_thread::sleep_for(100ms);
    last = serial();
  }
  EXPECT_NE(last, first);
}

TEST(Upgrade, SwitchesAndAnswersOverTls) {
  Secure secure;
  Running server(secure.options());
  for (const std::string& request :
       {upgrade,
        "GET /u HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: TLS/1.0\r\n\r\n" +
            std::string(),
        "POST /u HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: "
        "TLS/1.0\r\nContent-Length: 2\r\n\r\nhi" +
            std::string()}) {
    Client client = server.client();
    client.send(request);
    const Answer interim = client.receive();
    EXPECT_EQ(interim.status, 101);
    EXPECT_EQ(interim.fields.at("connection"), "Upgrade");
    EXPECT_EQ(interim.fields.at("upgrade"), "TLS/1.2, HTTP/1.1");
    TlsClient tls(client);
    ASSERT_TRUE(tls.connected());
    tls.send(get); // behind the answer that is still to come
    const std::string answers = tls.receive_until("GET /g|");
    EXPECT_TRUE(answers.starts_with("HTTP/1.1 200 OK\r\n")) << answers;
    EXPECT_TRUE(answers.ends_with("GET /g|"));
    const auto seen = server.script.seen();
    EXPECT_TRUE(seen.back().head.peer.encrypted);
    if (seen.size() > 1) {
      EXPECT_FALSE(seen[seen.size() - 2].head.path == "/u" &&
                   seen[seen.size() - 2].head.peer.encrypted);
    }
  }
}

// Somebody on the way adds a request behind the client's, to be executed as one that came over TLS.
TEST(Upgrade, RefusesBytesThatCameBeforeTheHandshake) {
  Secure secure;
  Running server(secure.options());
  Client client = server.client();
  EXPECT_EQ(client.ask(upgrade + "DELETE /all HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 400);
  EXPECT_TRUE(client.is_closed_by_server());
  EXPECT_TRUE(server.script.seen().empty());
}

TEST(Upgrade, IsNotOfferedTwice) {
  Secure secure;
  Running server(secure.options());
  Client client = server.client();
  TlsClient tls(client);
  tls.send(upgrade + get);
  EXPECT_EQ(tls.receive_until("GET /g|").find("101"), std::string::npos);
}

TEST(Tls, CostsLittleWhenIdle) {
  Secure secure;
  Running server(secure.options());
  std::vector<Client> sockets;
  std::vector<std::unique_ptr<TlsClient>> clients;
  const auto add = [&] {
    sockets.push_back(server.client());
    clients.push_back(std::make_unique<TlsClient>(sockets.back()));
    clients.back()->send(get);
    clients.back()->receive_until("|");
  };
  sockets.reserve(400);
  for (int i = 0; i < 20; ++i)
    add();
  const std::size_t before = ::mallinfo2().uordblks;
  for (int i = 0; i < 200; ++i)
    add();
  const std::size_t both = (::mallinfo2().uordblks - before) / 200;
  std::printf("an idle TLS connection: %zu bytes of heap, the client's side with it\n", both);
  EXPECT_LT(both, 160U << 10);
}

} // namespace
} // namespace platen::http::test
