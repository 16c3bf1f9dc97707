#include "unit/virtual/scanner/support.h"
#include "virtual/listen.h"
#include "virtual/scanner/control.h"
#include "virtual/scanner/scanner.h"

#include <sys/socket.h>

// BJNP as docs/protocols/bjnp.md §4 has it; the packets are written here, by hand.
namespace platen::twin::scanner::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr std::size_t header_bytes = 16;

Buffer packet(std::uint8_t code, std::uint16_t session = 0, Bytes payload = {},
              std::uint16_t sequence = 7, std::uint8_t type = 2) {
  ByteWriter out;
  out.text("BJNP");
  out.u8(type);
  out.u8(code);
  out.u16be(0);
  out.u16be(sequence);
  out.u16be(session);
  out.u32be(static_cast<std::uint32_t>(payload.size()));
  out.bytes(payload);
  return std::move(out.buffer);
}

int octet(const Buffer& bytes, std::size_t at) {
  return std::to_integer<int>(bytes.at(at));
}
std::uint32_t number(const Buffer& bytes, std::size_t at) {
  return ByteReader(Bytes(bytes).subspan(at)).u32be().value_or(0);
}

Buffer poll(std::uint16_t type, std::size_t length, std::uint32_t dialog = 0,
            std::uint32_t key = 0) {
  ByteWriter out;
  out.u16be(type);
  out.u16be(0);
  out.u32be(dialog);
  out.bytes(Buffer(64));
  out.u32be(0x14);
  out.u32be(key);
  out.buffer.resize(length);
  return packet(0x32, 0, out.buffer);
}

struct Panel {
  Sessions sessions;
  Buttons buttons{{}};
  std::unique_ptr<Log> log = *Log::open({});
  Control control{{"iR1024", 0x1234}, sessions, buttons, *log};
  Buffer ask(const Buffer& datagram) { return control.answer(datagram).value_or(Buffer{}); }
};

TEST(ScannerControl, TellsWhatItIs) {
  Panel panel;
  const Buffer found = panel.ask(packet(0x01));
  ASSERT_EQ(found.size(), header_bytes + 16);
  EXPECT_EQ(octet(found, 4), 0x82);
  EXPECT_EQ(number(found, 16), 0x00010800u);
  EXPECT_EQ(number(found, 24) & 0xffff, 0x1234u); // the end of its hardware address
  const Buffer id = panel.ask(packet(0x30));
  EXPECT_EQ(octet(id, 16) * 256 + octet(id, 17), static_cast<int>(id.size() - header_bytes));
  EXPECT_THAT(std::string(as_text(id)), HasSubstr(";MDL:iR1020;"));
  EXPECT_THAT(std::string(as_text(id)), HasSubstr("DES:Canon iR1024;"));
}

TEST(ScannerControl, GivesSessionsAndTakesThemBack) {
  Panel panel;
  const Buffer given = panel.ask(packet(0x10, 0, Buffer(392), 9));
  ASSERT_EQ(given.size(), header_bytes);
  EXPECT_EQ(octet(given, 9), 9);
  const auto session = static_cast<std::uint16_t>(octet(given, 10) * 256 + octet(given, 11));
  EXPECT_TRUE(panel.sessions.knows(session));
  EXPECT_EQ(panel.ask(packet(0x11, session)).size(), header_bytes);
  EXPECT_FALSE(panel.sessions.knows(session));
  EXPECT_TRUE(panel.ask(packet(0x10, 0, Buffer(391))).empty());
  EXPECT_THAT(panel.log->lines().back(), HasSubstr("392"));
}

