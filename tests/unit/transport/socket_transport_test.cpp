#include "base/file.h"
#include "peer.h"
#include "support/deaf_port.h"
#include "transport/connect.h"
#include "transport/transport.h"

#include <future>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace platen::transport {
namespace {

using std::chrono::milliseconds;
using test::Peer;
using testing::AllOf;
using testing::HasSubstr;

constexpr Deadlines short_deadlines{milliseconds(5000), milliseconds(300)};
constexpr Deadlines patient{milliseconds(5000), milliseconds(20'000)};

std::unique_ptr<Transport> connected(const std::string& uri, const Deadlines& deadlines,
                                     const Cancel& cancel) {
  auto link = open(uri, deadlines, cancel);
  if (!link) throw std::runtime_error(link.error().message());
  return std::move(*link);
}

Result<void> send_and_finish(Transport& link, std::string_view text) {
  TRY_VOID(link.write(as_bytes(text)));
  return link.finish();
}

// More than all buffers on the way hold.
const std::string large(std::size_t{32} << 20, 'p');

TEST(SocketTransport, DeliversEveryByte) {
  std::string got;
  Peer peer([&](Peer::Connection& c) { got = c.take_all(); });
  const Cancel cancel;
  const auto link = connected(peer.uri(), patient, cancel);
  const auto done = send_and_finish(*link, large);
  ASSERT_TRUE(done) << done.error().message();
  EXPECT_EQ(link->bytes_delivered(), large.size());
  peer.join();
  EXPECT_EQ(got.size(), large.size());
  EXPECT_TRUE(got == large);
}

TEST(SocketTransport, SpeaksIpv6AndNames) {
  for (const std::string host : {"[::1]", "localhost"}) {
    std::string got;
    Peer peer([&](Peer::Connection& c) { got = c.take_all(); },
              host == "[::1]" ? AF_INET6 : AF_INET);
    const Cancel cancel;
    const auto done = send_and_finish(*connected(peer.uri(host), patient, cancel), "job");
    ASSERT_TRUE(done) << done.error().message();
    peer.join();
    EXPECT_EQ(got, "job");
  }
}

TEST(SocketTransport, CarriesAnswers) {
  Peer peer([](Peer::Connection& c) {
    c.say("answer to " + c.take(5));
    c.wait_for_end();
  });
  const Cancel cancel;
  const auto link = connected(peer.uri(), patient, cancel);
  ASSERT_TRUE(link->write(as_bytes("hello")));
  std::string heard;
  std::array<std::byte, 6> into{};
  while (heard.size() < 15) {
    const auto got = link->read(into, milliseconds(10'000));
    ASSERT_TRUE(got) << got.error().message();
    heard += as_text(Bytes(into).first(*got));
  }
  EXPECT_EQ(heard, "answer to hello");
  EXPECT_EQ(link->read({}, milliseconds(0)), 0U);
  const auto silence = link->read(into, milliseconds(0));
  ASSERT_FALSE(silence);
  EXPECT_EQ(silence.error().code, Errc::timeout);
}

TEST(SocketTransport, ReadsTheEndOfADeviceThatCloses) {
  Peer peer([](Peer::Connection& c) { c.say("bye"); });
  const Cancel cancel;
  const auto link = connected(peer.uri(), patient, cancel);
  std::array<std::byte, 16> into{};
  EXPECT_EQ(link->read(into, milliseconds(10'000)), 3U);
  EXPECT_EQ(link->read(into, milliseconds(10'000)), 0U);
  EXPECT_EQ(link->read(into, milliseconds(0)), 0U);
}

TEST(SocketTransport, IsNotBlockedByADeviceThatTalksBeforeItReads) {
  std::size_t got = 0;
  Peer peer([&](Peer::Connection& c) {
    c.say(std::string(std::size_t{16} << 20, 'a')); // reads nothing until all of it is taken
    got = c.take_all().size();
  });
  const Cancel cancel;
  const auto done = send_and_finish(*connected(peer.uri(), patient, cancel), large);
  ASSERT_TRUE(done) << done.error().message();
  peer.join();
  EXPECT_EQ(got, large.size());
}

TEST(SocketTransport, WaitsForASlowReader) {
  std::string got;
  Peer peer([&](Peer::Connection& c) {
    for (int i = 0; i < 8;
         ++i) { // each pause is shorter than the stall deadline, all together are longer
      got += c.take(std::size_t{1} << 20);
      std::this_thread::sleep_for(milliseconds(150));
    }
    got += c.take_all();
  });
  const Cancel cancel;
  const auto link = connected(peer.uri(), {milliseconds(5000), milliseconds(1000)}, cancel);
  const auto done = send_and_finish(*link, large);
  ASSERT_TRUE(done) << done.error().message();
  peer.join();
  EXPECT_EQ(got.size(), large.size());
}

TEST(SocketTransport, NamesTheStallAndWhatWasDelivered) {
  std::promise<void> end;
  Peer peer([&](Peer::Connection& c) {
    c.take(100'000);
    end.get_future().wait(); // reads no more, and keeps the connection
  });
  const Cancel cancel;
  const auto link = connected(peer.uri(), short_deadlines, cancel);
  const auto done = send_and_finish(*link, large);
  end.set_value();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::timeout);
  EXPECT_THAT(done.error().what,
              AllOf(HasSubstr("127.0.0.1 port " + std::to_string(peer.port())),
                    HasSubstr("taken nothing"), HasSubstr("paper"), HasSubstr("bytes")));
  EXPECT_GE(link->bytes_delivered(), 100'000U);
  EXPECT_LT(link->bytes_delivered(), large.size());
}

TEST(SocketTransport, NamesTheStallOfTheLastBytes) {
  std::promise<void> end;
  Peer peer([&](Peer::Connection&) { end.get_future().wait(); });
  const Cancel cancel;
  const auto link = connected(peer.uri(), short_deadlines, cancel);
  // Small enough for our own send buffer, larger than what the peer's window takes.
  const auto done = send_and_finish(*link, std::string(200'000, 'x'));
  end.set_value();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::timeout);
}

TEST(SocketTransport, SaysThatTheDeviceClosedEarly) {
  for (const bool hard : {false, true}) {
    Peer peer([&](Peer::Connection& c) {
      c.take(300'000);
      if (hard) c.reset();
    });
    const Cancel cancel;
    const auto link = connected(peer.uri(), patient, cancel);
    const auto done = send_and_finish(*link, large);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::io);
    EXPECT_THAT(done.error().what, AllOf(HasSubstr("broke the connection"), HasSubstr("delivered"),
                                         HasSubstr(std::to_string(link->bytes_delivered()))));
    EXPECT_GE(link->bytes_delivered(), 300'000U);
    EXPECT_LT(link->bytes_delivered(), large.size());
  }
}

TEST(SocketTransport, SaysThatTheLastBytesWereThrownAway) {
  std::promise<void> sent;
  Peer peer([&](Peer::Connection& c) {
    c.take(1);
    sent.get_future().wait();
    c.reset(); // with the rest unread in its buffers
  });
  const Cancel cancel;
  const auto link = connected(peer.uri(), patient, cancel);
  ASSERT_TRUE(link->write(as_bytes(std::string(1000, 'x'))));
  sent.set_value();
  peer.join();
  const auto done = link->finish();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::io);
}

TEST(SocketTransport, KeepsWhatTheDeviceSaidBeforeItClosed) {
  Peer peer([](Peer::Connection& c) {
    c.take(1000);
    c.say("out of paper");
  });
  const Cancel cancel;
  const auto link = connected(peer.uri(), patient, cancel);
  ASSERT_FALSE(send_and_finish(*link, large));
  std::array<std::byte, 32> into{};
  const auto got = link->read(into, milliseconds(0));
  ASSERT_TRUE(got) << got.error().message();
  EXPECT_EQ(as_text(Bytes(into).first(*got)), "out of paper");
}

TEST(SocketTransport, DeliversToADeviceThatStopsTalkingFirst) {
  std::string got;
  Peer peer([&](Peer::Connection& c) {
    c.stop_talking();
    std::this_thread::sleep_for(milliseconds(100));
    got = c.take_all();
  });
  const Cancel cancel;
  const auto link = connected(peer.uri(), patient, cancel);
  const auto done = send_and_finish(*link, large);
  ASSERT_TRUE(done) << done.error().message();
  peer.join();
  EXPECT_EQ(got.size(), large.size());
}

TEST(SocketTransport, NamesAClosedPort) {
  int port = 0;
  {
    const Peer peer([](Peer::Connection&) {});
    port = peer.port();
  }
  const Cancel cancel;
  const auto link = open("socket://127.0.0.1:" + std::to_string(port), patient, cancel);
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, Errc::unreachable);
  EXPECT_THAT(link.error().what, AllOf(HasSubstr("127.0.0.1 port " + std::to_string(port)),
                                       HasSubstr("refused"), HasSubstr("check")));
}

TEST(SocketTransport, NamesAHostThatNobodyKnows) {
  const Cancel cancel;
  const auto link = open("socket://no-such-printer.invalid", patient, cancel);
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, Errc::unreachable);
  EXPECT_THAT(link.error().what,
              AllOf(HasSubstr("no-such-printer.invalid"), HasSubstr("IP address")));
}

// As where a printer's IPv6 address leads nowhere: the time is shared, not used up by the first.
TEST(SocketTransport, TriesTheNextAddressWhenOneDoesNotAnswer) {
  const test::DeafPort deaf;
  UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(deaf.port()));
  ASSERT_EQ(::inet_pton(AF_INET, "127.0.0.2", &address.sin_addr), 1);
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listener.get(), 4), 0);
  const Cancel cancel;
  const SocketAddress to{"printer", std::to_string(deaf.port()), {}};
  EXPECT_TRUE(connect_to_one_of({"127.0.0.1", "127.0.0.2"}, to, milliseconds(4000), cancel));
  const auto none = connect_to_one_of({"127.0.0.1", "127.0.0.1"}, to, milliseconds(400), cancel);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::timeout);
  EXPECT_THAT(none.error().what, HasSubstr("did not answer within 400 ms"));
}

TEST(SocketTransport, EndsWhenCancelled) {
  std::promise<void> end;
  Peer peer([&](Peer::Connection&) { end.get_future().wait(); });
  Cancel cancel;
  const auto link = connected(peer.uri(), patient, cancel);
  std::thread later([&] {
    std::this_thread::sleep_for(milliseconds(100));
    cancel.request();
  });
  const auto done = send_and_finish(*link, large);
  later.join();
  end.set_value();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::cancelled);
}

} // namespace
} // namespace platen::transport
