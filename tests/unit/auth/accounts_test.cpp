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

TEST_F(AccountsTest, ProveAPinAndSlowGuessingDown) {
  write(sample());
  Accounts accounts(file_);
  EXPECT_TRUE(accounts.prove("4711", "12345", "192.0.2.1", 0));
  for (int i = 0; i < SlowDown::free_tries; ++i)
    EXPECT_EQ(accounts.prove("4711", "00000", "192.0.2.2", 0).error().code, Errc::denied);
  // The right one, too, and from elsewhere: the department's number is slowed down as well.
  EXPECT_EQ(accounts.prove("4711", "12345", "192.0.2.3", 500).error().code, Errc::busy);
  EXPECT_TRUE(accounts.prove("4711", "12345", "192.0.2.3", 1'001));
  // One that is not there, and one without a PIN, are answered alike.
  const auto none = accounts.prove("99", "12345", "192.0.2.4", 0);
  EXPECT_EQ(none.error().code, Errc::denied);
  EXPECT_EQ(none.error().what, accounts.prove("7", "12345", "192.0.2.4", 0).error().what);
}

} // namespace
} // namespace platen::auth