TEST(ScannerControl, ForgetsClientsThatNeverEnd) {
  Sessions sessions;
  const std::uint16_t first = sessions.open();
  for (int i = 0; i < 70'000; ++i)
    EXPECT_NE(sessions.open(), 0);
  EXPECT_FALSE(sessions.knows(first) && sessions.knows(0));
}

TEST(ScannerControl, SaysNothingToOthers) {
  Panel panel;
  for (const Buffer& other :
       {packet(0x01, 0, {}, 1, 1), packet(0x01, 0, {}, 1, 0x82), packet(0x20), packet(0x02),
        poll(3, 80), poll(0, 79), poll(2, 100), poll(5, 116), packet(0x32), Buffer(16), Buffer{}})
    EXPECT_TRUE(panel.ask(other).empty());
}

TEST(ScannerControl, TellsOfAButtonUntilThatIsAcknowledged) {
  Panel panel;
  EXPECT_EQ(panel.ask(poll(0, 80)).size(), header_bytes + 36);
  const std::uint32_t dialog = number(panel.ask(poll(1, 80)), 20);
  EXPECT_EQ(octet(panel.ask(poll(2, 116, dialog)), 18), 0); // nothing was pressed
  panel.buttons.press(Button::color);
  std::uint32_t key = 0;
  for (int again = 0; again < 2; ++again) {
    const Buffer pressed = panel.ask(poll(2, 116, dialog));
    EXPECT_EQ(octet(pressed, 18), 0x80);
    EXPECT_EQ(number(pressed, 20), dialog);
    EXPECT_EQ(number(pressed, 24), 0x14u);
    EXPECT_EQ(octet(pressed, 32 + 15), 2);
    key = number(pressed, 28);
  }
  panel.ask(poll(5, 100, dialog, key + 1));
  EXPECT_EQ(octet(panel.ask(poll(2, 116, dialog)), 18), 0x80); // that was another key
  panel.ask(poll(5, 100, dialog, key));
  EXPECT_EQ(octet(panel.ask(poll(2, 116, dialog)), 18), 0);
}

TEST(ScannerControl, SendsWhoHasNoDialogToTheBeginning) {
  Panel panel;
  panel.buttons.press(Button::gray);
  EXPECT_EQ(octet(panel.ask(poll(2, 116, 77)), 19), 1);
  const std::uint32_t dialog = number(panel.ask(poll(1, 80)), 20);
  EXPECT_EQ(octet(panel.ask(poll(2, 116, dialog)), 32 + 15), 1); // and nothing was lost
}

TEST(ScannerButtons, AreToldTogetherAndOnce) {
  Buttons buttons({});
  for (const char* name : {"color", "gray", "time"})
    buttons.press(std::string_view(name));
  const Buffer packet = buttons.take();
  ASSERT_EQ(packet.size(), 16u);
  EXPECT_EQ(octet(packet, 10), 0x40);
  EXPECT_EQ(octet(packet, 15), 3);
  EXPECT_TRUE(buttons.take().empty());
}

// ---- over sockets

class Connected {
public:
  explicit Connected(const VirtualScanner& scanner)
      : udp_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)),
        fd_(*connect_to("127.0.0.1", scanner.port())) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    EXPECT_EQ(::getpeername(fd_.get(), reinterpret_cast<sockaddr*>(&address), &length), 0);
    EXPECT_EQ(::connect(udp_.get(), reinterpret_cast<const sockaddr*>(&address), length), 0);
  }
  Buffer ask(const Buffer& datagram) {
    EXPECT_TRUE(write_all(udp_.get(), datagram));
    Buffer reply(2048);
    const ssize_t got = ::recv(udp_.get(), reply.data(), reply.size(), 0);
    reply.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return reply;
  }
  void begin() {
    const Buffer given = ask(packet(0x10, 0, Buffer(392)));
    session_ = static_cast<std::uint16_t>(octet(given, 10) * 256 + octet(given, 11));
  }
  void send(const Buffer& bytes) { EXPECT_TRUE(write_all(fd_.get(), bytes)); }
  // A whole packet; empty: the connection has ended.
  Buffer receive() {
    Buffer bytes = exactly(header_bytes);
    if (bytes.empty()) return bytes;
    const Buffer payload = exactly(number(bytes, 12));
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    return bytes;
  }
  // The answer to a command, in two steps as clients do it.
  Buffer exchange(const Buffer& command) {
    send(packet(0x21, session_, command));
    EXPECT_EQ(number(receive(), header_bytes), command.size());
    send(packet(0x20, session_));
    const Buffer reply = receive();
    return reply.empty() ? reply : Buffer(reply.begin() + header_bytes, reply.end());
  }
  std::uint16_t session() const { return session_; }

private:
  Buffer exactly(std::size_t count) {
    Buffer bytes(count);
    std::size_t have = 0;
    while (have < count) {
      const ssize_t got = ::recv(fd_.get(), bytes.data() + have, count - have, 0);
      if (got <= 0) return {};
      have += static_cast<std::size_t>(got);
    }
    return bytes;
  }
  const UniqueFd udp_, fd_;
  std::uint16_t session_ = 0;
};

std::unique_ptr<VirtualScanner> scanner_with(std::vector<ScannerFault> faults = {}) {
  ScannerOptions options;
  options.stack = "/nowhere"; // an empty feeder, and a blank glass
  options.faults = std::move(faults);
  auto scanner = VirtualScanner::open("canon-ir1020", "127.0.0.1", 0, std::move(options));
  EXPECT_TRUE(scanner);
  return *std::move(scanner);
}

