#include "render/sandbox/sandbox.h"

#include "base/file.h"
#include "render/sandbox/protection.h"

#include <array>
#include <cerrno>

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace platen::render::sandbox {
namespace {

constexpr rlim_t open_files = 128;

Result<void> limit(__rlimit_resource resource, rlim_t soft, rlim_t hard, std::string_view what) {
  const rlimit value{soft, hard};
  if (::setrlimit(resource, &value) == 0) return {};
  return fail(Errc::unsupported,
              "cannot limit the worker's " + std::string(what) + ": " + errno_text(errno));
}

} // namespace

namespace detail {

Result<void> limit_resources(const Rules& rules) {
  // At the soft limit the process gets SIGXCPU, whose name tells the parent what happened.
  const auto seconds = static_cast<rlim_t>(rules.cpu.count());
  const auto hard = static_cast<rlim_t>((rules.cpu + rules.more_cpu + to_hard_cpu_limit).count());
  TRY_VOID(limit(RLIMIT_CPU, seconds, hard, "processor time"));
  const auto file_bytes = static_cast<rlim_t>(rules.scratch_file_bytes);
  TRY_VOID(limit(RLIMIT_FSIZE, file_bytes, file_bytes, "file size"));
  TRY_VOID(limit(RLIMIT_CORE, 0, 0, "core dumps"));
  if (!rules.threads && !rules.foreign && !sanitized)
    TRY_VOID(limit(RLIMIT_NPROC, 0, 0, "processes"));
  return limit(RLIMIT_NOFILE, open_files, open_files, "open files");
}

Result<void> drop_privileges() {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return fail(Errc::unsupported, "cannot set no_new_privs: " + errno_text(errno));
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> none{};
  if (::syscall(SYS_capset, &header, none.data()) != 0)
    return fail(Errc::unsupported, "cannot drop the worker's capabilities: " + errno_text(errno));
  return {};
}

Result<void> limit_memory(const Rules& rules) {
  return limit(RLIMIT_AS, rules.memory_bytes, rules.memory_bytes, "memory");
}

} // namespace detail

namespace {

Result<void> enter_without_seccomp(const Rules& rules) {
  TRY_VOID(detail::limit_resources(rules));
  TRY_VOID(detail::drop_privileges());
  // What the kernel has must work; only what it does not have may be done without.
  if (kernel_protection().landlock > 0 || !rules.accept_less)
    TRY_VOID(detail::confine_files(rules));
  if constexpr (!sanitized) TRY_VOID(detail::limit_memory(rules));
  return {};
}

} // namespace

Result<void> enter_to_talk(const Rules& rules) {
  TRY_VOID(enter_without_seccomp(rules));
  if (kernel_protection().seccomp || !rules.accept_less) TRY_VOID(detail::confine_talking_calls());
  return {};
}

Result<void> enter(const Rules& rules) {
  TRY_VOID(enter_without_seccomp(rules));
  if (kernel_protection().seccomp || !rules.accept_less)
    TRY_VOID(rules.foreign ? detail::confine_foreign_calls() : detail::confine_calls(rules));
  return {};
}

Result<void> prepare_execution(const Rules& rules) {
  if constexpr (sanitized) return detail::limit_memory(rules);
  return {};
}

} // namespace platen::render::sandbox
