#include "base/file.h"
#include "render/sandbox/refused_calls.h"
#include "render/sandbox/sandbox.h"

#include <csignal>

#include <unistd.h>

namespace platen::render::sandbox {
namespace {

constexpr int network_calls[] = {
    // sockets; on a 32-bit table they all go through socketcall, which takes them in memory
    SCMP_SYS(socket),  SCMP_SYS(socketcall), SCMP_SYS(connect), SCMP_SYS(bind),
    SCMP_SYS(listen),  SCMP_SYS(accept),     SCMP_SYS(accept4), SCMP_SYS(sendto),
    SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg)};

int fill(void* context) {
  Refusals refusals(context);
  for (const int call : network_calls)
    refusals.add(call);
  for (const int call : calls_beyond_itself)
    refusals.add(call);
  refusals.add_new_spaces(); // processes and threads it may make
  // Signals go to what it has started, not to whoever has started it, nor to everybody.
  const auto server = static_cast<std::uint64_t>(::getppid());
  const auto everybody = static_cast<std::uint32_t>(-1);
  const auto its_group = static_cast<std::uint32_t>(-static_cast<std::int32_t>(server));
  for (const int call : {SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(tgkill)})
    for (const std::uint64_t whom : {server, std::uint64_t{everybody}, std::uint64_t{its_group}})
      refusals.add(call, {0, SCMP_CMP_MASKED_EQ, 0xffffffff, whom});
  return refusals.bad();
}

} // namespace

namespace detail {

Result<void> confine_foreign_calls() {
  const Filter context(::seccomp_init(SCMP_ACT_ALLOW));
  if (!context) return fail(Errc::unsupported, "cannot make a seccomp filter");
  int bad = 0;
#if defined(__x86_64__)
  // Such filters may be 32-bit programs, as Canon's are in part.
  bad = ::seccomp_arch_add(context.get(), SCMP_ARCH_X86);
#endif
  if (bad == 0)
    bad = ::seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  if (bad == 0) bad = fill(context.get());
  if (bad == 0) bad = ::seccomp_load(context.get());
  if (bad == 0) return {};
  return fail(Errc::unsupported, "cannot confine the filter's system calls: " + errno_text(-bad));
}

} // namespace detail

} // namespace platen::render::sandbox
