#include "auth/accounts.h"
#include "auth/gate.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::auth {
namespace {

using ::testing::HasSubstr;

class AccountsTest : public ::testing::Test {
protected:
  void SetUp() override { std::filesystem::remove(file_); }
  void TearDown() override { std::filesystem::remove(file_); }
  void write(const AccountBook& book) const { ASSERT_TRUE(write_accounts(file_, book)); }
  static AccountBook sample() {
    AccountBook book;
    book.departments["4711"] = {"Sales", Allowance{500, Allowance::Count::sheets, {}},
                                hash_password("12345").value()};
    book.departments["7"] = {};
    book.users["anna"] = {"4711", Allowance{100, Allowance::Count::sides, Allowance::Period::week}};
    book.users["*"] = {"7", {}};
    return book;
  }
  const std::filesystem::path file_ = std::filesystem::path(::testing::TempDir()) /
                                      ("platen-accounts-" + std::to_string(::getpid()));
};

TEST_F(AccountsTest, ArePrivateAndComeBackAsTheyWereWritten) {
  const AccountBook book = sample();
  write(book);
  struct stat about {};
  ASSERT_EQ(::stat(file_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  const auto back = read_accounts(file_);
  ASSERT_TRUE(back) << back.error().message();
  ASSERT_EQ(back->departments.size(), 2u);
  EXPECT_EQ(back->departments.at("4711").name, "Sales");
  EXPECT_EQ(back->departments.at("4711").allowance, book.departments.at("4711").allowance);
  EXPECT_TRUE(password_matches(back->departments.at("4711").hash, "12345"));
  EXPECT_EQ(back->departments.at("7").allowance, std::nullopt);
  EXPECT_EQ(back->user("anna")->department, "4711");
  EXPECT_EQ(back->user("anna")->allowance, book.users.at("anna").allowance);
  EXPECT_EQ(back->user("ben")->department, "7"); // as everybody else
}

TEST_F(AccountsTest, NeverHoldAPinInTheClear) {
  write(sample());
  std::ifstream in(file_);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_EQ(text.find("12345"), std::string::npos);
}

TEST_F(AccountsTest, NameTheLineThatIsWrong) {
  for (const char* const line :
       {"department:12345678:::", "department:x:::", "department:1:::plain", "department:1::",
        "user::1:", "user:a:b:", "user:a::5-sheets-year", "user:a::-1-sheets-day", "what:1:2:3"}) {
    const auto parsed = parse_accounts("# sales\n" + std::string(line) + "\n", "accounts");
    ASSERT_FALSE(parsed) << line;
    EXPECT_THAT(parsed.error().what, HasSubstr("accounts:2: ")) << line;
  }
  EXPECT_FALSE(parse_accounts("user:a::\nuser:a::\n", "accounts"));
}

TEST_F(AccountsTest, ReadAndWriteAllowances) {
  for (const char* const text : {"500-sheets-month", "0-sides-day", "1000000000-sides-week"})
    EXPECT_EQ(to_string(parse_allowance(text).value()), text);
  for (const char* const text : {"", "500", "500-sheets", "500-pages-month", "5x-sheets-day",
                                 "500-sheets-month-", "1000000001-sides-week", "+5-sides-day"})
    EXPECT_FALSE(parse_allowance(text)) << text;
}

TEST_F(AccountsTest, FollowTheirFileAndKeepWhatWasGoodInIt) {
  Accounts accounts(file_);
  EXPECT_TRUE((*accounts.current())->departments.empty());
  write(sample());
  EXPECT_EQ((*accounts.current())->departments.size(), 2u);
  std::ofstream(file_) << "nonsense\n"; // no limit is lifted by that
  EXPECT_EQ((*accounts.current())->departments.size(), 2u);
  EXPECT_FALSE(Accounts(file_).current());
}

TEST_F(AccountsTest, SayOnceThatTheirFileIsBrokenAndOnceThatItIsMended) {
  std::vector<std::string> log;
  write(sample());
  Accounts accounts(file_, [&](std::string_view level, std::string_view text) {
    log.push_back(std::string(level) + ": " + std::string(text));
  });
  const auto departments = [&] { return (*accounts.current())->departments.size(); };
  EXPECT_EQ(departments(), 2u);
  std::ofstream(file_) << "user:a::\nnonsense\n";
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(departments(), 2u);
  ASSERT_EQ(log.size(), 1u);
  EXPECT_THAT(log[0], HasSubstr("error: " + file_.string() + ":2: "));
  EXPECT_THAT(log[0], HasSubstr("stays in force"));
  // Broken in another way, and then not.
  write(sample());
  std::filesystem::permissions(file_, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_EQ(departments(), 2u);
  ASSERT_EQ(log.size(), 2u);
  EXPECT_THAT(log[1], HasSubstr("chmod 600"));
  std::filesystem::permissions(file_, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::remove);
  EXPECT_EQ(departments(), 2u);
  ASSERT_EQ(log.size(), 3u);
  EXPECT_THAT(log[2], HasSubstr("info: " + file_.string()));
}

TEST_F(AccountsTest, ProveAPinAndSlowGuessingDown) {
  write(sample());
  std::string log;
  Accounts accounts(file_, [&](std::string_view, std::string_view text) { log += text; });
  const Guesser anna{"anna", false, "192.0.2.1"}, eve{"eve", false, "192.0.2.2"};
  EXPECT_TRUE(accounts.prove("4711", "12345", anna, 0));
  for (int i = 0; i < SlowDown::free_tries; ++i)
    EXPECT_EQ(accounts.prove("4711", "00000", eve, 0).error().code, Errc::denied);
  const auto waits = accounts.prove("4711", "12345", eve, 500); // the right one, too
  EXPECT_EQ(waits.error().code, Errc::busy);
  EXPECT_THAT(waits.error().what, HasSubstr("try again in 1 s"));
  EXPECT_TRUE(accounts.prove("4711", "12345", anna, 500)); // others do not wait for eve
  EXPECT_TRUE(accounts.prove("4711", "12345", eve, 1'001));
  EXPECT_THAT(log, HasSubstr("a wrong PIN for department 4711 from 192.0.2.2"));
  EXPECT_THAT(log, ::testing::Not(HasSubstr("00000")));
  // One that is not there, and one without a PIN, are answered alike.
  const Guesser carl{"carl", false, "192.0.2.4"};
  const auto none = accounts.prove("99", "12345", carl, 0);
  EXPECT_EQ(none.error().code, Errc::denied);
  EXPECT_EQ(none.error().what, accounts.prove("7", "12345", carl, 0).error().what);
}

} // namespace
} // namespace platen::auth
