#include "device/identity.h"

#include <gtest/gtest.h>

namespace platen::device {
namespace {

using namespace std::string_literals;

TEST(Identity, HasOneSpelling) {
  EXPECT_EQ(serial_word(" QLB-01234 "), "serial:QLB-01234");
  EXPECT_EQ(mac_word("\x00\x1e\x8f\x01\xab\x03"s), "mac:00:1e:8f:01:ab:03");
  EXPECT_EQ(uuid_word("urn:uuid:11111111-2222-4333-8444-55555555AAAA"),
            "uuid:11111111-2222-4333-8444-55555555aaaa");
}

TEST(Identity, PlaceholdersTellNothing) {
  for (const char* const serial : {"", "0", "0000000", "XXXXXXX", "none", "N/A", "Unknown", "---"})
    EXPECT_FALSE(serial_word(serial)) << serial;
  EXPECT_FALSE(serial_word(std::string(65, 'a') + "b"));
  EXPECT_FALSE(mac_word(std::string(6, '\0')));
  EXPECT_FALSE(mac_word(std::string(6, '\xff')));      // everybody
  EXPECT_FALSE(mac_word("\x01\x00\x5e\x00\x00\x01"s)); // a group
  EXPECT_FALSE(mac_word("short"));
  EXPECT_FALSE(uuid_word("00000000-0000-0000-0000-000000000000"));
  EXPECT_FALSE(uuid_word("11111111-2222-4333-8444-55555555555g"));
}

TEST(Identity, ComesFromADeviceId) {
  EXPECT_EQ(serial_of_device_id("MFG:Canon;MDL:iR1024;SN:DRL12345;"), "serial:DRL12345");
  EXPECT_EQ(serial_of_device_id("MFG:HP;SERN:VNB3K12345;"), "serial:VNB3K12345");
  EXPECT_FALSE(serial_of_device_id("MFG:Canon;MDL:iR1024;SN:00000000;"));
}

TEST(Identity, ComparesKindByKind) {
  const Identity known{"serial:A1234", "mac:00:1e:8f:01:02:03"};
  EXPECT_EQ(compare(known, Identity{"serial:A1234"}), Match::same);
  EXPECT_EQ(compare(known, Identity{"serial:A1234", "mac:00:1e:8f:01:02:03"}), Match::same);
  EXPECT_EQ(compare(known, Identity{"mac:00:1e:8f:99:99:99", "mac:00:1e:8f:01:02:03"}),
            Match::same);
  EXPECT_EQ(compare(known, Identity{"serial:B9999"}), Match::different);
  EXPECT_EQ(compare(known, Identity{"serial:A1234", "mac:00:1e:8f:99:99:99"}), Match::unclear);
  EXPECT_EQ(compare(known, Identity{"uuid:11111111-2222-4333-8444-555555555555"}), Match::untold);
  EXPECT_EQ(compare(known, Identity{}), Match::untold);
  EXPECT_EQ(compare(Identity{}, Identity{}), Match::untold);
}

TEST(Identity, IsCheckedWhereAClientSendsIt) {
  const std::vector<std::string> good{"serial:A1234", "mac:00:1E:8F:01:02:03", "serial:A1234"};
  const auto read = read_identity(good);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, (Identity{"serial:A1234", "mac:00:1e:8f:01:02:03"}));
  for (const char* const bad : {"", "serial:", "serial:0000", "mac:00:1e", "mac:00-1e-8f-01-02-03",
                                "uuid:x", "name:copier", "A1234"})
    EXPECT_FALSE(read_identity(std::vector<std::string>{bad})) << bad;
  EXPECT_FALSE(read_identity(std::vector<std::string>(17, "serial:A1234")));
}

TEST(Identity, IsBounded) {
  Identity identity;
  for (int i = 0; i < 100; ++i)
    add_word(identity, "serial:A" + std::to_string(1000 + i));
  EXPECT_EQ(identity.size(), 16u);
}

} // namespace
} // namespace platen::device
