#include "client/connection.h"
#include "client/login.h"
#include "client/request.h"
#include "support/ipp_peer.h"
#include "support/no_threads.h"

#include <chrono>
#include <cstdlib>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::client {
namespace {

using namespace std::chrono_literals;
using platen::ipp::Message;
using test::ipp_answer;
using test::IppPeer;
using testing::HasSubstr;
using testing::Not;

Message question() {
  return make_request(IPP_OP_GET_PRINTER_ATTRIBUTES, "printer-uri", "ipp://localhost/ipp/print",
                      "ada");
}

IppPeer::Said just_answer(const IppPeer::Asked& asked) {
  return ipp_answer(asked);
}

ServerAddress address_of(const IppPeer& peer, const std::string& login = {}) {
  return *parse_server(login + (login.empty() ? "" : "@") + peer.address());
}

std::unique_ptr<Connection> connected(const IppPeer& peer, ConnectOptions options = {},
                                      const std::string& login = {}) {
  auto connection = connect(address_of(peer, login), std::move(options));
  if (!connection) throw std::runtime_error(connection.error().message());
  return *std::move(connection);
}

Errc code_of(const Result<Message>& answer) {
  return answer ? Errc::bug : answer.error().code;
}

// A file with these bytes, at its beginning.
UniqueFd file_of(const std::string& bytes) {
  UniqueFd fd = *unnamed_file();
  EXPECT_TRUE(write_all(fd.get(), as_bytes(bytes)));
  ::lseek(fd.get(), 0, SEEK_SET);
  return fd;
}

TEST(Connection, AsksAndHearsAndKeepsTheConnection) {
  std::string path, user;
  IppPeer peer([&](const IppPeer::Asked& asked) {
    path = asked.path;
    user = asked.message.text(IPP_TAG_OPERATION, "requesting-user-name").value_or("");
    return ipp_answer(asked);
  });
  const auto connection = connected(peer);
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(connection->ask(question(), "/ipp/print/x"));
  EXPECT_EQ(path, "/ipp/print/x");
  EXPECT_EQ(user, "ada");
  EXPECT_EQ(peer.connections(), 1);
}

TEST(Connection, ConnectsAgainWhenThePeerHasClosed) {
  IppPeer peer([](const IppPeer::Asked& asked) {
    auto said = ipp_answer(asked);
    said.close = true;
    return said;
  });
  const auto connection = connected(peer);
  ASSERT_TRUE(connection->ask(question(), "/"));
  ASSERT_TRUE(connection->ask(question(), "/"));
  EXPECT_EQ(peer.connections(), 2);
}

TEST(Connection, SendsADocumentAfterTheRequest) {
  std::string got;
  IppPeer peer([&](const IppPeer::Asked& asked) {
    got = asked.document;
    return ipp_answer(asked);
  });
  const std::string document(300'000, 'x');
  const UniqueFd file = file_of(document);
  const auto connection = connected(peer);
  const auto answer = connection->ask(question(), "/", file.get());
  ASSERT_TRUE(answer) << answer.error().message();
  EXPECT_EQ(got, document);

  ASSERT_TRUE(connection->begin(question(), "/"));
  for (const char* part : {"in ", "", "several ", "parts"})
    ASSERT_TRUE(connection->write(as_bytes(part)));
  ASSERT_TRUE(connection->finish());
  EXPECT_EQ(got, "in several parts");
}

TEST(Connection, SaysWhereNobodyAnswers) {
  int port = 0;
  {
    const IppPeer gone(just_answer);
    port = gone.port();
  }
  auto address = *parse_server("127.0.0.1:" + std::to_string(port));
  address.tried = {"/run/some.sock"};
  const auto connection = connect(address);
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().code, Errc::unreachable);
  for (const char* words : {"127.0.0.1", "/run/some.sock", "platen server", "--server"})
    EXPECT_THAT(connection.error().what, HasSubstr(words));
  const auto nowhere = connect(*parse_server("no-such-host.invalid"));
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, Errc::unreachable);
}

TEST(Connection, TellsHttpsOwnRefusalsApart) {
  for (const auto& [status, code] :
       {std::pair(401, Errc::denied), std::pair(403, Errc::denied), std::pair(404, Errc::not_found),
        std::pair(503, Errc::busy), std::pair(500, Errc::malformed)}) {
    IppPeer peer([status = status](const IppPeer::Asked&) {
      IppPeer::Said said;
      said.status = status;
      return said;
    });
    EXPECT_EQ(code_of(connected(peer)->ask(question(), "/x")), code) << status;
  }
}

