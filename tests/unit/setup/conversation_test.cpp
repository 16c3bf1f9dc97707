#include "setup/conversation.h"
#include "setup/unattended.h"
#include "world.h"

namespace platen::setup {
namespace {

// A set-up by a person who gives these answers.
class ConversationTest : public testing::Test {
protected:
  FakeServer server;
  Scripted person;
  Folder folder;
  Wishes wishes;

  Result<Outcome> talk(std::initializer_list<const char*> answers) {
    person.answers.assign(answers.begin(), answers.end());
    auto journal = Journal::open(folder.path);
    if (!journal) return Failure(journal.error());
    Workshop workshop(server, *journal);
    auto outcome = Conversation(workshop, person, wishes).run();
    if (!outcome) undone = workshop.take_back().value_or(std::vector<std::string>{"failed"});
    return outcome;
  }
  Result<Outcome> alone() {
    auto journal = Journal::open(folder.path);
    if (!journal) return Failure(journal.error());
    Workshop workshop(server, *journal);
    return set_up_alone(workshop, person, wishes);
  }
  std::vector<std::string> undone;
};

TEST_F(ConversationTest, FindsNamesAddsAndPrints) {
  server.devices = Json::array({copier()});
  wishes.scanner = false;
  const auto outcome = talk({"", "", "", "y", "y"});
  ASSERT_TRUE(outcome) << outcome.error().message() << person.said;
  EXPECT_EQ(outcome->printer, "ir1020");
  EXPECT_TRUE(outcome->test_page->printed());
  EXPECT_TRUE(outcome->complaints.empty());
  const Json& body = server.bodies["PUT printers/ir1020"];
  EXPECT_EQ(body["device-uri"], "socket://192.0.2.20");
  EXPECT_EQ(body["identity"][0], "mac:00:1e:8f:00:00:01");
  EXPECT_EQ(body["new"], true);
}

TEST_F(ConversationTest, UndoAtEveryQuestionLeavesNothing) {
  server.devices = Json::array({copier()});
  server.scanner_answers = true;
  const std::vector<const char*> all{"",  "",  "y",
                                     "y", "y", "y"}; // device, name, scanner, page, ...
  for (std::size_t at = 0; at < all.size(); ++at)
    for (const char* const end : {"u", ""}) {
      server.printers.clear();
      server.scanners.clear();
      person.answers.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(at));
      if (*end != '\0') person.answers.emplace_back(end); // else the end of input
      auto journal = Journal::open(folder.path);
      ASSERT_TRUE(journal);
      Workshop workshop(server, *journal);
      const auto outcome = Conversation(workshop, person, wishes).run();
      ASSERT_FALSE(outcome) << at << person.said;
      EXPECT_EQ(outcome.error().code, Errc::cancelled) << outcome.error().message();
      ASSERT_TRUE(workshop.take_back());
      EXPECT_TRUE(server.printers.empty() && server.scanners.empty()) << at;
      EXPECT_FALSE(journal->left().value());
    }
}

TEST_F(ConversationTest, ANameThatIsTakenGetsAnotherProposal) {
  server.devices = Json::array({copier()});
  server.printers["ir1020"] = {{"printer-name", "ir1020"}, {"device-uri", "socket://192.0.2.9"}};
  wishes.scanner = false;
  wishes.test_page = false;
  const auto outcome = talk({"", "IR1020", "no/good", "", "n"});
  ASSERT_TRUE(outcome) << person.said;
  EXPECT_EQ(outcome->printer, "ir1020-2nd-floor");
  EXPECT_NE(person.said.find("There is a printer IR1020 already"), std::string::npos);
  EXPECT_NE(person.said.find("only the characters"), std::string::npos);
}

TEST_F(ConversationTest, OneThatWasAddedMeanwhileIsNotChanged) {
  server.devices = Json::array({copier()});
  server.refuses = {"PUT printers/ir1020"};
  wishes.scanner = false;
  wishes.test_page = false;
  const auto outcome = talk({"", "", ""});
  ASSERT_TRUE(outcome) << person.said;
  EXPECT_EQ(outcome->printer, "ir1020-2nd-floor");
  EXPECT_NE(person.said.find("refused"), std::string::npos);
}

TEST_F(ConversationTest, NothingAroundAsksForAnAddress) {
  server.notes = {"Avahi does not run"};
  EXPECT_FALSE(talk({"192.0.2.77", "what is this", "u"}));
  EXPECT_NE(person.said.find("No device was found"), std::string::npos);
  EXPECT_NE(person.said.find("Avahi does not run"), std::string::npos);
  EXPECT_NE(person.said.find("Nothing that prints answers at 192.0.2.77"), std::string::npos);
  EXPECT_NE(person.said.find("neither a name nor an address"), std::string::npos);
}

TEST_F(ConversationTest, AnUnknownDeviceIsTakenOnlyAsAModelThatIsNamed) {
  Json unknown = copier();
  unknown["model"] = nullptr;
  unknown["fit"] = "none";
  server.devices = Json::array({unknown});
  wishes.scanner = false;
  wishes.test_page = false;
  const auto outcome = talk({"", "nonsense", "canon-pro-1000", ""});
  ASSERT_TRUE(outcome) << person.said;
  EXPECT_EQ(outcome->model, "canon-pro-1000");
  EXPECT_NE(person.said.find("There is no model nonsense"), std::string::npos);
}

TEST_F(ConversationTest, ANearestModelIsTakenOnlyAfterAYes) {
  Json nearest = copier();
  nearest["fit"] = "nearest";
  nearest["lost"] = {"margins are those of another model"};
  server.devices = Json::array({nearest});
  EXPECT_FALSE(talk({"", "", "u"}));
  EXPECT_TRUE(server.changes.empty());
  EXPECT_NE(person.said.find("would be lost: margins"), std::string::npos);
}

TEST_F(ConversationTest, ANoChangesASettingAndPrintsAgainWithIt) {
  server.devices = Json::array({copier()});
  wishes.scanner = false;
  // ... the sheet came, the back is wrong: sides become the second value; then all is well.
  const auto outcome = talk({"", "", "y", "y", "n", "s", "2", "y"});
  ASSERT_TRUE(outcome) << person.said;
  EXPECT_TRUE(outcome->complaints.empty());
  EXPECT_EQ(server.bodies["POST printers/ir1020/test-page"]["options"]["sides"], "both");
  EXPECT_EQ(server.bodies["PUT printers/ir1020"]["options"]["sides"], "both");
}

TEST_F(ConversationTest, APageThatDoesNotComeLeadsToTheDoctor) {
  server.devices = Json::array({copier()});
  server.job_state = "aborted";
  server.job_message = "the device does not answer";
  wishes.scanner = false;
  const auto outcome = talk({"", "", "y", "d", "g"});
  ASSERT_TRUE(outcome) << person.said;
  EXPECT_EQ(outcome->complaints, std::vector<std::string>{"sheet"});
  EXPECT_NE(person.said.find("device-unreachable"), std::string::npos);
  EXPECT_NE(person.said.find("Switch it on."), std::string::npos);
}

TEST_F(ConversationTest, AScannerThatDoesNotAnswerIsNotKept) {
  server.devices = Json::array({copier()});
  wishes.test_page = false;
  const auto outcome = talk({"", "", "y"});
  ASSERT_TRUE(outcome) << person.said;
  EXPECT_FALSE(outcome->scanner);
  EXPECT_TRUE(server.scanners.empty());
}

TEST_F(ConversationTest, AloneItTakesTheOnlyDevice) {
  server.devices = Json::array({copier()});
  wishes.paper = "na_letter_8.5x11in";
  server.scanner_answers = true;
  const auto outcome = alone();
  ASSERT_TRUE(outcome) << outcome.error().message();
  EXPECT_TRUE(outcome->made);
  EXPECT_TRUE(outcome->scanner);
  EXPECT_EQ(outcome->paper, "na_letter_8.5x11in");
  EXPECT_EQ(to_json(*outcome)["test-page"]["job-state"], "completed");
  // Once more: it is that printer.
  const auto again = alone();
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->made);
  EXPECT_EQ(again->printer, "ir1020");
}

