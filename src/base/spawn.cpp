#include "base/spawn.h"

#include "base/thread.h"

#include <algorithm>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen {

namespace {

class SpawnActions {
public:
  SpawnActions() : failed_(::posix_spawn_file_actions_init(&actions_) != 0) {}
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  // `fd` must not be one of the numbers that are given away.
  void place(int fd, int number) {
    failed_ |= ::posix_spawn_file_actions_adddup2(&actions_, fd, number) != 0;
  }
  void close_from(int number) {
    failed_ |= ::posix_spawn_file_actions_addclosefrom_np(&actions_, number) != 0;
  }
  bool failed() const { return failed_; }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
  posix_spawn_file_actions_t actions_{};
  bool failed_ = false;
};

class SpawnAttributes {
public:
  SpawnAttributes() {
    sigset_t none{}, all{};
    ::sigemptyset(&none);
    ::sigfillset(&all);
    failed_ =
        ::posix_spawnattr_init(&attributes_) != 0 ||
        ::posix_spawnattr_setsigmask(&attributes_, &none) != 0 ||
        ::posix_spawnattr_setsigdefault(&attributes_, &all) != 0 ||
        ::posix_spawnattr_setpgroup(&attributes_, 0) != 0 ||
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                     POSIX_SPAWN_SETPGROUP) != 0;
  }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  ~SpawnAttributes() { ::posix_spawnattr_destroy(&attributes_); }
  bool failed() const { return failed_; }
  const posix_spawnattr_t* get() const { return &attributes_; }

private:
  posix_spawnattr_t attributes_{};
  bool failed_ = false;
};

// Out of the way of the numbers up to `last`, which dup2 overwrites one after the other.
Result<UniqueFd> above(int last, UniqueFd fd) {
  if (fd.get() > last) return fd;
  UniqueFd moved(::fcntl(fd.get(), F_DUPFD_CLOEXEC, last + 1));
  if (!moved) return fail(Errc::io, "cannot move a file descriptor: " + errno_text(errno));
  return moved;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all(texts.size() + 1);
  std::ranges::transform(texts, all.begin(), [](std::string& text) { return text.data(); });
  return all;
}

} // namespace

Result<pid_t> spawn(const std::filesystem::path& program, std::vector<std::string> arguments,
                    std::vector<UniqueFd> files,
                    std::optional<std::vector<std::string>> environment) {
  const int count = static_cast<int>(files.size());
  SpawnActions actions;
  const SpawnAttributes attributes;
  for (UniqueFd& file : files) {
    TRY(file, above(count - 1, std::move(file)));
  }
  for (int number = 0; number < count; ++number)
    actions.place(files[static_cast<std::size_t>(number)].get(), number);
  actions.close_from(count);
  if (actions.failed() || attributes.failed())
    return fail(Errc::io, "cannot prepare the start of " + program.string());

  std::vector<char*> variables;
  if (environment) variables = pointers(*environment);
  arguments.insert(arguments.begin(), program.string());
  pid_t pid = -1;
  const int result =
      ::posix_spawn(&pid, program.c_str(), actions.get(), attributes.get(),
                    pointers(arguments).data(), environment ? variables.data() : environ);
  if (result != 0) return not_started("cannot start " + program.string(), result);
  return pid;
}

void kill_and_reap(pid_t pid) {
  ::kill(-pid, SIGKILL);
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

} // namespace platen
