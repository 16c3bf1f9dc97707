#include "probe_outcome.h"
#include "sandbox_probe.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>

namespace platen::render {
namespace {

constexpr const char* mine = "/tmp/platen-probe"; // what must never come to be

std::string of(int process, const char* name) {
  return "/proc/" + std::to_string(process) + "/" + name;
}

std::string opened(int file) {
  return "/proc/self/fd/" + std::to_string(file);
}

} // namespace

const std::vector<Attempt>& file_attempts() {
  static const std::vector<Attempt> attempts{
      // What a worker may do.
      {"read-fonts",
       [](int, int) {
         return try_open("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", O_RDONLY);
       },
       true},
      {"read-document-again", [](int, int file) { return try_open(opened(file), O_RDONLY); }, true},
      // Reading what is not its own.
      {"read-passwords", [](int, int) { return try_open("/etc/passwd", O_RDONLY); }, true},
      {"read-shadow", [](int, int) { return try_open("/etc/shadow", O_RDONLY); }},
      {"read-home", [](int, int) { return try_open("/root/.profile", O_RDONLY); }},
      {"list-home", [](int, int) { return try_open("/home", O_RDONLY | O_DIRECTORY); }, true},
      {"list-root", [](int, int) { return try_open("/", O_RDONLY | O_DIRECTORY); }, true},
      {"list-processes", [](int, int) { return try_open("/proc", O_RDONLY | O_DIRECTORY); }, true},
      {"read-own-environment", [](int, int) { return try_open("/proc/self/environ", O_RDONLY); },
       true},
      {"leave-by-own-root",
       [](int, int) { return try_open("/proc/self/root/etc/passwd", O_RDONLY); }, true},
      {"read-memory", [](int victim, int) { return try_open(of(victim, "mem"), O_RDONLY); }},
      {"read-environment",
       [](int victim, int) { return try_open(of(victim, "environ"), O_RDONLY); }, true},
      {"read-map", [](int victim, int) { return try_open(of(victim, "maps"), O_RDONLY); }, true},
      {"list-files",
       [](int victim, int) { return try_open(of(victim, "fd"), O_RDONLY | O_DIRECTORY); }, true},
      {"leave-by-its-root",
       [](int victim, int) { return try_open(of(victim, "root/etc/passwd"), O_RDONLY); }, true},
      {"read-its-input", [](int victim, int) { return try_open(of(victim, "fd/0"), O_RDONLY); }},
      {"read-kernel-log", [](int, int) { return try_open("/dev/kmsg", O_RDONLY); }},
      {"read-by-handle",
       [](int, int) { return call(SYS_open_by_handle_at, AT_FDCWD, nullptr, O_RDONLY); }},
      {"open-how", [](int, int) { return call(SYS_openat2, AT_FDCWD, "/etc/passwd", nullptr, 0); }},
      // Writing, making, removing.
      {"write-memory", [](int victim, int) { return try_open(of(victim, "mem"), O_RDWR); }},
      {"write-document", [](int, int file) { return try_open(opened(file), O_RDWR); }, true},
      {"cut-document", [](int, int file) { return call(SYS_ftruncate, file, 0); }, true},
      {"reserve-for-document", [](int, int file) { return call(SYS_fallocate, file, 0, 0, 1); }},
      {"create-in-tmp", [](int, int) { return try_open(mine, O_WRONLY | O_CREAT); }},
      {"create-in-shared-memory",
       [](int, int) { return try_open("/dev/shm/platen-probe", O_RDWR | O_CREAT); }},
      {"create-unnamed", [](int, int) { return try_open("/tmp", O_TMPFILE | O_RDWR); }, true},
      {"create-plainly", [](int, int) { return call(SYS_creat, mine, 0600); }},
      {"make-folder", [](int, int) { return outcome(::mkdir(mine, 0700)); }},
      {"make-pipe-file", [](int, int) { return outcome(::mknod(mine, S_IFIFO | 0600, 0)); }},
      {"link", [](int, int) { return outcome(::link("/etc/passwd", mine)); }},
      {"symbolic-link", [](int, int) { return outcome(::symlink("/etc/passwd", mine)); }},
      {"rename", [](int, int) { return outcome(::rename(mine, "/tmp/platen-probe-2")); }},
      {"unlink", [](int, int) { return outcome(::unlink(mine)); }},
      {"truncate", [](int, int) { return outcome(::truncate(mine, 0)); }},
      {"change-mode", [](int, int file) { return outcome(::fchmod(file, 0666)); }, true},
      {"change-owner", [](int, int file) { return outcome(::fchown(file, 0, 0)); }},
      {"attribute", [](int, int file) { return outcome(::fsetxattr(file, "user.a", "", 0, 0)); }},
      {"lock-document",
       [](int, int file) {
         struct flock lock {};
         lock.l_type = F_RDLCK;
         return outcome(::fcntl(file, F_SETLK, &lock));
       },
       true},
      {"go-elsewhere", [](int, int) { return outcome(::chdir("/")); }, true},
      {"new-root", [](int, int) { return outcome(::chroot("/tmp")); }},
      {"mount", [](int, int) { return outcome(::mount("none", "/tmp", "tmpfs", 0, nullptr)); }},
      {"unmount", [](int, int) { return outcome(::umount2("/tmp", MNT_DETACH)); }},
      {"mount-anew", [](int, int) { return call(SYS_fsopen, "tmpfs", 0); }},
      {"mount-tree", [](int, int) { return call(SYS_open_tree, AT_FDCWD, "/", 1); }},
  };
  return attempts;
}

} // namespace platen::render