TEST(Connection, RefusesAnAnswerThatIsNoIpp) {
  const auto code = [](const IppPeer::Said& said) {
    IppPeer peer([said](const IppPeer::Asked&) { return said; });
    return code_of(connected(peer)->ask(question(), "/"));
  };
  IppPeer::Said page;
  page.type = "text/html";
  page.body = "<html>";
  EXPECT_EQ(code(page), Errc::malformed);
  IppPeer::Said rubbish;
  rubbish.body = "rubbish";
  EXPECT_EQ(code(rubbish), Errc::malformed);
  IppPeer::Said huge;
  huge.body = std::string(3 << 20, 'x');
  EXPECT_EQ(code(huge), Errc::limit);
  IppPeer::Said cut;
  cut.cut = true;
  EXPECT_EQ(code(cut), Errc::io);
  IppPeer::Said half;
  half.body = std::string(1000, 'x');
  half.only = 300;
  EXPECT_EQ(code(half), Errc::io);
}

TEST(Connection, EndsAStall) {
  IppPeer peer([](const IppPeer::Asked&) {
    IppPeer::Said said;
    said.silent = true;
    return said;
  });
  ConnectOptions options;
  options.stall = 300ms; // it would be silent for ever
  const auto connection = connected(peer, std::move(options));
  EXPECT_EQ(code_of(connection->ask(question(), "/")), Errc::timeout);
}

// Takes the call, and is silent when TLS is to begin.
class SilentPort {
public:
  SilentPort() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_.get(), 4);
    ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  ServerAddress address() const { return *parse_server("127.0.0.1:" + std::to_string(port_)); }

private:
  UniqueFd listener_;
  int port_ = 0;
};

// What libcups does by itself takes ten seconds; a loaded machine has most of them for the rest.
constexpr auto sooner_than_libcups = 8s;

TEST(Connection, GivesAPeerThatIsSilentInTlsNoLongerThanToConnect) {
  const SilentPort port;
  ConnectOptions options;
  options.tls = Tls::always;
  options.connect = 300ms;
  const auto before = std::chrono::steady_clock::now();
  const auto connection = connect(port.address(), std::move(options));
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().code, Errc::unreachable);
  EXPECT_THAT(connection.error().what, HasSubstr("did not answer within 300 ms"));
  EXPECT_LT(std::chrono::steady_clock::now() - before, sooner_than_libcups);
}

TEST(Connection, IsCancelledWhileThePeerIsSilentInTls) {
  const SilentPort port;
  Cancel cancel;
  ConnectOptions options;
  options.tls = Tls::always;
  options.cancel = &cancel;
  options.connect = 1h;
  const std::jthread canceller([&] {
    std::this_thread::sleep_for(200ms);
    cancel.request();
  });
  const auto before = std::chrono::steady_clock::now();
  const auto connection = connect(port.address(), std::move(options));
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().code, Errc::cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - before, sooner_than_libcups);
}

TEST(Connection, IsCancelledInTheMidstOfADocument) {
  IppPeer peer(just_answer);
  peer.stop_reading();
  Cancel cancel;
  ConnectOptions options;
  options.cancel = &cancel;
  options.stall = 1h; // it would take nothing for so long
  const auto connection = connected(peer, std::move(options));
  ASSERT_TRUE(connection->begin(question(), "/"));
  const std::jthread canceller([&] {
    std::this_thread::sleep_for(200ms);
    cancel.request();
  });
  const Buffer block(1 << 20);
  Result<void> written;
  for (int i = 0; written && i < 1000; ++i)
    written = connection->write(block);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::cancelled);
}

TEST(Connection, HearsARefusalBeforeTheDocumentIsOut) {
  IppPeer peer(just_answer, [](const IppPeer::Asked& asked) {
    IppPeer::Said said = ipp_answer(asked, IPP_STATUS_ERROR_BUSY);
    said.close = true;
    return std::optional(said);
  });
  const auto connection = connected(peer);
  ASSERT_TRUE(connection->begin(question(), "/"));
  const Buffer block(1 << 16);
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(connection->write(block));
    std::this_thread::sleep_for(5ms);
  }
  const auto answer = connection->finish();
  ASSERT_TRUE(answer) << answer.error().message();
  EXPECT_EQ(error_of(*answer)->code, Errc::busy);
}

// A server that wants ada:secret.
IppPeer::Said behind_a_login(const IppPeer::Asked& asked) {
  if (asked.field("authorization") == "Basic YWRhOnNlY3JldA==") return ipp_answer(asked);
  IppPeer::Said said;
  said.status = 401;
  said.fields = "WWW-Authenticate: Basic realm=\"platen\"\r\n";
  return said;
}

TEST(Connection, LogsInWithTheAddress) {
  IppPeer peer(behind_a_login);
  EXPECT_TRUE(connected(peer, {}, "ada:secret")->ask(question(), "/"));
  const auto wrong = connected(peer, {}, "ada:wrong-one")->ask(question(), "/");
  EXPECT_EQ(code_of(wrong), Errc::denied);
  EXPECT_THAT(wrong.error().what, Not(HasSubstr("wrong-one")));
}

