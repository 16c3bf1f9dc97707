#include "backup/make.h"
#include "backup/stage.h"
#include "commands.h"
#include "own_state.h"
#include "server/config.h"

#include <cstdio>
#include <ctime>

#include <sys/stat.h>
#include <unistd.h>

namespace platen::app {

namespace {

namespace fs = std::filesystem;

Result<job::StoreFolders> folders_of(const Arguments& arguments) {
  TRY(server::Paths paths, state_paths(arguments));
  if (arguments.has("config")) paths.config = arguments.get("config");
  TRY(const server::Config config, server::load_config(paths, arguments.has("config")));
  return job::StoreFolders{paths.state, server::spool_folder(config, paths)};
}

Result<void> one_operand(const Arguments& arguments, const char* what) {
  if (arguments.operands.size() == 1) return {};
  return fail(Errc::invalid, std::string("it takes one operand, ") + what);
}

Result<int> back_up(const Arguments& arguments) {
  TRY_VOID(one_operand(arguments, "the file that the archive is written to"));
  TRY(const auto folders, folders_of(arguments));
  TRY(const auto archive, backup::Archive::make(folders, PLATEN_VERSION, std::time(nullptr)));
  const fs::path file = arguments.operands[0];
  TRY_VOID(backup::write_archive(*archive, file));
  for (const std::string& line : archive->missing())
    std::printf("%s\n", line.c_str());
  std::printf("%s: %lld jobs, %zu files, %llu bytes; it holds secrets, keep it as such\n",
              file.c_str(), static_cast<long long>(archive->jobs()), archive->files(),
              static_cast<unsigned long long>(archive->size()));
  return archive->missing().empty() ? exit_done : exit_failed;
}

// What root stages belongs to the server.
void give_to_owner(const fs::path& state) {
  struct stat owner {};
  if (::geteuid() != 0 || ::stat(state.c_str(), &owner) != 0 || owner.st_uid == 0) return;
  const auto give = [&](const fs::path& one) {
    static_cast<void>(::lchown(one.c_str(), owner.st_uid, owner.st_gid) == 0);
  };
  const fs::path ready = state / backup::ready_folder;
  give(ready);
  std::error_code error;
  for (fs::recursive_directory_iterator entry(ready, error), end; !error && entry != end;
       entry.increment(error))
    give(entry->path());
}

Result<int> restore(const Arguments& arguments) {
  TRY_VOID(one_operand(arguments, "the archive"));
  TRY(const auto folders, folders_of(arguments));
  TRY_VOID(make_state_folder(folders.folder));
  TRY(const auto staged, backup::stage_file(folders.folder, arguments.operands[0]));
  give_to_owner(folders.folder);
  std::printf("%s is whole (%zu files, made by platen %s): start the server, or restart it, and it "
              "takes the place of the present state\n",
              arguments.operands[0].c_str(), staged.files, staged.version.c_str());
  return exit_done;
}

template<Result<int> (*act)(const Arguments&)>
int run(const Command& command, const Arguments& arguments) {
  const auto done = act(arguments);
  return done ? *done : report(command, done.error());
}

} // namespace

const Command& backup_command() {
  static const Command command{
      "backup",
      "Writes all of a server's state into one archive.",
      "FILE",
      {{0, "config", "FILE", "of the server, as its own --config: [server] spool is read"},
       {0, "state", "DIR", "of the server, as its own --state"}},
      "Also beside a running server. The archive (tar) holds jobs, documents, scans, users, "
      "settings "
      "and keys.\n",
      run<back_up>};
  return command;
}

const Command& restore_command() {
  static const Command command{
      "restore",
      "Checks such an archive, and lets the next start of the server take it.",
      "FILE",
      {{0, "config", "FILE", "of the server, as its own --config: [server] spool is read"},
       {0, "state", "DIR", "of the server, as its own --state"}},
      "The former state is kept. Jobs that were not finished are held until they are released.\n",
      run<restore>};
  return command;
}

} // namespace platen::app
