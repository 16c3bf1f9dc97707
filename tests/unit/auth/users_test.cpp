#include "auth/gate.h"
#include "auth/users.h"
#include "base/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace platen::auth {
namespace {

using ::testing::HasSubstr;

class UsersTest : public ::testing::Test {
protected:
  void SetUp() override { std::filesystem::remove(file_); }
  void TearDown() override { std::filesystem::remove(file_); }
  const std::filesystem::path file_ =
      std::filesystem::path(::testing::TempDir()) / ("platen-users-" + std::to_string(::getpid()));
};

TEST_F(UsersTest, AreNoneWhereThereIsNoFile) {
  const auto users = read_users(file_);
  ASSERT_TRUE(users);
  EXPECT_TRUE(users->empty());
}

TEST_F(UsersTest, ArePrivateAndComeBackAsTheyWereWritten) {
  ASSERT_TRUE(set_user(file_, "ann o'neil", true, "secret"));
  ASSERT_TRUE(set_user(file_, "bob", false, "other"));
  struct stat about {};
  ASSERT_EQ(::stat(file_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  const auto users = read_users(file_);
  ASSERT_TRUE(users);
  ASSERT_EQ(users->size(), 2u);
  EXPECT_TRUE(users->at("ann o'neil").administrator);
  EXPECT_FALSE(users->at("bob").administrator);
  EXPECT_TRUE(password_matches(users->at("bob").hash, "other"));
  EXPECT_FALSE(password_matches(users->at("bob").hash, "secret"));
}

TEST_F(UsersTest, AFileThatOthersMayReadIsRefused) {
  ASSERT_TRUE(set_user(file_, "ann", true, "secret"));
  ASSERT_EQ(::chmod(file_.c_str(), 0644), 0);
  const auto users = read_users(file_);
  ASSERT_FALSE(users);
  EXPECT_EQ(users.error().code, Errc::denied);
  EXPECT_THAT(users.error().what, HasSubstr("chmod 600"));
}

TEST(ParseUsers, NamesTheLineThatIsWrong) {
  for (const auto* const wrong :
       {"ann", "ann:user", "ann:king:$argon2id$x", "ann:user:plain", ":user:$argon2id$x",
        "ok:user:$argon2id$x\nok:user:$argon2id$x"}) {
    const auto users = parse_users(std::string("# comment\n\n") + wrong, "users");
    ASSERT_FALSE(users) << wrong;
    EXPECT_THAT(users.error().what, HasSubstr(std::string(wrong).find('\n') == std::string::npos
                                                  ? "users:3: the line"
                                                  : "users:4: the line"));
  }
}

TEST(Password, IsNeverHashedTwiceAlike) {
  const auto one = hash_password("secret"), two = hash_password("secret");
  ASSERT_TRUE(one && two);
  EXPECT_NE(*one, *two);
  EXPECT_TRUE(one->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST(Password, EmptyAndEndlessOnesAreRefused) {
  EXPECT_FALSE(hash_password(""));
  EXPECT_FALSE(hash_password(std::string(longest_password + 1, 'x')));
  EXPECT_FALSE(password_matches("no hash at all", "x"));
}

} // namespace
} // namespace platen::auth
