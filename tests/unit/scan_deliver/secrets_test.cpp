#include "base/file.h"
#include "base/scratch_folder.h"
#include "scan/deliver/secrets.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace platen::scan {
namespace {

class SecretsTest : public ::testing::Test {
protected:
  void SetUp() override {
    auto made = ScratchFolder::make();
    ASSERT_TRUE(made);
    folder.emplace(std::move(*made));
    file = folder->path() / "secrets";
  }
  std::optional<ScratchFolder> folder;
  std::filesystem::path file;
};

TEST_F(SecretsTest, KeepsThemForItsOwnerAlone) {
  Secrets secrets(file);
  EXPECT_EQ(secrets.find("office")->value_or("none"), "none");
  ASSERT_TRUE(secrets.put("office", "pä\"ss\n"));
  ASSERT_TRUE(secrets.put("nas", "other"));
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600U);
  EXPECT_EQ(Secrets(file).find("office")->value(), "pä\"ss\n");
  ASSERT_TRUE(secrets.put("office", ""));
  EXPECT_FALSE(secrets.find("office")->has_value());
  EXPECT_EQ(secrets.find("nas")->value(), "other");
}

TEST_F(SecretsTest, AreNotTakenFromAFileThatOthersRead) {
  Secrets secrets(file);
  ASSERT_TRUE(secrets.put("office", "s"));
  ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
  const auto found = secrets.find("office");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::denied);
  EXPECT_NE(found.error().what.find("chmod 600"), std::string::npos);
  EXPECT_EQ(secrets.put("office", "t").error().code, Errc::denied);
}

TEST_F(SecretsTest, RefusesADamagedFileWithoutQuotingIt) {
  for (const char* text : {"{\"a\": \"hidden", "[\"hidden\"]", "{\"a\": [\"hidden\"]}", ""}) {
    ASSERT_TRUE(write_file(file, as_bytes(text)));
    ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
    const auto found = Secrets(file).find("a");
    ASSERT_FALSE(found) << text;
    EXPECT_EQ(found.error().code, Errc::malformed);
    EXPECT_EQ(found.error().message().find("hidden"), std::string::npos);
  }
}

TEST_F(SecretsTest, RefusesWhatItCannotKeep) {
  Secrets secrets(file);
  EXPECT_EQ(secrets.put("a", std::string(70'000, 'x')).error().code, Errc::invalid);
  EXPECT_EQ(secrets.put("a", std::string("x\0y", 3)).error().code, Errc::invalid);
  EXPECT_EQ(secrets.put("a", "\xff").error().code, Errc::invalid);
  EXPECT_FALSE(std::filesystem::exists(file));
}

} // namespace
} // namespace platen::scan
