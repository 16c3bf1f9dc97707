// What goes to Canon's scanners and comes from them: BJNP's packets, the MP730's commands.
#include "wire/bjnp/packet.h"
#include "wire/mp730/command.h"

#include <array>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen {
namespace {

using namespace std::string_literals;

std::string hex(Bytes bytes) {
  std::string text;
  for (const std::byte octet : bytes) {
    if (!text.empty()) text += ' ';
    for (const int shift : {4, 0})
      text += "0123456789abcdef"[std::to_integer<unsigned>(octet) >> shift & 0xf];
  }
  return text;
}

TEST(Bjnp, PutsAHeaderBeforeEachPayload) {
  EXPECT_EQ(hex(bjnp::to_scanner(bjnp::Code::send, 0x0102, 0x0304, as_bytes("ab"))),
            "42 4a 4e 50 02 21 00 00 01 02 03 04 00 00 00 02 61 62");
}

TEST(Bjnp, ReadsTheReplyToItsQuestionAlone) {
  const std::string good = "BJNP\x82\x30\0\0\0\7\0\5\0\0\0\2hi"s;
  const auto reply = bjnp::read_reply(as_bytes(good), bjnp::Code::identity, 7);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->session, 5);
  EXPECT_EQ(as_text(reply->payload), "hi");
  for (const std::size_t at : std::array<std::size_t, 5>{0, 4, 5, 9, 15}) {
    std::string wrong = good;
    wrong[at] = '\x33';
    EXPECT_FALSE(bjnp::read_reply(as_bytes(wrong), bjnp::Code::identity, 7)) << at;
  }
  EXPECT_FALSE(bjnp::read_reply(as_bytes(good + "x"), bjnp::Code::identity, 7));
  for (std::size_t length = 0; length < good.size(); ++length)
    EXPECT_FALSE(bjnp::read_reply(as_bytes(good).first(length), bjnp::Code::identity, 7));
  const std::string huge = "BJNP\x82\x20\0\0\0\7\0\5\0\1\0\1"s;
  EXPECT_EQ(bjnp::read_reply_header(as_bytes(huge), bjnp::Code::read, 7).error().code, Errc::limit);
}

TEST(Bjnp, NamesWhoScansInUtf16) {
  const Buffer details =
      bjnp::job_details("h\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xffz", "u", std::string(300, 't'));
  ASSERT_EQ(details.size(), 392U);
  EXPECT_EQ(hex(Bytes(details).first(18)), "00 00 00 00 00 00 00 00 00 68 00 e4 20 ac 00 7a 00 00");
  EXPECT_EQ(hex(Bytes(details).subspan(72, 4)), "00 75 00 00");
  EXPECT_EQ(hex(Bytes(details).last(2)), "00 74");
}

TEST(Bjnp, AsksForButtonsInFourLengths) {
  const auto length = [](bjnp::PollStep step) {
    return bjnp::poll_payload({step, 0x01020304, 0x0a0b0c0d, "host", "user", "20260102030405"})
        .size();
  };
  EXPECT_EQ(length(bjnp::PollStep::hello), 80U);
  EXPECT_EQ(length(bjnp::PollStep::introduce), 80U);
  EXPECT_EQ(length(bjnp::PollStep::ask), 116U);
  EXPECT_EQ(length(bjnp::PollStep::acknowledge), 100U);
  const Buffer ask =
      bjnp::poll_payload({bjnp::PollStep::ask, 0x01020304, 0, "h", "u", "20260102030405"});
  EXPECT_EQ(hex(Bytes(ask).first(18)), "00 02 00 00 01 02 03 04 00 75 00 20 00 20 00 68 00 00");
  EXPECT_EQ(hex(Bytes(ask).subspan(72, 4)), "00 00 00 14");
  EXPECT_EQ(hex(Bytes(ask).subspan(96, 4)), "00 00 00 10");
  EXPECT_EQ(as_text(Bytes(ask).subspan(100, 14)), "20260102030405");
  const Buffer acknowledge =
      bjnp::poll_payload({bjnp::PollStep::acknowledge, 1, 0x0a0b0c0d, "h", "u", ""});
  EXPECT_EQ(hex(Bytes(acknowledge).subspan(76, 4)), "0a 0b 0c 0d");
}

