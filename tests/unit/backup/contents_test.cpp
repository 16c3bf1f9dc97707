#include "backup/contents.h"

#include <gtest/gtest.h>

namespace platen::backup {
namespace {

TEST(EntryName, IsWithinABackup) {
  for (const char* name : {"platen-backup.json", "SHA256SUMS", "store/platen.db", "state/users",
                           "store/documents/ab/cd", "state/scan/sessions/1/files/Scan ä.pdf"})
    EXPECT_TRUE(check_entry_name(name)) << name;
}

TEST(EntryName, LeadsNowhereElse) {
  for (const char* name : {"",
                           "/",
                           "/etc/passwd",
                           "..",
                           "../x",
                           "store",
                           "store/",
                           "store/../x",
                           "store/./x",
                           "store//x",
                           "state/",
                           "state/audit.log",
                           "state/..",
                           "state/users/",
                           "other/x",
                           "x",
                           "state/platen.toml",
                           "state/scan/a\nb",
                           "store/\x01",
                           "SHA256SUMS/x",
                           "store/1/2/3/4/5/6/7/8/9/10"})
    EXPECT_FALSE(check_entry_name(name)) << name;
  EXPECT_FALSE(check_entry_name("store/" + std::string(256, 'x')));
}

} // namespace
} // namespace platen::backup
