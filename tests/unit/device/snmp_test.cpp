#include "device/channels.h"
#include "device/printer_mib_reader.h"
#include "virtual/channels.h"
#include "virtual/listen.h"
#include "virtual/udp_service.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/select.h>

namespace platen::device {
namespace {

// A twin's agent on a port of its own.
class Agent {
public:
  explicit Agent(std::string_view model)
      : condition(std::make_shared<twin::SharedCondition>(twin::condition_of(model))) {
    auto opened = twin::open_channels("127.0.0.1", {.snmp = 0}, condition);
    EXPECT_TRUE(opened) << opened.error().message();
    channels = *std::move(opened);
  }
  Result<Reading> read(std::string community = "public") const {
    const Cancel cancel;
    return make_printer_mib_reader(
               {"127.0.0.1", channels->ports().snmp.value(), std::move(community)})
        ->read(cancel);
  }

  std::shared_ptr<twin::SharedCondition> condition;
  std::unique_ptr<twin::Channels> channels;
};

TEST(PrinterMibReader, ReadsTheTwinAtRest) {
  const Agent agent("canon-ir1024");
  const auto reading = agent.read();
  ASSERT_TRUE(reading) << reading.error().message();
  EXPECT_EQ(reading->condition->state, State::idle);
  EXPECT_TRUE(reading->condition->reasons.empty());
  ASSERT_EQ(reading->supplies->size(), 1u);
  EXPECT_EQ(reading->supplies->at(0).colorant, "black");
  EXPECT_EQ(reading->supplies->at(0).level.known, Level::Known::unknown); // it does not tell
  EXPECT_EQ(reading->media->at(0).width, Hmm{21'000});
  EXPECT_EQ(reading->media->at(1).level, Level::of_percent(0)); // nothing in the bypass
  EXPECT_EQ(reading->impressions, 0);
}

TEST(PrinterMibReader, SeesWhatHappensToTheTwin) {
  const Agent agent("canon-ir1024");
  const auto reasons = [&] {
    std::vector<std::string> keywords;
    const auto reading = agent.read();
    EXPECT_TRUE(reading);
    for (const Reason& reason : reading->condition->reasons)
      keywords.push_back(keyword_of(reason));
    return keywords;
  };
  const auto set = [&](std::string_view setting) {
    agent.condition->change(
        [&](twin::Condition& now) { EXPECT_TRUE(set_condition(now, setting)); });
  };
  set("toner=5");
  EXPECT_EQ(reasons(), std::vector<std::string>{"toner-low-warning"});
  set("jam=on");
  EXPECT_EQ(reasons(), (std::vector<std::string>{"media-jam-error", "toner-low-warning"}));
  set("jam=off");
  set("toner=60");
  set("paper=0");
  EXPECT_EQ(reasons(), std::vector<std::string>{"media-empty-error"});
}

// An owner's unit answered -2 for six of its inks (docs/protocols/snmp.md §3).
TEST(PrinterMibReader, ReadsTheInksOfThePro1000) {
  const auto reading = Agent("canon-pro-1000").read();
  ASSERT_TRUE(reading);
  ASSERT_EQ(reading->supplies->size(), 12u);
  int known = 0;
  for (const Supply& supply : *reading->supplies)
    known += supply.level.known == Level::Known::percent ? 1 : 0;
  EXPECT_EQ(known, 6);
  EXPECT_EQ(reading->supplies->at(0).code, "PM");
}

// A server with thousands of clients has descriptors that no fd_set holds.
TEST(PrinterMibReader, ReadsThroughADescriptorBeyondThoseOfSelect) {
  rlimit room{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &room), 0);
  constexpr rlim_t wanted = FD_SETSIZE + 200;
  if (room.rlim_cur < wanted) {
    room.rlim_cur = std::min<rlim_t>(wanted, room.rlim_max);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &room), 0);
  }
  const Agent agent("canon-ir1024");
  std::vector<UniqueFd> taken;
  while (taken.empty() || taken.back().get() < FD_SETSIZE + 100) {
    taken.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    ASSERT_TRUE(taken.back()) << "this test needs a limit of " << wanted << " open files";
  }
  const auto reading = agent.read();
  ASSERT_TRUE(reading) << reading.error().message();
  EXPECT_EQ(reading->condition->state, State::idle);
}

TEST(PrinterMibReader, GivesUpSoonWhenItIsCancelled) {
  const Agent agent("canon-ir1024");
  Cancel cancel;
  const auto reader = make_printer_mib_reader(
      {"127.0.0.1", agent.channels->ports().snmp.value(), "not the community"});
  std::thread canceller([&] { cancel.request(); });
  const auto reading = reader->read(cancel);
  canceller.join();
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().code, Errc::cancelled);
}

// Whatever an agent sends: an error or a reading, within bounds, and soon.
TEST(PrinterMibReader, SurvivesAgentsThatLie) {
  const Buffer nothing, garbage(200, std::byte{0xff}), endless(60'000, std::byte{0x30});
  for (const Buffer& lie : {nothing, garbage, endless}) {
    auto socket = twin::listen_on(twin::Sockets::udp, "127.0.0.1", 0);
    ASSERT_TRUE(socket);
    const auto port = twin::port_of(socket->get()).value();
    std::atomic<int> asked = 0;
    Cancel cancel;
    const twin::UdpService service(*std::move(socket), [&](Bytes) {
      if (++asked == 2) cancel.request();
      return std::optional(lie);
    });
    EXPECT_FALSE(make_printer_mib_reader({"127.0.0.1", port, "public"})->read(cancel));
  }
}

// An agent that answers each question with the question's own name would keep a walk going for
// ever.
TEST(PrinterMibReader, LeavesACircle) {
  auto socket = twin::listen_on(twin::Sockets::udp, "127.0.0.1", 0);
  ASSERT_TRUE(socket);
  const auto port = twin::port_of(socket->get()).value();
  const twin::UdpService service(*std::move(socket), [](Bytes question) {
    Buffer answer(question.begin(), question.end());
    for (std::byte& b : answer) // GET or GETNEXT becomes RESPONSE
      if (b == std::byte{0xa0} || b == std::byte{0xa1}) {
        b = std::byte{0xa2};
        break;
      }
    return std::optional(std::move(answer));
  });
  const Cancel cancel;
  const auto reading = make_printer_mib_reader({"127.0.0.1", port, "public"})->read(cancel);
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().code, Errc::malformed) << reading.error().message();
}

TEST(Channels, FollowTheModelAndTheUri) {
  model::Model model;
  model.status_channels = {"snmp"};
  const auto count = [&](const std::string& uri) { return make_readers(model, uri)->size(); };
  EXPECT_EQ(count("socket://192.0.2.1"), 1u);
  EXPECT_EQ(count("socket://192.0.2.1:9100/?snmp=1161&community=office"), 1u);
  EXPECT_EQ(count("socket://192.0.2.1?snmp=off"), 0u);
  EXPECT_EQ(count("file:/dev/null"), 0u);
  model.status_channels.clear();
  EXPECT_EQ(count("socket://192.0.2.1"), 0u);
  EXPECT_FALSE(make_readers(model, "socket://192.0.2.1?snmp=0"));
  EXPECT_FALSE(make_readers(model, "socket://192.0.2.1?speed=9"));
}

} // namespace
} // namespace platen::device
