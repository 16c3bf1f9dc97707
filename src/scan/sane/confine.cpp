#include "scan/sane/confine.h"

#include "base/file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace platen::scan::sane {

namespace {

constexpr std::uint64_t of_files =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t reading =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
// All of the first version; what later ones add needs a file that can be opened.
constexpr std::uint64_t everything = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;

// Of /etc what libraries read, and what drivers of scanners have there.
constexpr std::array<const char*, 28> readable{"/usr",
                                               "/lib",
                                               "/lib64",
                                               "/bin",
                                               "/opt",
                                               "/proc",
                                               "/sys",
                                               "/run",
                                               "/etc/sane.d",
                                               "/etc/opt",
                                               "/etc/hp",
                                               "/etc/udev",
                                               "/etc/avahi",
                                               "/etc/ssl",
                                               "/etc/alternatives",
                                               "/etc/ld.so.cache",
                                               "/etc/passwd",
                                               "/etc/group",
                                               "/etc/hosts",
                                               "/etc/host.conf",
                                               "/etc/nsswitch.conf",
                                               "/etc/resolv.conf",
                                               "/etc/gai.conf",
                                               "/etc/services",
                                               "/etc/protocols",
                                               "/etc/localtime",
                                               "/etc/machine-id",
                                               "/var/lib/usbutils"};
// Devices, and the folders in which drivers lock them.
constexpr std::array<const char*, 3> usable{"/dev", "/var/lock", "/run/lock"};

Result<void> allow(int ruleset, const std::filesystem::path& path, std::uint64_t rights) {
  const UniqueFd fd(::open(path.c_str(), O_PATH | O_CLOEXEC));
  struct stat about {};
  if (!fd || ::fstat(fd.get(), &about) != 0) return {}; // it is not there
  landlock_path_beneath_attr rule{};
  rule.allowed_access = S_ISDIR(about.st_mode) ? rights : rights & of_files;
  rule.parent_fd = fd.get();
  if (::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0)
    return {};
  return fail(Errc::io, "cannot confine the scanner's driver: " + errno_text(errno));
}

} // namespace

Result<void> confine(std::string_view settings) {
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = everything;
  const UniqueFd ruleset(static_cast<int>(
      ::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled.handled_access_fs, 0)));
  if (!ruleset && (errno == ENOSYS || errno == EOPNOTSUPP)) return {};
  if (!ruleset) return fail(Errc::io, "cannot confine the scanner's driver: " + errno_text(errno));
  for (const char* const path : readable)
    TRY_VOID(allow(ruleset.get(), path, reading));
  for (const char* const path : usable)
    TRY_VOID(allow(ruleset.get(), path, everything));
  while (!settings.empty()) {
    const std::string_view one = settings.substr(0, settings.find(':'));
    settings.remove_prefix(std::min(one.size() + 1, settings.size()));
    if (!one.empty()) TRY_VOID(allow(ruleset.get(), one, reading));
  }
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      ::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) != 0)
    return fail(Errc::io, "cannot confine the scanner's driver: " + errno_text(errno));
  return {};
}

} // namespace platen::scan::sane
