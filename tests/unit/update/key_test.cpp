#include "update/signatures.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>

namespace platen::update {
namespace {

using testing::HasSubstr;

std::string why(const Result<PublicKey>& verified) {
  return verified ? "it is right" : verified.error().message();
}

// RFC 8032, section 7.1, test 2: somebody else's key, message and signature.
TEST(Key, VerifiesTheVectorOfTheStandard) {
  const auto key = parse_key("PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=");
  ASSERT_TRUE(key.has_value());
  const std::string digits = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                             "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
  Signature signature{};
  for (std::size_t i = 0; i < signature.size(); ++i)
    signature[i] = static_cast<std::byte>(std::stoul(digits.substr(2 * i, 2), nullptr, 16));
  EXPECT_TRUE(fits(signature, as_bytes("\x72"), *key));
  EXPECT_FALSE(fits(signature, as_bytes("s"), *key));
}

TEST(Key, IsReadAsItIsWrittenWithAndWithoutADay) {
  const auto secret = SecretKey::make();
  PublicKey key = secret->public_key();
  EXPECT_EQ(*parse_key(to_text(key)), key);
  key.expires = *parse_moment("2027-12-31");
  EXPECT_EQ(*parse_key(to_text(key)), key);
  EXPECT_EQ(parse_key(to_base64(key.bytes) + " 2027-12-31")->expires, key.expires);
  for (const char* wrong : {"", "short", "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw= 31.12.2027",
                            "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=x"})
    EXPECT_EQ(parse_key(wrong).error().code, Errc::invalid) << wrong;
}

TEST(Key, OfAPublisherIsForItsOwnerAloneAndNeverWrittenOver) {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("platen-key-" + std::to_string(::getpid()));
  std::filesystem::remove(file);
  const auto secret = SecretKey::make();
  ASSERT_TRUE(secret->write(file).has_value());
  EXPECT_EQ(secret->write(file).error().code, Errc::conflict);
  EXPECT_EQ(SecretKey::read(file)->public_key(), secret->public_key());
  ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
  EXPECT_THAT(SecretKey::read(file).error().message(), HasSubstr("can be read by others"));
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  std::ofstream(file) << "platen-secret-key nothing\n";
  EXPECT_THAT(SecretKey::read(file).error().message(), HasSubstr("is no key"));
  std::filesystem::remove(file);
}

TEST(Signatures, AreThoseOfATrustedKeyAlone) {
  const auto mine = SecretKey::make(), other = SecretKey::make();
  const std::string index = "{}",
                    signed_by_me = write_signatures(std::vector{sign_index(index, *mine)});
  const std::vector trusted{mine->public_key()};
  EXPECT_TRUE(verify_index(index, signed_by_me, trusted, {}, 0).has_value());
  EXPECT_THAT(why(verify_index(index, signed_by_me, {}, {}, 0)), HasSubstr("no key is trusted"));
  EXPECT_THAT(why(verify_index(index, write_signatures(std::vector{sign_index(index, *other)}),
                               trusted, {}, 0)),
              HasSubstr("none of those that are trusted"));
  const std::vector<Withdrawn> gone{{id_of(other->public_key()), 7}};
  EXPECT_THAT(why(verify_index(index, write_signatures(std::vector{sign_index(index, *other)}),
                               trusted, gone, 0)),
              HasSubstr("withdrawn with the index 7"));
  std::vector expired = trusted;
  expired[0].expires = 100;
  EXPECT_TRUE(verify_index(index, signed_by_me, expired, {}, 99).has_value());
  EXPECT_THAT(why(verify_index(index, signed_by_me, expired, {}, 100)),
              HasSubstr("expired on 1970-01-01"));
}

TEST(Signatures, OneOfSeveralIsEnough) {
  const auto mine = SecretKey::make(), other = SecretKey::make();
  const std::string both =
      write_signatures(std::vector{sign_index("{}", *other), sign_index("{}", *mine)});
  EXPECT_TRUE(verify_index("{}", both, std::vector{mine->public_key()}, {}, 0).has_value());
  EXPECT_TRUE(verify_index("{}", both, std::vector{other->public_key()}, {}, 0).has_value());
}

// What signs other things of the publisher's with the same key signs no index.
TEST(Signatures, AreOfIndexesAlone) {
  const auto mine = SecretKey::make();
  const SignatureLine bare{id_of(mine->public_key()), mine->sign(as_bytes("{}"))};
  EXPECT_THAT(why(verify_index("{}", write_signatures(std::vector{bare}),
                               std::vector{mine->public_key()}, {}, 0)),
              HasSubstr("is wrong"));
}

TEST(Signatures, AFileThatIsCutOffIsNone) {
  const auto mine = SecretKey::make();
  const std::string whole = write_signatures(std::vector{sign_index("{}", *mine)});
  for (std::size_t size = 0; size + 1 < whole.size(); ++size)
    EXPECT_FALSE(verify_index("{}", whole.substr(0, size), std::vector{mine->public_key()}, {}, 0)
                     .has_value())
        << size;
}

RC_GTEST_PROP(Signatures, AnyByteThatIsAnotherIsSeen, ()) {
  static const auto mine = SecretKey::make();
  static const std::string index = R"({"format":1,"repository":"test","serial":5})";
  static const std::string lines = write_signatures(std::vector{sign_index(index, *mine)});
  std::string changed = index;
  const auto at = *rc::gen::inRange<std::size_t>(0, index.size());
  changed[at] = static_cast<char>(changed[at] ^ *rc::gen::inRange(1, 256));
  RC_ASSERT(!verify_index(changed, lines, std::vector{mine->public_key()}, {}, 0).has_value());
  std::string forged = lines;
  const auto place = *rc::gen::inRange<std::size_t>(0, lines.size() - 1);
  forged[place] = static_cast<char>(forged[place] ^ *rc::gen::inRange(1, 128));
  RC_ASSERT(!verify_index(index, forged, std::vector{mine->public_key()}, {}, 0).has_value());
}

TEST(Moment, IsADayOrAMomentOfUtc) {
  EXPECT_EQ(parse_moment("1970-01-02"), 86'400);
  EXPECT_EQ(parse_moment("2026-11-29T12:00:00Z"), 1'795'953'600);
  EXPECT_EQ(to_text(1'795'953'600), "2026-11-29T12:00:00Z");
  for (const char* wrong :
       {"2026-02-30", "2026-13-01", "2026-11-29T12:00:00", "2026-11-29 12:00:00Z", "26-1-1", ""})
    EXPECT_FALSE(parse_moment(wrong).has_value()) << wrong;
}

TEST(Version, IsComparedNumberByNumber) {
  EXPECT_TRUE(is_newer("1.10.0", "1.9"));
  EXPECT_TRUE(is_newer("2", "1.99.99"));
  EXPECT_TRUE(is_newer("1.0.1", "1.0"));
  EXPECT_FALSE(is_newer("1.0", "1.0.0"));
  EXPECT_FALSE(is_newer("1.0.0", "1.0.0"));
  EXPECT_TRUE(is_newer("2.0", "2.0~rc1"));
  EXPECT_FALSE(is_newer("", "0.1"));
}

} // namespace
} // namespace platen::update
