#include "transport/lpd_address.h"
#include "transport/lpd_control.h"
#include "transport/transport.h"
#include "unit/transport/peer.h"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::transport {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

// A line printer daemon, written from RFC 1179: what it was told, and what it answers.
struct Daemon {
  std::string queue_command, control_command, control, data_command, data;
  // The answer to each of them in turn; "" closes the connection instead.
  std::string to_queue{"\0", 1}, to_control_command{"\0", 1}, to_control{"\0", 1},
      to_data_command{"\0", 1}, to_data{"\0", 1};

  static std::string line(test::Peer::Connection& from) {
    std::string text;
    for (;;) {
      const std::string c = from.take(1);
      if (c.empty() || c == "\n") return text;
      text += c;
    }
  }
  static std::size_t size_in(const std::string& command) {
    return std::stoul(command.substr(1, command.find(' ') - 1));
  }
  static bool answer(test::Peer::Connection& to, const std::string& how) {
    to.say(how);
    return how == std::string("\0", 1);
  }

  void serve(test::Peer::Connection& client) {
    queue_command = line(client);
    if (queue_command.empty() || !answer(client, to_queue)) return;
    control_command = line(client);
    if (!answer(client, to_control_command)) return;
    control = client.take(size_in(control_command) + 1);
    if (!answer(client, to_control)) return;
    data_command = line(client);
    if (!answer(client, to_data_command)) return;
    data = client.take(size_in(data_command) + 1);
    answer(client, to_data);
    client.wait_for_end();
  }
};

class LpdTransport : public testing::Test {
protected:
  // Of a connection that asks for nothing, and one with a job.
  static constexpr int connections = 2;

  Result<void> print(const std::string& data, const std::string& queue = "/lp") {
    test::Peer peer([this](test::Peer::Connection& client) { daemon_.serve(client); }, AF_INET,
                    connections);
    auto device =
        open("lpd://127.0.0.1:" + std::to_string(peer.port()) + queue, deadlines_, never_);
    if (!device) return Failure(device.error());
    (*device)->name_job("Letter of Zo\xC3\xAB\n to all", "ann smith");
    EXPECT_FALSE((*device)->may_have_sent());
    EXPECT_TRUE((*device)->write(data));
    EXPECT_EQ((*device)->bytes_delivered(), 0u);
    auto done = (*device)->finish();
    delivered_ = (*device)->bytes_delivered();
    sent_ = (*device)->may_have_sent();
    device->reset();
    peer.join();
    return done;
  }

  Daemon daemon_;
  Deadlines deadlines_{.connect = std::chrono::seconds(5),
                       .stall = std::chrono::seconds(5),
                       .answer = std::chrono::milliseconds(200)};
  Cancel never_;
  std::uint64_t delivered_ = 0;
  bool sent_ = false;
};

TEST_F(LpdTransport, SendsTheJobAsRfc1179HasIt) {
  std::string data(300'000, 'p');
  data[7] = '\0';
  const auto done = print(data, "/auto");
  ASSERT_TRUE(done) << done.error().message();
  EXPECT_EQ(daemon_.queue_command, "\x02"
                                   "auto");
  EXPECT_THAT(daemon_.control_command, MatchesRegex("\x02[0-9]+ cfA[0-9]{3}[^ ]+"));
  EXPECT_THAT(daemon_.data_command, MatchesRegex("\x03"
                                                 "300000 dfA[0-9]{3}[^ ]+"));
  EXPECT_EQ(daemon_.data, data + '\0');
  EXPECT_THAT(daemon_.control, HasSubstr("\nPann smith\nJLetter of Zo__ to all\nldfA"));
  EXPECT_EQ(daemon_.control.back(), '\0');
  EXPECT_EQ(delivered_, data.size());
  EXPECT_TRUE(sent_);
}

TEST_F(LpdTransport, NamesAQueueThatTheDaemonRefuses) {
  daemon_.to_queue = "\x01";
  const auto done = print("page");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::unreachable);
  EXPECT_THAT(done.error().message(), HasSubstr("does not take jobs for the queue \"lp\""));
  EXPECT_FALSE(sent_);
  EXPECT_EQ(delivered_, 0u);
}