TEST(Connection, AsksForALoginOnceAndSendsTheDocumentAgain) {
  std::string got;
  IppPeer peer([&](const IppPeer::Asked& asked) {
    const auto said = behind_a_login(asked);
    if (said.status == 200) got = asked.document;
    return said;
  });
  int asked = 0;
  ConnectOptions options;
  options.log_in = [&]() -> Result<Login> {
    ++asked;
    return Login{"ada", "secret"};
  };
  const auto connection = connected(peer, std::move(options));
  const UniqueFd file = file_of("the document");
  ASSERT_TRUE(connection->ask(question(), "/", file.get()));
  EXPECT_EQ(got, "the document");
  ASSERT_TRUE(connection->ask(question(), "/"));
  EXPECT_EQ(asked, 1);
}

TEST(Connection, IsToldToLogInBeforeAPipeIsRead) {
  // The head alone is refused, so a document that can be read only once is still whole.
  IppPeer peer(
      [](const IppPeer::Asked& asked) {
        auto said = ipp_answer(asked);
        if (asked.document != "from a pipe") said.status = 500;
        return said;
      },
      [](const IppPeer::Asked& asked) -> std::optional<IppPeer::Said> {
        if (!asked.field("authorization").empty()) return std::nullopt;
        IppPeer::Said said = behind_a_login(asked);
        said.close = true;
        return said;
      });
  ConnectOptions options;
  options.log_in = []() -> Result<Login> { return Login{"ada", "secret"}; };
  int ends[2] = {};
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_TRUE(write_all(ends[1], as_bytes("from a pipe")));
  ::close(ends[1]);
  const UniqueFd pipe(ends[0]);
  const auto answer = connected(peer, std::move(options))->ask(question(), "/", pipe.get());
  EXPECT_TRUE(answer) << answer.error().message();
}

class PasswordFile : public testing::Test {
protected:
  PasswordFile() {
    std::string name = testing::TempDir() + "platen-login-XXXXXX";
    const UniqueFd fd(::mkstemp(name.data()));
    path = name;
    ::setenv("PLATEN_PASSWORD_FILE", path.c_str(), 1);
  }
  ~PasswordFile() override {
    ::unsetenv("PLATEN_PASSWORD_FILE");
    ::unlink(path.c_str());
  }
  Result<Login> login(const std::string& text, const std::string& server = "host") {
    EXPECT_TRUE(write_file(path, as_bytes(text)));
    ::chmod(path.c_str(), 0600);
    return find_login(*parse_server(server));
  }
  std::string path;
};

TEST_F(PasswordFile, HoldsUserAndPasswordInItsFirstLine) {
  const auto found = login("ada:a:secret\nmore");
  ASSERT_TRUE(found) << found.error().message();
  EXPECT_EQ(found->user, "ada");
  EXPECT_EQ(found->password, "a:secret");
  EXPECT_TRUE(login("ada:secret", "ada@host"));
}

TEST_F(PasswordFile, IsRefusedWithoutTellingWhatItHolds) {
  for (const auto& [text, server] : {std::pair("secret", "host"), std::pair(":secret", "host"),
                                     std::pair("eve:secret", "ada@host"), std::pair("", "host")}) {
    const auto found = login(text, server);
    ASSERT_FALSE(found) << text;
    EXPECT_EQ(found.error().code, Errc::denied);
    EXPECT_THAT(found.error().what, Not(HasSubstr("secret")));
  }
  ASSERT_TRUE(login("ada:secret"));
  ::chmod(path.c_str(), 0644);
  EXPECT_FALSE(find_login(*parse_server("host")));
}

TEST(ErrorOf, SaysStatusMessageAndUnsupportedValues) {
  Message answer;
  ippSetStatusCode(answer.get(), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
  ippAddString(answer.get(), IPP_TAG_OPERATION, IPP_TAG_TEXT, "status-message", nullptr, "no such");
  ippAddString(answer.get(), IPP_TAG_UNSUPPORTED_GROUP, IPP_TAG_KEYWORD, "sides", nullptr, "three");
  ippAddOutOfBand(answer.get(), IPP_TAG_UNSUPPORTED_GROUP, IPP_TAG_UNSUPPORTED_VALUE, "staples");
  const auto error = error_of(answer);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::unsupported);
  EXPECT_EQ(error->what, "client-error-attributes-or-values-not-supported: no such (not supported: "
                         "sides=three, staples)");
  EXPECT_FALSE(error_of(Message()));
  ippSetStatusCode(answer.get(), IPP_STATUS_OK_IGNORED_OR_SUBSTITUTED);
  EXPECT_FALSE(error_of(answer));
}

// Nothing would end a peer that holds us: so nobody connects unwatched.
TEST(Connection, IsNotMadeWithoutTheThreadThatWatchesIt) {
  const IppPeer peer(just_answer);
  {
    const test::NoThreads none;
    const auto connection = connect(address_of(peer), {});
    ASSERT_FALSE(connection);
    EXPECT_EQ(connection.error().code, Errc::io);
    EXPECT_THAT(connection.error().what, HasSubstr("cannot start a thread"));
    EXPECT_THAT(connection.error().what, HasSubstr("RLIMIT_NPROC"));
  }
  EXPECT_TRUE(connect(address_of(peer), {}));
}

} // namespace
} // namespace platen::client
