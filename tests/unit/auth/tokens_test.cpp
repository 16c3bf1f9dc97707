#include "auth/basic.h"
#include "auth/tokens.h"
#include "base/file.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace platen::auth {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class TokensTest : public ::testing::Test {
protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    ASSERT_TRUE(set_user(users(), "ann", Role::administrator, "secret"));
    open();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void open() {
    tokens_ = std::make_unique<Tokens>(
        Tokens::Options{.file = folder_ / "tokens",
                        .users = users(),
                        .clock = [this] { return now_; },
                        .log = [this](std::string_view, std::string_view text) { log_ += text; }});
    gate_ = make_gate({.users = users(),
                       .administrator_uids = {},
                       .clock = [] { return std::int64_t{1'000}; },
                       .log = [this](std::string_view, std::string_view text) { log_ += text; },
                       .tokens = tokens_.get()})
                .value();
  }
  std::filesystem::path users() const { return folder_ / "users"; }
  Tokens::Made make(Scopes scopes = bit(Scope::read), std::int64_t expires = 0) {
    return tokens_->make({"script", "ann", scopes, expires}).value();
  }

  const std::filesystem::path folder_ =
      std::filesystem::path(::testing::TempDir()) / ("platen-tokens-" + std::to_string(::getpid()));
  std::int64_t now_ = 1'000'000;
  std::string log_;
  std::unique_ptr<Tokens> tokens_;
  std::unique_ptr<Gate> gate_;
};

TEST_F(TokensTest, ATokenIsItsUserWithItsScopes) {
  const auto made = make(static_cast<Scopes>(bit(Scope::read) | bit(Scope::print)));
  EXPECT_TRUE(made.secret.starts_with("platen_"));
  EXPECT_EQ(made.secret.size(), 50u);
  const auto found = tokens_->find(made.secret);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->user, "ann");
  EXPECT_EQ(found->role, Role::administrator);
  EXPECT_EQ(found->scopes, bit(Scope::read) | bit(Scope::print));
  EXPECT_FALSE(tokens_->find(made.secret + "x"));
  EXPECT_FALSE(tokens_->find(""));
}

