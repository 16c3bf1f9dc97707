#include "http/certificate_files.h"
#include "support.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

namespace platen::http::test {
namespace {

using std::chrono::hours;
const CalendarTime now = std::chrono::system_clock::from_time_t(1'900'000'000);
const std::vector<std::string> names = {"print", "print.local", "localhost", "127.0.0.1", "::1"};

void write(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}
std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Files {
  Folder folder;
  std::filesystem::path certificate = folder / "server.pem", key = folder / "server.key";
  CertificateFiles files{certificate, key, names};
};

TEST(Certificate, IsMadeForItsNamesAndForAsLongAsIsTaken) {
  const auto pair = make_self_signed(names, now);
  ASSERT_TRUE(pair) << pair.error().message();
  const auto facts = read_certificate(pair->certificate, names);
  ASSERT_TRUE(facts);
  EXPECT_TRUE(facts->self_made);
  EXPECT_TRUE(facts->missing.empty());
  EXPECT_EQ(facts->ends, now - hours(24) + hours(820 * 24));
  EXPECT_EQ(read_certificate(pair->certificate, {"print", "other", "10.0.0.1"})->missing,
            (std::vector<std::string>{"other", "10.0.0.1"}));
}

TEST(Certificate, IsNeverTheSameTwice) {
  const auto one = make_self_signed(names, now), two = make_self_signed(names, now);
  ASSERT_TRUE(one && two);
  EXPECT_NE(one->certificate, two->certificate);
  EXPECT_NE(one->key, two->key);
}

TEST(Certificate, TakesLongNames) {
  EXPECT_TRUE(
      make_self_signed({std::string(63, 'a') + "." + std::string(63, 'b') + ".example"}, now));
}

TEST(Certificate, OfNobodyIsNoCertificate) {
  for (const char* text :
       {"", "garbage", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    EXPECT_EQ(read_certificate(text, {}).error().code, Errc::invalid);
}

TEST(CertificateFiles, AreMadeOnceWithASecretKey) {
  Files one;
  EXPECT_EQ(one.files.refresh(now), true);
  EXPECT_EQ(std::filesystem::status(one.key).permissions(), std::filesystem::perms(0600));
  EXPECT_EQ(std::filesystem::status(one.certificate).permissions(), std::filesystem::perms(0644));
  EXPECT_TRUE(one.files.load());
  EXPECT_FALSE(one.files.changed());
  EXPECT_EQ(one.files.refresh(now), false);
  EXPECT_FALSE(one.files.changed());
}

TEST(CertificateFiles, AreRenewedInTimeForTheSameKey) {
  Files one;
  ASSERT_TRUE(one.files.refresh(now));
  ASSERT_TRUE(one.files.load());
  const std::string key = read(one.key), certificate = read(one.certificate);
  EXPECT_EQ(one.files.refresh(now + hours(24 * 788)), false);
  EXPECT_EQ(read(one.certificate), certificate);
  EXPECT_EQ(one.files.refresh(now + hours(24 * 790)), true);
  EXPECT_NE(read(one.certificate), certificate);
  EXPECT_EQ(read(one.key), key);
  EXPECT_TRUE(one.files.changed());
  EXPECT_TRUE(one.files.load());
}

TEST(CertificateFiles, AreRenewedForANewName) {
  Files one;
  ASSERT_TRUE(one.files.refresh(now));
  CertificateFiles renamed(one.certificate, one.key, {"other"});
  EXPECT_EQ(renamed.refresh(now), true);
  EXPECT_EQ(renamed.refresh(now), false);
}

TEST(CertificateFiles, AreFinishedAfterACrashBetweenTheTwo) {
  Files one;
  ASSERT_TRUE(one.files.refresh(now));
  std::filesystem::remove(one.key);
  EXPECT_EQ(one.files.refresh(now), true);
  EXPECT_TRUE(one.files.load());
}

TEST(CertificateFiles, OfSomebodyElseAreLeftAlone) {
  Files one;
  std::string foreign = make_self_signed(names, now)->certificate;
  ASSERT_EQ(std::system(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                         "-days 1 -subj /CN=theirs "
                         "-keyout " +
                         one.key.string() + " -out " + one.certificate.string() + " 2>/dev/null")
                            .c_str()),
            0);
  const std::string certificate = read(one.certificate);
  EXPECT_EQ(one.files.refresh(now + hours(24 * 4000)), false);
  EXPECT_EQ(read(one.certificate), certificate);
  std::filesystem::remove(one.key);
  const auto alone = one.files.refresh(now);
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().code, Errc::invalid);
  EXPECT_NE(alone.error().what.find(one.key.string() + " is missing"), std::string::npos);
}

TEST(CertificateFiles, NameTheFileThatIsWrong) {
  Files one;
  ASSERT_TRUE(one.files.refresh(now));
  const std::string key = read(one.key), certificate = read(one.certificate);
  const auto says = [&](const std::string& part) {
    const auto loaded = one.files.load();
    return !loaded && loaded.error().what.find(part) != std::string::npos;
  };
  write(one.key, make_self_signed(names, now)->key);
  EXPECT_TRUE(says("the key " + one.key.string() + " does not belong to the certificate " +
                   one.certificate.string()));
  write(one.key, "garbage");
  EXPECT_TRUE(says("the key " + one.key.string() + " cannot be used"));
  EXPECT_TRUE(one.files.changed() == false);
  write(one.key, key);
  EXPECT_TRUE(one.files.changed());
  write(one.certificate, "garbage");
  EXPECT_TRUE(says("the certificate " + one.certificate.string() + " cannot be used"));
  const auto unreadable = one.files.refresh(now);
  ASSERT_FALSE(unreadable);
  EXPECT_TRUE(unreadable.error().what.starts_with(one.certificate.string() + ": "));
  std::filesystem::remove(one.certificate);
  EXPECT_TRUE(says("cannot open " + one.certificate.string()));
  const auto missing = one.files.refresh(now);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().what.find(one.certificate.string() + " is missing"), std::string::npos);
}

TEST(CertificateFiles, AskForNoPassword) {
  Files one;
  ASSERT_TRUE(one.files.refresh(now));
  const std::string locked = one.folder / "locked.key";
  ASSERT_EQ(std::system(("openssl pkey -aes256 -passout pass:x -in " + one.key.string() + " -out " +
                         locked + " 2>/dev/null")
                            .c_str()),
            0);
  CertificateFiles files(one.certificate, locked, names);
  const auto loaded = files.load();
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().what.find(locked), std::string::npos);
}

TEST(CertificateNames, CoverWhatTheServerIsCalled) {
  const auto all =
      certificate_names({"print", "print.example.org"}, {"0.0.0.0", "192.0.2.1", "::"});
  EXPECT_EQ(all.front(), "print");
  for (const char* one :
       {"print.local", "print.example.org", "localhost", "127.0.0.1", "::1", "192.0.2.1"})
    EXPECT_EQ(std::ranges::count(all, one), 1) << one;
  EXPECT_EQ(std::ranges::count(all, "0.0.0.0") + std::ranges::count(all, "print.example.org.local"),
            0);
}

} // namespace
} // namespace platen::http::test
