// What a driver of libsane still reaches, tried by a child process.
#include "base/file.h"
#include "base/scratch_folder.h"
#include "scan/sane/confine.h"

#include <fstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace platen::scan::sane {
namespace {

bool opens(const std::filesystem::path& path, int how) {
  return static_cast<bool>(UniqueFd(::open(path.c_str(), how | O_CLOEXEC, 0600)));
}

// 0: it reaches what it should and no more.
int reached(const std::filesystem::path& settings, const std::filesystem::path& store) {
  if (!confine("/nonexistent:" + settings.string() + ":")) return 1;
  if (!opens("/usr/lib/os-release", O_RDONLY) || !opens(settings / "dll.conf", O_RDONLY) ||
      !opens("/dev/null", O_RDWR) || !opens("/proc/self/status", O_RDONLY))
    return 2;
  if (opens(store / "jobs", O_RDONLY) || opens(store / "jobs", O_WRONLY)) return 3;
  if (opens(store / "new", O_WRONLY | O_CREAT)) return 4;
  if (opens(settings / "dll.conf", O_WRONLY)) return 5;
  if (opens("/etc/shadow", O_RDONLY) || opens("/root", O_RDONLY)) return 6;
  return 0;
}

TEST(SaneConfinement, LeavesADriverTheSystemAndItsSettingsAndNothingOfOurs) {
  const bool has_landlock =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
  ASSERT_TRUE(has_landlock) << "the tests of the sandbox need such a kernel as well";
  const auto settings = *ScratchFolder::make(), store = *ScratchFolder::make();
  std::ofstream(settings.path() / "dll.conf") << "test\n";
  std::ofstream(store.path() / "jobs") << "secret\n";
  EXPECT_EXIT(::_exit(reached(settings.path(), store.path())), testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace platen::scan::sane