TEST_F(ConversationTest, AloneItChoosesAmongSeveralOnlyWhatIsNamed) {
  server.devices = Json::array({copier(), copier("socket://192.0.2.21")});
  const auto several = alone();
  ASSERT_FALSE(several);
  EXPECT_EQ(several.error().code, Errc::conflict);
  EXPECT_NE(several.error().what.find("socket://192.0.2.21"), std::string::npos);
  EXPECT_TRUE(server.changes.empty());
  wishes.uri = "socket://192.0.2.21";
  ASSERT_TRUE(alone());
  EXPECT_EQ(server.bodies["PUT printers/ir1020"].value("info", ""), "iR1020/1024/1025");
}

TEST_F(ConversationTest, AloneItRefusesWhatIsNotCertain) {
  EXPECT_EQ(alone().error().code, Errc::not_found);
  Json nearest = copier();
  nearest["fit"] = "nearest";
  server.devices = Json::array({nearest});
  EXPECT_NE(alone().error().what.find("-m canon-ir1020"), std::string::npos);
  server.devices = Json::array({copier()});
  server.printers["taken"] = {{"printer-name", "taken"}};
  wishes.name = "taken";
  EXPECT_NE(alone().error().what.find("ir1020 would be free"), std::string::npos);
  wishes.name = "../etc";
  EXPECT_EQ(alone().error().code, Errc::invalid);
  wishes.name = "";
  wishes.model = "nonsense";
  EXPECT_EQ(alone().error().code, Errc::invalid);
  EXPECT_TRUE(server.changes.empty());
}

} // namespace
} // namespace platen::setup
