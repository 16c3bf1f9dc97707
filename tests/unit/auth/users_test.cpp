#include "auth/gate.h"
#include "auth/password_hash.h"
#include "auth/users.h"
#include "base/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

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
  ASSERT_TRUE(set_user(file_, "ann o'neil", Role::administrator, "secret"));
  ASSERT_TRUE(set_user(file_, "bob", Role::user, "other"));
  struct stat about {};
  ASSERT_EQ(::stat(file_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  const auto users = read_users(file_);
  ASSERT_TRUE(users);
  ASSERT_EQ(users->size(), 2u);
  EXPECT_EQ(users->at("ann o'neil").role, Role::administrator);
  EXPECT_EQ(users->at("bob").role, Role::user);
  EXPECT_TRUE(password_matches(users->at("bob").hash, "other"));
  EXPECT_FALSE(password_matches(users->at("bob").hash, "secret"));
}

// What root writes for a server that is not root must be readable there: 65534 is nobody's number.
TEST_F(UsersTest, BelongToTheOwnerOfTheirFolder) {
  const auto folder = file_.string() + ".d";
  std::filesystem::create_directory(folder);
  const bool root = ::geteuid() == 0;
  const uid_t owner = root ? 65'534 : ::geteuid();
  ASSERT_EQ(root ? ::chown(folder.c_str(), owner, 65'534) : 0, 0);
  const std::filesystem::path users = std::filesystem::path(folder) / "users";
  for (const char* name : {"ann", "bob"}) { // made, and replaced
    ASSERT_TRUE(set_user(users, name, Role::user, "secret"));
    struct stat about {};
    ASSERT_EQ(::stat(users.c_str(), &about), 0);
    EXPECT_EQ(about.st_uid, owner);
    EXPECT_EQ(about.st_mode & 0777, 0600u);
  }
  std::filesystem::remove_all(folder);
}

// Its owner could have laid it to have root write somewhere else.
TEST_F(UsersTest, ALinkIsReplacedAndNotFollowed) {
  const std::filesystem::path elsewhere = file_.string() + ".elsewhere";
  std::filesystem::create_symlink(elsewhere, file_);
  ASSERT_TRUE(set_user(file_, "ann", Role::user, "secret"));
  EXPECT_FALSE(std::filesystem::is_symlink(file_));
  EXPECT_FALSE(std::filesystem::exists(elsewhere));
}

TEST_F(UsersTest, NothingStaysBehindWhenTheyCannotBeWritten) {
  const std::filesystem::path folder = file_.string() + ".d";
  std::filesystem::create_directories(folder / "users"); // a folder is not replaced
  EXPECT_FALSE(set_user(folder / "users", "ann", Role::user, "secret"));
  const auto left = std::distance(std::filesystem::directory_iterator(folder), {});
  EXPECT_EQ(left, 1);
  std::filesystem::remove_all(folder);
}

TEST_F(UsersTest, AFileThatOthersMayReadIsRefused) {
  ASSERT_TRUE(set_user(file_, "ann", Role::administrator, "secret"));
  ASSERT_EQ(::chmod(file_.c_str(), 0644), 0);
  const auto users = read_users(file_);
  ASSERT_FALSE(users);
  EXPECT_EQ(users.error().code, Errc::denied);
  EXPECT_THAT(users.error().what, HasSubstr("chmod 600"));
}

TEST_F(UsersTest, OperatorsAreARoleOfTheirOwn) {
  ASSERT_TRUE(set_user(file_, "olga", Role::printer_operator, "secret"));
  EXPECT_EQ(read_users(file_)->at("olga").role, Role::printer_operator);
  EXPECT_FALSE(set_user(file_, "gast", Role::guest, "secret"));
}

TEST_F(UsersTest, WhatIsNotGivenStays) {
  EXPECT_EQ(change_user(file_, "ann", {Role::user, {}}, true).error().code, Errc::invalid);
  ASSERT_TRUE(change_user(file_, "ann", {{}, "secret"}, true));
  EXPECT_EQ(read_users(file_)->at("ann").role, Role::user);
  const auto before = read_users(file_)->at("ann").hash;
  ASSERT_TRUE(change_user(file_, "ann", {Role::administrator, {}}, true));
  EXPECT_EQ(read_users(file_)->at("ann").role, Role::administrator);
  EXPECT_EQ(read_users(file_)->at("ann").hash, before);
}

TEST_F(UsersTest, TheLastAdministratorStaysOneWhereThatIsGuarded) {
  ASSERT_TRUE(set_user(file_, "ann", Role::administrator, "secret"));
  ASSERT_TRUE(set_user(file_, "bob", Role::user, "secret"));
  EXPECT_EQ(change_user(file_, "ann", {Role::user, {}}, true).error().code, Errc::conflict);
  EXPECT_EQ(remove_user(file_, "ann", true).error().code, Errc::conflict);
  EXPECT_TRUE(remove_user(file_, "bob", true));
  ASSERT_TRUE(set_user(file_, "bob", Role::administrator, "secret"));
  EXPECT_TRUE(change_user(file_, "ann", {Role::user, {}}, true));
  EXPECT_TRUE(remove_user(file_, "bob")); // who looks after the machine may
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

TEST_F(UsersTest, AHashTakesThePlaceOfItsPassword) {
  const std::string hash = hash_password("correct horse").value();
  ASSERT_TRUE(change_user(file_, "eve", {Role::user, {}, hash}, true));
  EXPECT_TRUE(password_matches(read_users(file_).value().at("eve").hash, "correct horse"));
  ASSERT_TRUE(change_user(file_, "eve", {Role::printer_operator, {}, {}}, true)); // it stays
  EXPECT_EQ(read_users(file_).value().at("eve").hash, hash);
  EXPECT_EQ(change_user(file_, "eve", {{}, "word", hash}, true).error().code, Errc::invalid);
  EXPECT_EQ(change_user(file_, "eve", {{}, {}, "plain"}, true).error().code, Errc::invalid);
}

TEST(PasswordHash, IsOneOfOurs) {
  EXPECT_TRUE(check_password_hash(hash_password("a").value()));
  const std::string head = "$argon2id$v=19$", tail = "$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA";
  EXPECT_TRUE(check_password_hash(head + "m=65536,t=3,p=4" + tail));
  for (const std::string& wrong :
       {std::string(), std::string("$1$salt$hash"),
        std::string("$argon2i$v=19$m=65536,t=3,p=4") + tail, head + "m=65536,t=3,p=4",
        head + "m=65536,t=3" + tail, head + "m=,t=3,p=4" + tail, head + "m=99999999,t=3,p=4" + tail,
        head + "m=65536,t=99,p=4" + tail, head + "m=65536,t=0,p=1" + tail,
        head + "m=65536,t=3,p=0" + tail, head + "m=8,t=3,p=4" + tail,
        head + "m=65536,t=3,p=4$c2FsdHNhbHQ$short", head + "m=65536,t=3,p=4" + tail + "\n",
        head + "m=65536,t=3,p=4$salt:with$aGFzaGhhc2hoYXNoaGFzaA",
        head + "m=65536,t=3,p=4$c2FsdHNhbHQ$" + std::string(300, 'a')})
    EXPECT_EQ(check_password_hash(wrong).error().code, Errc::invalid) << wrong;
}

} // namespace
} // namespace platen::auth
