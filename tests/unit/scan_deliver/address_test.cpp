#include "base/percent.h"
#include "scan/deliver/address.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::scan {
namespace {

TEST(Address, IsTakenApart) {
  const auto read = [](const char* url) {
    const auto address = parse_address(url);
    return address ? *address : Address{"", address.error().message(), 0, ""};
  };
  EXPECT_EQ(read("smtp://mail.example.org"), (Address{"smtp", "mail.example.org", 587, ""}));
  EXPECT_EQ(read("SMTPS://h/"), (Address{"smtps", "h", 465, "/"}));
  EXPECT_EQ(read("smb://nas:4450/scans/für uns"), (Address{"smb", "nas", 4450, "/scans/für uns"}));
  EXPECT_EQ(read("sftp://[::1]/~/a%20b"), (Address{"sftp", "[::1]", 22, "/~/a b"}));
  EXPECT_EQ(read("sftp://[fe80::1]:2222"), (Address{"sftp", "[fe80::1]", 2222, ""}));
  EXPECT_EQ(read("davs://h/a%23b"), (Address{"davs", "h", 443, "/a#b"}));
  EXPECT_EQ(read("https://h:8443/in"), (Address{"https", "h", 8443, "/in"}));
}

TEST(Address, RefusesWhatItCannotMean) {
  for (const char* url :
       {"", "h", "ftp://h/", "smb:///share", "sftp://u:p@h/", "https://h/?q", "https://h/#f",
        "https://h:0/", "https://h:70000/", "https://h:/", "https://h/%2", "https://h/%zz",
        "https://h/%00", "https://h/%0a", "https://a b/", "https://[::1", "https://h\r\nX: y/"}) {
    const auto address = parse_address(url);
    ASSERT_FALSE(address) << url;
    EXPECT_EQ(address.error().code, Errc::invalid) << url;
  }
}

TEST(Address, DoesNotRepeatALogin) {
  const std::string what = parse_address("sftp://me:hidden@h/").error().what;
  EXPECT_EQ(what.find("hidden"), std::string::npos);
  EXPECT_NE(what.find("must not hold a login"), std::string::npos);
}

TEST(Address, ReadsBackEveryEncodedPath) {
  EXPECT_TRUE(rc::check([](const std::string& text) {
    std::string path = "/";
    for (const char c : text)
      if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) path += c;
    const auto address = parse_address("https://h" + percent_encoded(path, "/"));
    RC_ASSERT(address.has_value());
    RC_ASSERT(address->path == path);
  }));
}

TEST(Address, KnowsThisMachine) {
  const auto here = [](const char* url) { return is_loopback(*parse_address(url)); };
  EXPECT_TRUE(here("http://localhost/") && here("http://127.0.0.1:80/") && here("http://[::1]/"));
  EXPECT_FALSE(here("http://127.0.0.1.example.org/") || here("http://10.0.0.1/"));
}

} // namespace
} // namespace platen::scan
