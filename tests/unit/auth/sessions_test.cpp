#include "auth/secret_word.h"
#include "auth/sessions.h"
#include "base/file.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace platen::auth {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SessionsTest : public ::testing::Test {
protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    ASSERT_TRUE(set_user(users(), "ann", Role::printer_operator, "secret"));
    ASSERT_TRUE(set_user(users(), "bob", Role::user, "other"));
    open();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void open() {
    sessions_ = std::make_unique<Sessions>(Sessions::Options{
        .file = file(), .users = users(), .clock = [this] { return now_; }, .log = logger()});
  }
  Gate::Log logger() {
    return [this](std::string_view level, std::string_view text) {
      log_ += std::string(level) + ": " + std::string(text) + "\n";
    };
  }
  std::filesystem::path users() const { return folder_ / "users"; }
  std::filesystem::path file() const { return folder_ / "sessions"; }
  std::string kept() const { return std::string(as_text(*read_file(file(), 1 << 20))); }
  std::string begin(const std::string& user) { return sessions_->begin(user, "192.0.2.7")->secret; }

  const std::filesystem::path folder_ = std::filesystem::path(::testing::TempDir()) /
                                        ("platen-sessions-" + std::to_string(::getpid()));
  std::int64_t now_ = 1'000'000;
  std::string log_;
  std::unique_ptr<Sessions> sessions_;
};

TEST_F(SessionsTest, ASecretIsWhoLoggedIn) {
  const auto begun = sessions_->begin("ann", "192.0.2.7");
  ASSERT_TRUE(begun);
  const auto found = sessions_->find(begun->secret);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->user, "ann");
  EXPECT_EQ(found->role, Role::printer_operator);
  EXPECT_EQ(found->address, "192.0.2.7");
  EXPECT_EQ(found->csrf, begun->session.csrf);
  EXPECT_EQ(found->expires(), now_ + Sessions::idle_seconds);
  EXPECT_FALSE(sessions_->find("x"));
  EXPECT_FALSE(sessions_->find(""));
  EXPECT_FALSE(sessions_->begin("eve", "192.0.2.7"));
}

TEST_F(SessionsTest, ALookAtTheRoleIsNoUse) {
  const std::string id = sessions_->begin("ann", "192.0.2.7")->session.id;
  EXPECT_EQ(sessions_->role_in(id), Role::printer_operator);
  now_ += Sessions::idle_seconds - 1;
  EXPECT_EQ(sessions_->role_in(id), Role::printer_operator);
  now_ += 2; // had it been used, it would last
  EXPECT_EQ(sessions_->role_in(id), std::nullopt);
  EXPECT_EQ(sessions_->role_in("no such id"), std::nullopt);
}

