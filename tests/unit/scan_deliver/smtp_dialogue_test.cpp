#include "scan/deliver/courier/smtp_dialogue.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::scan::courier {
namespace {

using Stage = SmtpDialogue::Stage;

TEST(SmtpDialogueTest, FindsTheSizeThatIsTaken) {
  SmtpDialogue dialogue;
  dialogue.received("220 mail.test\r\n");
  dialogue.sent("EHLO me\r\n");
  dialogue.received("250-mail.test\r\n250-SI");
  dialogue.received("ZE 35882577\r\n250-8BITMIME\r\n250 HELP\r\n");
  EXPECT_EQ(dialogue.size(), 35'882'577U);
  SmtpDialogue unbounded;
  unbounded.sent("EHLO me\r\n");
  unbounded.received("250-SIZE 0\r\n250 SIZE\r\n");
  EXPECT_FALSE(unbounded.size());
}

TEST(SmtpDialogueTest, KnowsWhoWasRefused) {
  SmtpDialogue dialogue;
  dialogue.sent("MAIL FROM:<s@x>\r\n");
  dialogue.received("250 OK\r\n");
  dialogue.sent("RCPT TO:<a@x>\r\n");
  dialogue.received("550-5.1.1 there is no\r\n550 5.1.1 such user\r\n");
  dialogue.sent("RCPT TO:<b@x>\r\n");
  dialogue.received("250 OK\r\n");
  dialogue.sent("RCPT TO:<c@x>\r\n");
  dialogue.received("451 later\r\n");
  dialogue.sent("DATA\r\n");
  dialogue.received("354 go\r\n");
  EXPECT_FALSE(dialogue.taken());
  dialogue.received("250 kept\r\n");
  EXPECT_TRUE(dialogue.taken());
  ASSERT_EQ(dialogue.refused().size(), 2U);
  EXPECT_EQ(dialogue.refused()[0].recipient, "a@x");
  EXPECT_EQ(dialogue.refused()[0].words, "550 5.1.1 such user");
  EXPECT_EQ(dialogue.refused()[1].recipient, "c@x");
  EXPECT_EQ(dialogue.refused()[1].code, 451);
  dialogue.begin_mail();
  EXPECT_TRUE(dialogue.refused().empty());
  EXPECT_FALSE(dialogue.taken());
}

TEST(SmtpDialogueTest, KnowsTheStageOfARefusal) {
  const auto stage_of = [](std::string_view command, std::string_view reply) {
    SmtpDialogue dialogue;
    dialogue.sent(command);
    dialogue.received(reply);
    return dialogue.refusal() ? std::optional(dialogue.refusal()->stage) : std::nullopt;
  };
  EXPECT_EQ(stage_of("", "554 no\r\n"), Stage::greeting);
  EXPECT_EQ(stage_of("EHLO x\r\n", "550 no\r\n"), Stage::hello);
  EXPECT_EQ(stage_of("STARTTLS\r\n", "454 no\r\n"), Stage::tls);
  EXPECT_EQ(stage_of("AUTH PLAIN x\r\n", "535 no\r\n"), Stage::login);
  EXPECT_EQ(stage_of("MAIL FROM:<a>\r\n", "553 no\r\n"), Stage::sender);
  EXPECT_EQ(stage_of("DATA\r\n", "554 no\r\n"), Stage::data);
  EXPECT_EQ(stage_of("DATA\r\n", "354 go\r\n552 no\r\n"), Stage::text);
  EXPECT_EQ(stage_of("DATA\r\n", "354 go\r\n250 yes\r\n"), std::nullopt);
  EXPECT_EQ(stage_of("AUTH LOGIN\r\n", "334 VXNlcg==\r\n"), std::nullopt);
}

TEST(SmtpDialogueTest, TakesAnythingFromAServer) {
  EXPECT_TRUE(rc::check([](const std::vector<std::string>& pieces) {
    SmtpDialogue dialogue;
    dialogue.sent("RCPT TO:<a@x>\r\n");
    for (const std::string& piece : pieces)
      dialogue.received(piece + "\n");
    if (dialogue.refusal()) RC_ASSERT(dialogue.refusal()->code >= 400);
  }));
  SmtpDialogue dialogue;
  dialogue.sent("EHLO x\r\n");
  for (const char* line : {"250", "2", "", "250-SIZE", "250 SIZE 9999999999999999999999", "999 x"})
    dialogue.received(std::string(line) + "\r\n");
  EXPECT_FALSE(dialogue.size());
}

} // namespace
} // namespace platen::scan::courier