TEST_F(LpdTransport, SaysThatThereIsNoRoom) {
  daemon_.to_data_command = "\x02";
  const auto done = print("page");
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message(), HasSubstr("has no room for a job of 4 bytes"));
}

TEST_F(LpdTransport, SaysThatTheDaemonClosedWithoutAWord) {
  daemon_.to_control = "";
  const auto done = print("page");
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message(),
              HasSubstr("closed the connection and does not take the job's description"));
  EXPECT_FALSE(sent_);
}

TEST_F(LpdTransport, IsNotDoneBeforeTheLastWord) {
  daemon_.to_data = "\x01";
  const auto done = print("page");
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message(), HasSubstr("has not taken the job"));
  EXPECT_TRUE(sent_); // it may be printed
}

TEST_F(LpdTransport, NamesTheStallOfADaemon) {
  deadlines_.stall = std::chrono::milliseconds(300);
  test::Peer silent([](test::Peer::Connection& client) { client.wait_for_end(); }, AF_INET,
                    connections);
  auto device = open("lpd://127.0.0.1:" + std::to_string(silent.port()), deadlines_, never_);
  ASSERT_TRUE(device) << device.error().message();
  ASSERT_TRUE((*device)->write("page"));
  const auto done = (*device)->finish();
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message(), HasSubstr("does not answer"));
  device->reset();
}

TEST_F(LpdTransport, NamesAClosedPortBeforeAnythingIsDrawn) {
  const auto device = open("lpd://127.0.0.1:1/lp", deadlines_, never_);
  ASSERT_FALSE(device);
  EXPECT_EQ(device.error().code, Errc::unreachable);
}

TEST_F(LpdTransport, SendsNothingWhenThereIsNothing) {
  test::Peer peer([this](test::Peer::Connection& client) { daemon_.serve(client); }, AF_INET,
                  connections);
  auto device = open("lpd://127.0.0.1:" + std::to_string(peer.port()), deadlines_, never_);
  ASSERT_TRUE(device);
  EXPECT_TRUE((*device)->finish());
  peer.join();
  EXPECT_EQ(daemon_.queue_command, "");
}

TEST(LpdControl, HoldsNothingThatWouldBeAnotherLine) {
  const LpdJob job{.number = 7,
                   .host = "a host\n",
                   .user = std::string(90, 'u'),
                   .title = "one\nHevil\r\x7f\x80" + std::string(200, 't')};
  EXPECT_EQ(lpd_control_name(job), "cfA007a_host_");
  EXPECT_EQ(lpd_data_name(job), "dfA007a_host_");
  const std::string text = lpd_control_file(job);
  EXPECT_THAT(text, StartsWith("Ha_host_\nP" + std::string(31, 'u') + "\nJone_Hevil__ttt"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 6);
  EXPECT_LT(text.size(), 400u);
}

TEST(LpdControl, NamesWhatHasNoName) {
  EXPECT_EQ(lpd_control_file({.number = 1012, .host = "", .user = "", .title = ""}),
            "Hlocalhost\nPanonymous\nJdocument\nldfA012localhost\nUdfA012localhost\nNdocument\n");
}

TEST(LpdAddress, IsReadAsCupsWritesIt) {
  const auto plain = parse_lpd_uri("lpd://copier.example.org");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->host.host, "copier.example.org");
  EXPECT_EQ(plain->host.port, "515");
  EXPECT_EQ(plain->queue, "lp");
  const auto full = parse_lpd_uri("lpd://[fe80::1]:1515/a%2Fb");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->host.host, "fe80::1");
  EXPECT_EQ(full->host.port, "1515");
  EXPECT_EQ(full->queue, "a/b");
}

TEST(LpdAddress, RefusesWhatWouldBeAnotherCommand) {
  for (const char* uri :
       {"lpd://", "lpd:///lp", "lpd://host:0/lp", "lpd://host/a%0Ab", "lpd://host/a%20b",
        "lpd://host/%zz", "lpd://host/a-name-that-is-longer-than-31-octets", "lpd://[::1/lp"}) {
    const auto address = parse_lpd_uri(uri);
    ASSERT_FALSE(address) << uri;
    EXPECT_EQ(address.error().code, Errc::invalid);
    EXPECT_THAT(address.error().message(), HasSubstr("lpd://192.168.1.20/lp"));
  }
}

} // namespace
} // namespace platen::transport