TEST_F(SessionsTest, SecretsAreLongNeverTheSameAndNotKept) {
  const std::string one = begin("ann"), two = begin("ann");
  EXPECT_EQ(one.size(), 43u);
  EXPECT_NE(one, two);
  EXPECT_NE(sessions_->find(one)->csrf, sessions_->find(two)->csrf);
  EXPECT_THAT(kept(), Not(HasSubstr(one)));
  EXPECT_THAT(kept(), Not(HasSubstr(sessions_->find(one)->csrf)));
  struct stat about {};
  ASSERT_EQ(::stat(file().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  EXPECT_EQ(log_, "");
}

TEST_F(SessionsTest, TheyEndWhenNobodyUsesThemForHalfADay) {
  const std::string secret = begin("ann");
  for (int i = 0; i < 4; ++i) {
    now_ += Sessions::idle_seconds - 1;
    ASSERT_TRUE(sessions_->find(secret)) << i;
  }
  now_ += Sessions::idle_seconds;
  EXPECT_FALSE(sessions_->find(secret));
  EXPECT_TRUE(sessions_->all().empty());
}

TEST_F(SessionsTest, AndAfterAMonthInAnyCase) {
  const std::string secret = begin("ann");
  const std::int64_t end = now_ + Sessions::longest_seconds;
  while (now_ + 40'000 < end) {
    now_ += 40'000;
    ASSERT_TRUE(sessions_->find(secret));
  }
  EXPECT_EQ(sessions_->all()[0].expires(), end);
  now_ = end;
  EXPECT_FALSE(sessions_->find(secret));
}

TEST_F(SessionsTest, TheySurviveARestart) {
  const std::string secret = begin("ann");
  open();
  ASSERT_TRUE(sessions_->find(secret));
  EXPECT_EQ(sessions_->find(secret)->user, "ann");
}

TEST_F(SessionsTest, UsingOneIsKeptNowAndThen) {
  const std::string secret = begin("ann");
  now_ += 7'200;
  ASSERT_TRUE(sessions_->find(secret));
  sessions_->tick();
  open();
  EXPECT_EQ(sessions_->all()[0].used, now_);
}

TEST_F(SessionsTest, AnotherPasswordOrRoleOrNoUserEndsThem) {
  const std::string ann = begin("ann"), bob = begin("bob");
  ASSERT_TRUE(change_user(users(), "ann", {Role::user, {}}, false));
  EXPECT_FALSE(sessions_->find(ann));
  const std::string again = begin("ann");
  ASSERT_TRUE(change_user(users(), "ann", {{}, "another"}, false));
  EXPECT_FALSE(sessions_->find(again));
  EXPECT_TRUE(sessions_->find(bob));
  ASSERT_TRUE(remove_user(users(), "bob"));
  EXPECT_FALSE(sessions_->find(bob));
  ASSERT_TRUE(set_user(users(), "bob", Role::user, "other")); // the next one of that name
  EXPECT_FALSE(sessions_->find(bob));
}

TEST_F(SessionsTest, TheyAreEndedOneByOne) {
  const std::string one = begin("ann"), two = begin("ann");
  sessions_->end(one);
  EXPECT_FALSE(sessions_->find(one));
  ASSERT_EQ(sessions_->all().size(), 1u);
  EXPECT_TRUE(sessions_->end_by_id(sessions_->all()[0].id));
  EXPECT_FALSE(sessions_->find(two));
  EXPECT_FALSE(sessions_->end_by_id("0000"));
  open();
  EXPECT_TRUE(sessions_->all().empty());
}

TEST_F(SessionsTest, AreBoundedAndTheLongestUnusedGoesFirst) {
  const std::string bob = begin("bob");
  std::vector<std::string> all;
  for (std::size_t i = 0; i <= Sessions::most_of_a_user; ++i) {
    ++now_;
    all.push_back(begin("ann"));
  }
  EXPECT_FALSE(sessions_->find(all[0]));
  EXPECT_TRUE(sessions_->find(all[1]));
  EXPECT_TRUE(sessions_->find(bob));
  EXPECT_EQ(sessions_->all().size(), Sessions::most_of_a_user + 1);
}

TEST_F(SessionsTest, AFileThatIsNoneIsAnEndOfAllAndToldOnce) {
  begin("ann");
  for (const char* text : {"{", "{}", "\"x\""}) {
    std::ofstream(file()) << text;
    log_.clear();
    open();
    EXPECT_TRUE(sessions_->all().empty());
    EXPECT_THAT(log_, HasSubstr("logs in again")) << text;
  }
  std::ofstream(file()) << R"([1, {}, {"digest": 5}, {"digest": "short", "user": "ann"}])";
  open();
  EXPECT_TRUE(sessions_->all().empty());
}

TEST_F(SessionsTest, AFullDiskKeepsNobodyOut) {
  std::filesystem::remove(file());
  std::filesystem::create_directory(file()); // cannot be replaced
  const std::string secret = begin("ann");
  EXPECT_TRUE(sessions_->find(secret));
  EXPECT_THAT(log_, HasSubstr("not kept over a restart"));
  std::filesystem::remove(file());
  now_ += 100;
  sessions_->tick();
  EXPECT_THAT(kept(), HasSubstr("ann"));
}

TEST(SecretWord, DigestsAndLettersAreAsOthersHaveThem) {
  EXPECT_EQ(digest_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_base64("ann:secret"), "YW5uOnNlY3JldA=="); // RFC 4648
  EXPECT_EQ(to_base64("a"), "YQ==");
  EXPECT_EQ(to_base64(""), "");
  EXPECT_TRUE(is_same("abc", "abc"));
  EXPECT_FALSE(is_same("abc", "abd"));
  EXPECT_FALSE(is_same("abc", "ab"));
}

} // namespace
} // namespace platen::auth