TEST_F(TokensTest, OnlyTheDigestIsKeptForNobodyElseToRead) {
  const auto made = make();
  const std::string kept(as_text(*read_file(folder_ / "tokens", 1 << 20)));
  EXPECT_THAT(kept, Not(HasSubstr(made.secret)));
  EXPECT_THAT(kept, Not(HasSubstr(made.secret.substr(7))));
  struct stat about {};
  ASSERT_EQ(::stat((folder_ / "tokens").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
}

TEST_F(TokensTest, TheySurviveARestartAndKnowTheirLastUse) {
  const auto made = make();
  now_ += 500;
  ASSERT_TRUE(tokens_->find(made.secret));
  EXPECT_EQ(tokens_->all()[0].used, now_);
  tokens_->tick();
  open();
  EXPECT_EQ(tokens_->all()[0].used, now_);
  EXPECT_TRUE(tokens_->find(made.secret));
}

TEST_F(TokensTest, TheyExpire) {
  const auto made = make(bit(Scope::read), now_ + 10);
  now_ += 9;
  EXPECT_TRUE(tokens_->find(made.secret));
  now_ += 1;
  EXPECT_EQ(tokens_->find(made.secret).error().code, Errc::denied);
  EXPECT_TRUE(tokens_->all().empty());
}

TEST_F(TokensTest, TheyEndWithTheirUserAndFollowTheRole) {
  const auto made = make();
  ASSERT_TRUE(change_user(users(), "ann", {Role::user, "another"}, false));
  EXPECT_EQ(tokens_->find(made.secret)->role, Role::user);
  ASSERT_TRUE(remove_user(users(), "ann"));
  EXPECT_FALSE(tokens_->find(made.secret));
  tokens_->tick();
  ASSERT_TRUE(set_user(users(), "ann", Role::user, "x")); // somebody else of that name
  EXPECT_FALSE(tokens_->find(made.secret));
}

// As the command does it, whether or not a server runs that looks.
TEST_F(TokensTest, TheNextUserOfTheNameGetsNone) {
  const auto made = make();
  ASSERT_TRUE(remove_user(users(), "ann"));
  ASSERT_TRUE(remove_tokens_of(folder_ / "tokens", "ann"));
  ASSERT_TRUE(set_user(users(), "ann", Role::user, "x"));
  EXPECT_FALSE(tokens_->find(made.secret));
}

TEST_F(TokensTest, TheyAreRemovedByTheirOwner) {
  const auto made = make();
  EXPECT_EQ(tokens_->remove(made.token.id, "bob").error().code, Errc::not_found);
  EXPECT_TRUE(tokens_->find(made.secret));
  EXPECT_TRUE(tokens_->remove(made.token.id, "ann"));
  EXPECT_FALSE(tokens_->find(made.secret));
  EXPECT_EQ(tokens_->remove(made.token.id, std::nullopt).error().code, Errc::not_found);
}

TEST_F(TokensTest, WrongWishesAreRefused) {
  EXPECT_EQ(tokens_->make({"", "ann", bit(Scope::read), 0}).error().code, Errc::invalid);
  EXPECT_EQ(tokens_->make({"a\nb", "ann", bit(Scope::read), 0}).error().code, Errc::invalid);
  EXPECT_EQ(tokens_->make({"a", "ann", 0, 0}).error().code, Errc::invalid);
  EXPECT_EQ(tokens_->make({"a", "ann", bit(Scope::read), now_}).error().code, Errc::invalid);
  EXPECT_EQ(tokens_->make({"a", "eve", bit(Scope::read), 0}).error().code, Errc::not_found);
  for (std::size_t i = 0; i < Tokens::most_of_a_user; ++i)
    make();
  EXPECT_EQ(tokens_->make({"a", "ann", bit(Scope::read), 0}).error().code, Errc::conflict);
}

TEST_F(TokensTest, AFileThatBreaksKeepsWhatWasReadAndIsNotWrittenOver) {
  const auto made = make();
  ASSERT_TRUE(tokens_->find(made.secret));
  std::ofstream(folder_ / "tokens") << "nonsense";
  EXPECT_TRUE(tokens_->find(made.secret));
  EXPECT_THAT(log_, HasSubstr("no file of tokens"));
  EXPECT_FALSE(tokens_->make({"a", "ann", bit(Scope::read), 0}));
  EXPECT_EQ(as_text(*read_file(folder_ / "tokens", 100)), "nonsense");
}

TEST_F(TokensTest, TheGateTakesThemOnlyWhereNobodyReadsThemOnTheirWay) {
  const auto made = make();
  const std::string field = "Bearer " + made.secret;
  const auto over_tls = gate_->identify({"192.0.2.7", {}, false, true}, field);
  ASSERT_TRUE(over_tls);
  EXPECT_EQ(over_tls->name, "ann");
  EXPECT_TRUE(over_tls->administrator);
  EXPECT_TRUE(over_tls->by_token());
  EXPECT_TRUE(gate_->identify({"127.0.0.1", {}, true, false}, "bearer  " + made.secret));
  EXPECT_EQ(gate_->identify({"192.0.2.7", {}, false, false}, field).error().code, Errc::denied);
  const auto wrong = gate_->identify({"192.0.2.7", {}, false, true}, "Bearer platen_wrong");
  EXPECT_EQ(wrong.error().code, Errc::denied);
  EXPECT_THAT(log_, HasSubstr("a wrong token from 192.0.2.7"));
  EXPECT_THAT(log_, Not(HasSubstr("platen_wrong")));
  EXPECT_FALSE(gate_->identify({"192.0.2.7", {}, false, true}, "Bearer"));
}

// Guessing is hopeless; whoever shares an address with a broken script must not suffer for it.
TEST_F(TokensTest, WrongOnesKeepNobodyOutAndDoNotFillTheLog) {
  const auto made = make();
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(gate_->identify({"192.0.2.7", {}, false, true}, "Bearer platen_x").error().code,
              Errc::denied);
  EXPECT_TRUE(gate_->identify({"192.0.2.7", {}, false, true}, "Bearer " + made.secret));
  std::size_t lines = 0;
  for (std::size_t at = 0; (at = log_.find("a wrong token", at)) != std::string::npos; ++at)
    ++lines;
  EXPECT_LE(lines, 10u);
}

TEST(Scopes, WhatATokenIsNotForItsBearerMayNot) {
  Principal who;
  who.name = "ann";
  who.take(Role::administrator);
  who.scopes = static_cast<Scopes>(bit(Scope::read) | bit(Scope::print));
  EXPECT_EQ(within_scopes(who).role(), Role::user);
  who.scopes = bit(Scope::operate);
  EXPECT_EQ(within_scopes(who).role(), Role::printer_operator);
  who.scopes = bit(Scope::administer);
  EXPECT_EQ(within_scopes(who).role(), Role::administrator);
  who.take(Role::user);
  EXPECT_EQ(within_scopes(who).role(), Role::user);
}

TEST(Scopes, HaveWords) {
  for (const char* word : {"read", "print", "scan", "operate", "administer"})
    EXPECT_EQ(to_string(*parse_scope(word)), word);
  for (const char* word : {"guest", "user", "operator", "administrator"})
    EXPECT_EQ(to_string(*parse_role(word)), word);
  EXPECT_FALSE(parse_scope("all"));
  EXPECT_FALSE(parse_role("root"));
}

TEST(BasicOf, IsWhatParseBasicReads) {
  for (const auto& [name, password] : {std::pair("ann", "secret"), std::pair("a b", "x:y ä")}) {
    const auto back = parse_basic(basic_of({name, password}));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->name, name);
    EXPECT_EQ(back->password, password);
  }
}

} // namespace
} // namespace platen::auth
