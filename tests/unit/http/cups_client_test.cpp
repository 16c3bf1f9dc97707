// libcups as the client: the way that lp, lpadmin and the ipp backend come.
#include "support.h"

#include <cups/cups.h>
#include <gtest/gtest.h>

namespace platen::http::test {
namespace {

struct Cups {
  explicit Cups(const Running& server, http_encryption_t encryption)
      : http(httpConnect2("127.0.0.1", server.port(), nullptr, AF_UNSPEC, encryption, 1, 5000,
                          nullptr)) {}
  ~Cups() { httpClose(http); }
  Cups(const Cups&) = delete;

  std::string body() {
    std::string all;
    std::vector<char> block(4096);
    for (;;) {
      const ssize_t got = httpRead2(http, block.data(), block.size());
      if (got <= 0) return all;
      all.append(block.data(), static_cast<std::size_t>(got));
    }
  }
  http_status_t update() {
    http_status_t status = HTTP_STATUS_CONTINUE;
    while (status == HTTP_STATUS_CONTINUE)
      status = httpUpdate(http);
    return status;
  }
  std::string get() {
    httpClearFields(http);
    if (httpGet(http, "/g") != 0 || update() != HTTP_STATUS_OK) return "failed";
    return body();
  }
  // Chunked, with "Expect: 100-continue", as CUPS sends documents.
  std::string post(const std::string& bytes) {
    httpClearFields(http);
    httpSetField(http, HTTP_FIELD_TRANSFER_ENCODING, "chunked");
    httpSetExpect(http, HTTP_STATUS_CONTINUE);
    if (httpPost(http, "/p") != 0) return "failed";
    if (httpWait(http, 5000) == 0 || httpUpdate(http) != HTTP_STATUS_CONTINUE) return "no 100";
    for (std::size_t at = 0; at < bytes.size(); at += 10'000)
      httpWrite2(http, bytes.data() + at, std::min<std::size_t>(10'000, bytes.size() - at));
    httpWrite2(http, "", 0);
    return update() == HTTP_STATUS_OK ? body() : "failed";
  }
  http_t* http;
};

class CupsClient : public testing::TestWithParam<http_encryption_t> {};

TEST_P(CupsClient, IsServed) {
  Folder folder;
  ::setenv("HOME", (folder / "home").c_str(), 1);
  ServerOptions options;
  options.certificate = folder / "server.pem";
  options.key = folder / "server.key";
  Running server(options);
  Cups client(server, GetParam());
  ASSERT_NE(client.http, nullptr) << cupsLastErrorString();
  const bool encrypted =
      GetParam() == HTTP_ENCRYPTION_REQUIRED || GetParam() == HTTP_ENCRYPTION_ALWAYS;
  EXPECT_EQ(httpIsEncrypted(client.http) != 0, encrypted);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client.get(), "GET /g|");
    const std::string document(100'000, 'd');
    EXPECT_EQ(client.post(document), "POST /p|" + document);
  }
  EXPECT_EQ(server.script.seen()[0].head.peer.encrypted, encrypted);
}

INSTANTIATE_TEST_SUITE_P(Encryption, CupsClient,
                         testing::Values(HTTP_ENCRYPTION_NEVER, HTTP_ENCRYPTION_IF_REQUESTED,
                                         HTTP_ENCRYPTION_REQUIRED, HTTP_ENCRYPTION_ALWAYS));

TEST(CupsOverTheSocket, IsServed) {
  Folder folder;
  ServerOptions options;
  options.unix_socket = folder / "platen.sock";
  Running server(options);
  http_addrlist_t address{};
  address.addr.un.sun_family = AF_LOCAL;
  options.unix_socket.native().copy(address.addr.un.sun_path, sizeof address.addr.un.sun_path - 1);
  http_t* const http = httpConnect2("localhost", 0, &address, AF_UNSPEC,
                                    HTTP_ENCRYPTION_IF_REQUESTED, 1, 5000, nullptr);
  ASSERT_NE(http, nullptr);
  httpClearFields(http); // this sets Host
  EXPECT_EQ(httpGet(http, "/g"), 0);
  http_status_t status = HTTP_STATUS_CONTINUE;
  while (status == HTTP_STATUS_CONTINUE)
    status = httpUpdate(http);
  ASSERT_EQ(status, HTTP_STATUS_OK);
  EXPECT_TRUE(server.script.seen()[0].head.peer.local_uid);
  httpClose(http);
}

} // namespace
} // namespace platen::http::test
