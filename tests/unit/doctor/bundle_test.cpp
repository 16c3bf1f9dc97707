#include "doctor/bundle.h"

#include <gtest/gtest.h>

namespace platen::doctor {
namespace {

TEST(RedactedToml, KeepsKeysAndNumbersAlone) {
  EXPECT_EQ(
      redacted_toml(
          "# ada's server\n[server]\nport = 8631 # hers\nname = \"ada\"\nlisten = ['a', \"b\"]\n"
          "secret = \"\"\"x\n\"y\" = 'z'\"\"\"\nshared = true\n"),
      "\n[server]\nport = 8631 \nname = \"...\"\nlisten = [\"...\", \"...\"]\n"
      "secret = \"...\"\nshared = true\n");
}

TEST(RedactedToml, EndsWhereItIsNoToml) {
  for (const char* toml : {"a = \"open\nsecret = hunter2", "a = '''open\nhunter2", "a = \"x\\"})
    EXPECT_EQ(redacted_toml(toml).find("hunter2"), std::string::npos) << toml;
}

TEST(Redacted, ReplacesSecretsAndAddresses) {
  const Secrets secrets{{"ada", "user-1"}, {"adalbert", "user-2"}, {"x", "short"}};
  EXPECT_EQ(redacted("adalbert and ada (x) at 192.0.2.7:9100, 192.0.2.7 and 2001:db8::7", secrets),
            "user-2 and user-1 (x) at address-1:9100, address-1 and address-2");
  EXPECT_EQ(redacted("ada at 192.0.2.7", secrets, true), "user-1 at 192.0.2.7");
}

TEST(Redacted, LeavesWhatIsNoAddress) {
  for (const char* text : {"version 1.2.3", "12:30:45", "127.0.0.1 and ::1", "std::string",
                           "2026-03-01T12:00:00", "face", "1.2.3.4.5.6"})
    EXPECT_EQ(redacted(text, {}), text);
}

} // namespace
} // namespace platen::doctor
