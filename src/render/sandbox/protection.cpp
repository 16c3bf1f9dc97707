#include "render/sandbox/protection.h"

#include <algorithm>
#include <cstdint>

#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace platen::render::sandbox {

std::string Protection::lacking() const {
  std::string words;
  if (landlock == 0) words = "no Landlock (Linux 5.13 or newer, with \"landlock\" in lsm=)";
  if (!seccomp) words += std::string(words.empty() ? "" : " and ") + "no seccomp filters";
  return words;
}

Protection kernel_protection() {
  constexpr std::uint32_t ask_version = 1; // LANDLOCK_CREATE_RULESET_VERSION
  // ENOSYS: not built in; EOPNOTSUPP: built in, and not enabled at boot.
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, ask_version);
  const std::uint32_t action = SECCOMP_RET_ERRNO;
  const long known = ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
  return {.landlock = static_cast<int>(std::max(version, 0L)), .seccomp = known == 0};
}

Result<std::string> check_protection(bool accept_less) {
  const Protection protection = kernel_protection();
  if (protection.whole()) return std::string{};
  const std::string what = "this kernel has " + protection.lacking();
  if (accept_less)
    return "documents are opened without full protection: " + what +
           ", so that a hostile one could do what this program may";
  return fail(Errc::unsupported,
              what + ", and documents are not opened without it; a newer or otherwise configured "
                     "kernel is needed");
}

} // namespace platen::render::sandbox
