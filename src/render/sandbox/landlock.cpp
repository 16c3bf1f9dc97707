#include "base/file.h"
#include "render/sandbox/sandbox.h"

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <link.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The kernel's interface (include/uapi/linux/landlock.h, ABI 1 to 6), spelt out here because the
// headers of Debian 12 end at ABI 2 while its backported and newer kernels offer more.
namespace platen::render::sandbox {
namespace {

constexpr std::uint64_t fs_execute = 1ULL << 0;
constexpr std::uint64_t fs_write_file = 1ULL << 1;
constexpr std::uint64_t fs_read_file = 1ULL << 2;
constexpr std::uint64_t fs_read_dir = 1ULL << 3;
constexpr std::uint64_t fs_remove_file = 1ULL << 5;
constexpr std::uint64_t fs_make_reg = 1ULL << 8;
// Everything about files and folders, but device files and sockets.
constexpr std::uint64_t fs_own_folder = 1ULL << 1 | 1ULL << 2 | 1ULL << 3 | 1ULL << 4 | 1ULL << 5 |
                                        1ULL << 7 | 1ULL << 8 | 1ULL << 10 | 1ULL << 12;
constexpr std::uint64_t fs_truncate = 1ULL << 14; // ABI 3
constexpr std::uint64_t net_connect = 1ULL << 1;
constexpr std::uint32_t create_ruleset_version = 1;
constexpr int rule_path_beneath = 1;

struct RulesetAttributes {
  std::uint64_t handled_fs = 0;
  std::uint64_t handled_net = 0; // ABI 4: bind and connect of TCP
  std::uint64_t scoped = 0;      // ABI 6: abstract Unix sockets, signals
};

struct __attribute__((packed)) PathBeneath {
  std::uint64_t allowed = 0;
  std::int32_t parent_fd = -1;
};

// Every access that this ABI can refuse: what is handled and not allowed by a rule is denied.
RulesetAttributes everything(long abi) {
  const int file_rights = abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13;
  RulesetAttributes all;
  all.handled_fs = (1ULL << file_rights) - 1;
  if (abi >= 4) all.handled_net = 0b11;
  if (abi >= 6) all.scoped = 0b11;
  return all;
}

std::size_t attribute_size(long abi) {
  return abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
}

Result<void> allow(int ruleset, int fd, std::uint64_t rights) {
  const PathBeneath rule{rights, fd};
  if (::syscall(SYS_landlock_add_rule, ruleset, rule_path_beneath, &rule, 0) == 0) return {};
  // EBADFD: a file of an internal file system (memfd), which Landlock does not restrict.
  if (errno == EBADFD) return {};
  return fail(Errc::unsupported, "cannot add a Landlock rule: " + errno_text(errno));
}

Result<void> allow_path(int ruleset, const std::filesystem::path& path, std::uint64_t more_rights) {
  const UniqueFd fd(::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!fd) return {};
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return {};
  return allow(ruleset, fd.get(),
               fs_read_file | more_rights | (S_ISDIR(info.st_mode) ? fs_read_dir : 0));
}

// The dynamic linker that this very program was started with; the kernel executes it for `program`
// too.
std::filesystem::path program_interpreter() {
  std::string path;
  ::dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* out) {
        for (int i = 0; i < info->dlpi_phnum; ++i)
          if (info->dlpi_phdr[i].p_type == PT_INTERP)
            *static_cast<std::string*>(out) =
                reinterpret_cast<const char*>(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
        return 1; // the first object is the program itself
      },
      &path);
  return path;
}

} // namespace

namespace detail {

Result<void> confine_files(const Rules& rules) {
  const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, create_ruleset_version);
  if (abi < 1)
    return fail(Errc::unsupported,
                "this kernel has no Landlock (Linux 5.13 or newer, \"landlock\" in lsm=), and "
                "documents are not opened without it: " +
                    errno_text(errno));
  RulesetAttributes all = everything(abi);
  if (rules.network) all.handled_net &= ~net_connect;
  const UniqueFd ruleset(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &all, attribute_size(abi), 0)));
  if (!ruleset)
    return fail(Errc::unsupported, "cannot make a Landlock ruleset: " + errno_text(errno));

  for (const int fd : rules.readable_fds)
    TRY_VOID(allow(ruleset.get(), fd, fs_read_file));
  for (const auto& path : rules.readable)
    TRY_VOID(allow_path(ruleset.get(), path, 0));
  const std::uint64_t may_cut = abi >= 3 ? fs_truncate : 0;
  if (rules.foreign) {
    TRY_VOID(allow_path(ruleset.get(), rules.scratch, fs_own_folder | may_cut));
    for (const auto& path : system_files())
      TRY_VOID(allow_path(ruleset.get(), path, fs_execute));
    for (const char* const device : {"/dev/null", "/dev/zero"})
      TRY_VOID(allow_path(ruleset.get(), device, fs_write_file));
    for (const char* const device : {"/dev/random", "/dev/urandom"})
      TRY_VOID(allow_path(ruleset.get(), device, 0));
  } else if (!rules.scratch.empty())
    TRY_VOID(
        allow_path(ruleset.get(), rules.scratch,
                   fs_write_file | fs_make_reg | (rules.scratch_renames ? fs_remove_file : 0)));
  if (!rules.program.empty()) {
    TRY_VOID(allow_path(ruleset.get(), rules.program, fs_execute));
    TRY_VOID(allow_path(ruleset.get(), program_interpreter(), fs_execute));
  }
  if (::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) != 0)
    return fail(Errc::unsupported, "cannot enter the Landlock sandbox: " + errno_text(errno));
  return {};
}

} // namespace detail

std::vector<std::filesystem::path> system_files() {
  std::vector<std::filesystem::path> files = font_files();
  for (const char* path : {"/bin",
                           "/lib",
                           "/lib32",
                           "/lib64",
                           "/libx32",
                           "/opt",
                           "/usr",
                           "/etc/alternatives",
                           "/etc/cups/ppd",
                           "/etc/foomatic",
                           "/etc/ghostscript",
                           "/etc/group",
                           "/etc/ld.so.cache",
                           "/etc/ld.so.conf",
                           "/etc/ld.so.conf.d",
                           "/etc/localtime",
                           "/etc/nsswitch.conf",
                           "/etc/papersize",
                           "/etc/passwd",
                           "/var/lib/ghostscript"})
    files.emplace_back(path);
  return files;
}

std::vector<std::filesystem::path> font_files() {
  return {"/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/etc/fonts",
          "/var/cache/fontconfig"};
}

std::vector<std::filesystem::path> ghostscript_files() {
  std::vector<std::filesystem::path> files = font_files();
  for (const char* path :
       {"/etc/ld.so.cache", "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib",
        "/usr/share/ghostscript", "/var/lib/ghostscript", "/usr/share/color/icc",
        "/usr/share/poppler", "/etc/localtime", "/usr/share/zoneinfo"})
    files.emplace_back(path);
  files.push_back(output_buffer_library());
  // Where the C library looks whether, and in what size, it may ask for large pages.
  files.emplace_back("/sys/kernel/mm/transparent_hugepage");
  return files;
}

std::filesystem::path output_buffer_library() {
  return "/usr/libexec/coreutils/libstdbuf.so";
}

} // namespace platen::render::sandbox
