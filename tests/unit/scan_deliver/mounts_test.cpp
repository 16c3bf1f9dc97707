#include "scan/deliver/courier/folder.h"

#include <gtest/gtest.h>

namespace platen::scan::courier {
namespace {

constexpr std::string_view fstab = "# /etc/fstab\n"
                                   "UUID=1 / ext4 defaults 0 1\n"
                                   "server:/scans\t/mnt/scans  nfs defaults 0 0\n"
                                   "//nas/x /mnt/with\\040space cifs defaults 0 0\n"
                                   "#off /mnt/off ext4 defaults 0 0\n"
                                   "UUID=2 none swap sw 0 0";
constexpr std::string_view only_root = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n";

TEST(MissingMount, IsFoundAboveTheFolder) {
  EXPECT_EQ(missing_mount("/mnt/scans", fstab, only_root), "/mnt/scans");
  EXPECT_EQ(missing_mount("/mnt/scans/in/", fstab, only_root), "/mnt/scans");
  EXPECT_EQ(missing_mount("/mnt/other/../scans/in", fstab, only_root), "/mnt/scans");
  EXPECT_EQ(missing_mount("/mnt/with space/in", fstab, only_root), "/mnt/with space");
}

TEST(MissingMount, IsNoneWhereItIsMountedOrNobodyNamesIt) {
  const std::string mounted = std::string(only_root) +
                              "30 22 0:40 / /mnt/scans rw - nfs server:/scans rw\n"
                              "31 22 0:41 / /mnt/with\\040space rw - cifs //nas/x rw\n";
  EXPECT_FALSE(missing_mount("/mnt/scans/in", fstab, mounted));
  EXPECT_FALSE(missing_mount("/mnt/with space", fstab, mounted));
  EXPECT_FALSE(missing_mount("/mnt/scansx", fstab, only_root));
  EXPECT_FALSE(missing_mount("/mnt/off", fstab, only_root));
  EXPECT_FALSE(missing_mount("/srv/scans", fstab, only_root));
  EXPECT_FALSE(missing_mount("/srv/scans", "", ""));
}

} // namespace
} // namespace platen::scan::courier