TEST(Bjnp, ReadsWhatTheButtonsSay) {
  const auto quiet = bjnp::read_poll_answer(as_bytes("\0\0\0\0\0\0\0\x11"s));
  ASSERT_TRUE(quiet);
  EXPECT_EQ(quiet->dialog, 0x11U);
  EXPECT_TRUE(quiet->status.empty());
  EXPECT_TRUE(bjnp::read_poll_answer(as_bytes("\0\0\0\1"s))->restart);
  const std::string told = "\0\0\x80\0\0\0\0\x11\0\0\0\x14\0\0\0\x22"s + std::string(20, 's');
  const auto pressed = bjnp::read_poll_answer(as_bytes(told));
  ASSERT_TRUE(pressed);
  EXPECT_EQ(pressed->key, 0x22U);
  EXPECT_EQ(as_text(pressed->status), std::string(20, 's'));
  for (std::size_t length = 8; length < told.size(); ++length)
    EXPECT_FALSE(bjnp::read_poll_answer(as_bytes(told).first(length))) << length;
}

// By hand from docs/protocols/mp730.md, so that the program is not its own witness.
TEST(Mp730Command, IsAHeaderAndDataThatSumsUpToZero) {
  EXPECT_EQ(hex(mp730::plain(mp730::Code::status, 12)), "f3 20 00 00 00 00 00 00 0c 00");
  EXPECT_EQ(hex(mp730::read_image()), "d4 20 00 00 00 00 00 c0 04 00");
  EXPECT_EQ(hex(mp730::activate(4)), "cf 60 00 00 00 00 00 00 0a 00 01 00 00 04 00 00 00 00 00 fb");
  EXPECT_EQ(hex(mp730::select_source(mp730::Source::flatbed)),
            "dd 20 00 00 00 00 00 00 0a 00 01 00 00 00 00 00 00 00 00 ff");
  EXPECT_EQ(hex(mp730::select_source(mp730::Source::feeder_two_sided)),
            "dd 20 00 00 00 00 00 00 0a 00 02 00 00 00 00 03 00 00 00 fb");
  EXPECT_EQ(hex(mp730::scan_parameters({300, 4, 0x10203, 2544, 3472, true})),
            "de 20 00 00 00 00 00 00 2e 00 "
            "00 00 00 00 11 2c 11 2c 00 00 00 04 00 01 02 03 00 00 09 f0 00 00 0d 90 "
            "08 18 00 00 00 00 00 7f ff 00 00 81 00 00 00 00 00 00 00 00 00 c7");
  EXPECT_EQ(hex(Bytes(mp730::scan_parameters({600, 0, 0, 4, 1, false})).subspan(10 + 0x18, 2)),
            "04 08");
  const Buffer time = mp730::time_of_day("26/11/29 13:30");
  EXPECT_EQ(time.size(), 30U);
  EXPECT_TRUE(mp730::check_sum(Bytes(time).subspan(10)));
}

TEST(Mp730Answer, IsChecked) {
  EXPECT_EQ(*mp730::read_status(as_bytes("\x06\x06"s)), mp730::Status::done);
  EXPECT_EQ(*mp730::read_status(as_bytes("\x15\x15"s)), mp730::Status::failed);
  EXPECT_EQ(*mp730::read_status(as_bytes("\x14\x14"s)), mp730::Status::busy);
  EXPECT_FALSE(mp730::read_status(as_bytes("\x06\x15"s)));
  EXPECT_FALSE(mp730::read_status(as_bytes("\x06"s)));
  EXPECT_TRUE(mp730::read_device_status(as_bytes(std::string(12, '\0')))->paper_in_feeder);
  EXPECT_FALSE(mp730::read_device_status(as_bytes("\0\1"s + std::string(9, '\0') + "\xff"))
                   ->paper_in_feeder);
  EXPECT_FALSE(mp730::read_device_status(as_bytes("\0\1"s + std::string(10, '\0'))));
  EXPECT_FALSE(mp730::read_device_status(as_bytes(std::string(11, '\0'))));
  EXPECT_TRUE(mp730::read_image_header(as_bytes("\x28\0\xc0\0"s))->last);
  EXPECT_TRUE(mp730::read_image_header(as_bytes("\x38\0\xc0\0"s))->last);
  EXPECT_FALSE(mp730::read_image_header(as_bytes("\x20\0\xc0\0"s))->last);
  EXPECT_EQ(mp730::read_image_header(as_bytes("\x28\0\xc0\0"s))->length, 0xc000U);
  EXPECT_FALSE(mp730::read_image_header(as_bytes("\x28\0\xc0\1"s)));
  std::string packet(16, '\0');
  packet[15] = 3;
  packet[12] = 0x40;
  const auto said = mp730::read_interrupt(as_bytes(packet));
  EXPECT_TRUE(said->gray_button && said->color_button && said->status_changed && !said->wants_time);
  EXPECT_FALSE(mp730::read_interrupt(as_bytes(packet).first(15)));
}

} // namespace
} // namespace platen
