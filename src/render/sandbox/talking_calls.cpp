#include "base/file.h"
#include "render/sandbox/refused_calls.h"
#include "render/sandbox/sandbox.h"

#include <algorithm>
#include <array>

#include <sys/socket.h>

namespace platen::render::sandbox {
namespace {

// Of the machine itself (name services), IP, and the netlink by which the C library asks which
// kinds of addresses there are.
constexpr std::array<int, 4> families{AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};

void refuse_families(Refusals& refusals) {
  for (int family = 0; family < AF_MAX; ++family)
    if (std::ranges::find(families, family) == families.end())
      refusals.add(SCMP_SYS(socket),
                   {0, SCMP_CMP_MASKED_EQ, 0xffffffff, static_cast<std::uint64_t>(family)});
  refusals.add(SCMP_SYS(socket), {0, SCMP_CMP_GE, static_cast<std::uint64_t>(AF_MAX), 0});
}

// Threads it may start, and nothing else: no process, no program, no signal but to itself.
void refuse_processes(Refusals& refusals) {
  for (const int call : {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork),
                         SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(pidfd_open)})
    refusals.add(call);
  refusals.add(SCMP_SYS(clone), {0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0});
}

} // namespace

namespace detail {

Result<void> confine_talking_calls() {
  // A sanitizer looks for leaks with a process of its own.
  if constexpr (sanitized) return {};
  const Filter context(::seccomp_init(SCMP_ACT_ALLOW));
  if (!context) return fail(Errc::unsupported, "cannot make a seccomp filter");
  // Numbers of other tables (32-bit calls) mean other calls.
  int bad = ::seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  if (bad == 0) {
    Refusals refusals(context.get());
    for (const int call : calls_beyond_itself)
      refusals.add(call);
    refusals.add_new_spaces();
    refuse_processes(refusals);
    refuse_families(refusals);
    bad = refusals.bad();
  }
  if (bad == 0) bad = ::seccomp_load(context.get());
  if (bad == 0) return {};
  return fail(Errc::unsupported, "cannot confine the program's system calls: " + errno_text(-bad));
}

} // namespace detail

} // namespace platen::render::sandbox
