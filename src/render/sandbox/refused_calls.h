#pragma once

#include <cerrno>
#include <cstdint>
#include <memory>

#include <sched.h>
#include <seccomp.h>

// What the filters that refuse some calls and let all others go have in common (foreign_calls.cpp,
// talking_calls.cpp).
namespace platen::render::sandbox {

// Other processes, other users, the kernel.
inline constexpr int calls_beyond_itself[] = {
    // other processes
    SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
    SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_send_signal), SCMP_SYS(process_madvise), SCMP_SYS(kcmp),
    SCMP_SYS(perf_event_open), SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(rt_tgsigqueueinfo),
    // other users, namespaces, mounts
    SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root),
    SCMP_SYS(chroot), SCMP_SYS(open_tree), SCMP_SYS(move_mount), SCMP_SYS(fsopen),
    SCMP_SYS(fsconfig), SCMP_SYS(fsmount), SCMP_SYS(fspick), SCMP_SYS(mount_setattr),
    SCMP_SYS(open_by_handle_at), SCMP_SYS(name_to_handle_at), SCMP_SYS(quotactl), SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    // the kernel
    SCMP_SYS(bpf), SCMP_SYS(userfaultfd), SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(keyctl),
    SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load), SCMP_SYS(reboot), SCMP_SYS(syslog), SCMP_SYS(acct), SCMP_SYS(iopl),
    SCMP_SYS(ioperm), SCMP_SYS(settimeofday), SCMP_SYS(clock_settime), SCMP_SYS(adjtimex),
    SCMP_SYS(clock_adjtime), SCMP_SYS(sethostname), SCMP_SYS(setdomainname), SCMP_SYS(vhangup),
    SCMP_SYS(lookup_dcookie), SCMP_SYS(mbind), SCMP_SYS(set_mempolicy), SCMP_SYS(migrate_pages),
    SCMP_SYS(move_pages)};

inline constexpr int new_spaces[] = {CLONE_NEWUSER, CLONE_NEWNS,  CLONE_NEWPID,   CLONE_NEWNET,
                                     CLONE_NEWIPC,  CLONE_NEWUTS, CLONE_NEWCGROUP};

struct ReleaseFilter {
  void operator()(void* context) const { ::seccomp_release(context); }
};
using Filter = std::unique_ptr<void, ReleaseFilter>;

// A filter that is being made; the first rule that cannot be added counts.
class Refusals {
public:
  explicit Refusals(void* context) : context_(context) {}
  void add(int call, int error = EPERM) {
    settle(::seccomp_rule_add(context_, refused(error), call, 0));
  }
  void add(int call, scmp_arg_cmp where) {
    settle(::seccomp_rule_add(context_, refused(EPERM), call, 1, where));
  }
  // No namespaces. clone3 hides its flags in memory: the C library falls back to clone.
  void add_new_spaces() {
    add(SCMP_SYS(clone3), ENOSYS);
    for (const int flag : new_spaces) {
      const auto bits = static_cast<std::uint32_t>(flag);
      add(SCMP_SYS(clone), {0, SCMP_CMP_MASKED_EQ, bits, bits});
    }
  }
  int bad() const { return bad_; } // 0: all were added

private:
  static std::uint32_t refused(int error) {
    return SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error));
  }
  // Calls that a table of numbers does not have cannot be made by it either.
  void settle(int result) {
    if (bad_ == 0 && result != -EDOM && result != -EINVAL) bad_ = result;
  }
  void* context_;
  int bad_ = 0;
};

} // namespace platen::render::sandbox