TEST(ScannerLink, CarriesCommandsAndAnswers) {
  const auto scanner = scanner_with();
  Connected client(*scanner);
  client.begin();
  const Buffer status = client.exchange(status_command());
  EXPECT_EQ(status_of(status), done);
  EXPECT_EQ(octet(status, 3), 1); // no paper
  client.send(packet(0x20, client.session(), {}, 0x0102));
  const Buffer nothing = client.receive(); // there is no more
  EXPECT_EQ(nothing.size(), header_bytes);
  EXPECT_EQ(octet(nothing, 5), 0x20);
  EXPECT_EQ(octet(nothing, 8) * 256 + octet(nothing, 9), 0x0102);
  client.ask(packet(0x11, client.session()));
  client.send(packet(0x20, client.session()));
  EXPECT_TRUE(client.receive().empty());
}

TEST(ScannerLink, EndsWhatIsNoProtocol) {
  const auto scanner = scanner_with();
  for (const auto& wrong : std::vector<std::function<Buffer(std::uint16_t)>>{
           [](std::uint16_t session) { return packet(0x21, session + 1); },
           [](std::uint16_t session) { return packet(0x22, session); },
           [](std::uint16_t session) { return packet(0x20, session, Buffer(1)); },
           [](std::uint16_t session) { return packet(0x21, session, {}, 1, 1); },
           [](std::uint16_t) { return Buffer(16); }}) {
    Connected client(*scanner);
    client.begin();
    client.send(wrong(client.session()));
    EXPECT_TRUE(client.receive().empty());
  }
  EXPECT_THAT(scanner->log(), Contains(HasSubstr("disconnected")));
}

TEST(ScannerLink, FailsAsTheScriptSays) {
  const auto scanner = scanner_with(
      {{.kind = ScannerFaultKind::repeat_answers, .bytes = 1, .clear = std::chrono::hours(1)}});
  Connected client(*scanner);
  client.begin();
  const Buffer first = client.exchange(status_command());
  const Buffer again = client.receive();
  EXPECT_EQ(Buffer(again.begin() + header_bytes, again.end()), first);
  scanner->clear_faults();
  client.exchange(status_command());
  EXPECT_EQ(client.exchange(status_command()), first);
  EXPECT_EQ(scanner->faults_begun(), 1);
}

TEST(ScannerLink, AnAnswerMayComeBeforeItsReceipt) {
  const auto scanner = scanner_with(
      {{.kind = ScannerFaultKind::reorder_answers, .after = std::chrono::milliseconds(0)}});
  Connected client(*scanner);
  client.begin();
  client.send(packet(0x21, client.session(), status_command()));
  EXPECT_EQ(octet(client.receive(), 5), 0x20);
  EXPECT_EQ(octet(client.receive(), 5), 0x21);
}

TEST(ScannerLink, AnswersMayBeGarbage) {
  const auto scanner = scanner_with(
      {{.kind = ScannerFaultKind::garbage_answers, .after = std::chrono::milliseconds(0)}});
  Connected client(*scanner);
  client.begin();
  const Buffer status = client.exchange(status_command());
  EXPECT_EQ(status.size(), 14u);
  EXPECT_NE(status_of(status), done);
}

TEST(ScannerLink, DropsAfterExactlyItsBytes) {
  constexpr std::size_t receipt = header_bytes + 4;
  const auto scanner =
      scanner_with({{.kind = ScannerFaultKind::drop, .bytes = receipt + header_bytes + 14 + 5}});
  Connected client(*scanner);
  client.begin();
  EXPECT_EQ(status_of(client.exchange(status_command())), done);
  client.send(packet(0x21, client.session(), status_command()));
  EXPECT_TRUE(client.receive().empty()); // 5 octets, and the end
}

TEST(ScannerLink, MayStallAndGoOn) {
  const auto scanner = scanner_with({{.kind = ScannerFaultKind::stall, .bytes = 20}});
  Connected client(*scanner);
  client.begin();
  client.send(packet(0x21, client.session(), status_command()));
  EXPECT_EQ(client.receive().size(), header_bytes + 4);
  client.send(packet(0x20, client.session()));
  while (scanner->faults_begun() == 0) // what has not begun cannot be cleared
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  scanner->clear_faults();
  EXPECT_EQ(client.receive().size(), header_bytes + 14);
}

TEST(ScannerLink, IsSwitchedOffInAStall) {
  auto scanner = scanner_with({{.kind = ScannerFaultKind::stall, .bytes = 20}});
  Connected client(*scanner);
  client.begin();
  client.send(packet(0x21, client.session(), status_command()));
  client.receive();
  client.send(packet(0x20, client.session()));
  scanner.reset();
  EXPECT_TRUE(client.receive().empty());
}

TEST(VirtualScanner, IsNotThereForOtherModels) {
  const auto none = VirtualScanner::open("canon-pro-1000", "127.0.0.1", 0, {});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::invalid);
}

} // namespace
} // namespace platen::twin::scanner::test
