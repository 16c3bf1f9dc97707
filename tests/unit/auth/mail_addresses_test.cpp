#include "auth/mail_addresses.h"
#include "auth/private_file.h"
#include "base/file.h"
#include "base/scratch_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace platen::auth {
namespace {

TEST(MailAddress, IsOneThatNoHeadOfAMailTakesForSomethingElse) {
  for (const char* const good : {"ann@example.org", "a.b+c@x", "\xc3\xa4@example.org"})
    EXPECT_TRUE(is_mail_address(good)) << good;
  for (const char* const bad :
       {"", "ann", "@example.org", "ann@", "a@b@c", "a b@example.org", "a@example.org, b@x",
        "a@x\r\nBcc: b@x", "<a@x>", "a:b@x", "\"a\"@x", "a@x\t"})
    EXPECT_FALSE(is_mail_address(bad)) << bad;
  EXPECT_FALSE(is_mail_address(std::string(254, 'a') + "@x"));
}

TEST(MailAddresses, AreKeptForTheirOwnersEyes) {
  const ScratchFolder folder = *ScratchFolder::make();
  const auto file = folder.path() / "mail-addresses";
  MailAddresses addresses(file, {});
  EXPECT_EQ(addresses.of("ann"), "");
  ASSERT_TRUE(addresses.set("ann", "ann@example.org"));
  ASSERT_TRUE(addresses.set("bob", "bob@example.org"));
  EXPECT_EQ(addresses.of("ann"), "ann@example.org");
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  EXPECT_EQ(addresses.set("bob", "no address").error().code, Errc::invalid);
  ASSERT_TRUE(addresses.set("ann", ""));
  EXPECT_EQ(MailAddresses(file, {}).of("ann"), "");
  EXPECT_EQ(MailAddresses(file, {}).of("bob"), "bob@example.org");
}

TEST(MailAddresses, ABrokenFileChangesNothingAndIsTold) {
  const ScratchFolder folder = *ScratchFolder::make();
  const auto file = folder.path() / "mail-addresses";
  std::string log;
  MailAddresses addresses(file, [&](std::string_view, std::string_view text) { log += text; });
  ASSERT_TRUE(addresses.set("ann", "ann@example.org"));
  EXPECT_EQ(addresses.of("ann"), "ann@example.org");
  ASSERT_TRUE(replace_private_file(file, "\xff\xff no line\n"));
  EXPECT_EQ(addresses.of("ann"), "ann@example.org");
  EXPECT_NE(log.find(":1: the line is not NAME:ADDRESS"), std::string::npos);
  EXPECT_FALSE(addresses.set("bob", "no address"));
}

} // namespace
} // namespace platen::auth
