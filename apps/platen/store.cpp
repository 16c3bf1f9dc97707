#include "base/file.h"
#include "commands.h"
#include "job/store_tools.h"
#include "server/config.h"

#include <cstdio>
#include <cstdlib>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::app {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::optional<std::string> variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

std::string counted(std::int64_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

// Paths and names may hold bytes that are no UTF-8.
void print(const json& value) {
  std::printf("%s\n", value.dump(2, ' ', false, json::error_handler_t::replace).c_str());
}

// Follows no link: whose folders these are could put one there meanwhile, and would be given what
// it leads to.
void give_tree(int parent, const char* name, const struct stat& owner, int depth) {
  const UniqueFd fd(
      ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd) { // no folder, or not there
    static_cast<void>(::fchownat(parent, name, owner.st_uid, owner.st_gid, AT_SYMLINK_NOFOLLOW) ==
                      0);
    return;
  }
  static_cast<void>(::fchown(fd.get(), owner.st_uid, owner.st_gid) == 0);
  const int again = ::fcntl(fd.get(), F_DUPFD_CLOEXEC, 0);
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::fdopendir(again), &::closedir);
  while (const dirent* entry = folder && depth > 0 ? ::readdir(folder.get()) : nullptr)
    if (const std::string_view one = entry->d_name; one != "." && one != "..")
      give_tree(fd.get(), entry->d_name, owner, depth - 1);
}

// What root makes in the folders of another user belongs to that user, or the server could not open
// it.
void give_to_owner(const job::StoreFolders& folders) {
  constexpr int deepest = 6; // lost/TIME/documents/XX/FILE is the deepest of ours
  struct stat owner {};
  if (::geteuid() != 0 || ::stat(folders.folder.c_str(), &owner) != 0 || owner.st_uid == 0) return;
  const auto give = [&](const fs::path& folder, std::initializer_list<const char*> names) {
    const UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    for (const char* name : names)
      if (fd) give_tree(fd.get(), name, owner, deepest);
  };
  give(folders.folder, {"."});
  give(folders.documents().parent_path(), {"documents", "lost", "platen.lock", "platen.spool"});
}

struct Tool {
  job::StoreFolders folders;
  bool as_json = false, replace = false;
  std::string operand;
};

json to_json(const job::StoreCheck& check) {
  json problems = json::array();
  for (const job::StoreProblem& problem : check.problems) {
    json entry{{"kind", job::to_string(problem.kind)}, {"what", problem.what}};
    if (problem.job != 0) entry["job-id"] = problem.job;
    problems.push_back(std::move(entry));
  }
  return {{"in-use", check.in_use},
          {"schema", check.schema},
          {"newest-schema", check.newest_schema},
          {"printers", check.printers},
          {"jobs", check.jobs},
          {"unfinished-jobs", check.unfinished},
          {"documents", check.documents},
          {"document-bytes", check.bytes},
          {"documents-without-digest", check.without_digest},
          {"account-entries", check.entries},
          {"problems", std::move(problems)}};
}

std::string summary(const job::StoreCheck& check) {
  return counted(check.printers, "printer") + ", " + counted(check.jobs, "job") + " (" +
         std::to_string(check.unfinished) + " unfinished), " +
         counted(check.documents, "document") + " of " + counted(check.bytes, "byte") +
         ", schema " + std::to_string(check.schema);
}

Result<int> check(const Tool& tool) {
  TRY(const job::StoreCheck check, job::check_store(tool.folders));
  if (tool.as_json) {
    print(to_json(check));
  } else {
    constexpr std::size_t most = 50;
    for (std::size_t i = 0; i < std::min(most, check.problems.size()); ++i)
      std::printf("%s: %s\n", std::string(job::to_string(check.problems[i].kind)).c_str(),
                  check.problems[i].what.c_str());
    if (check.problems.size() > most)
      std::printf(
          "... and %s (--json lists all)\n",
          counted(static_cast<std::int64_t>(check.problems.size() - most), "more problem").c_str());
    std::printf("%s: %s\n", tool.folders.folder.c_str(), summary(check).c_str());
    if (check.without_digest > 0)
      std::printf("of %s, stored by an earlier version, only the sizes were compared\n",
                  counted(check.without_digest, "document").c_str());
    std::printf("%s\n", check.problems.empty()
                            ? "the store is whole"
                            : "stop the server, then \"platen store repair\" mends this");
  }
  return check.problems.empty() ? exit_done : exit_failed;
}

Result<int> repair(const Tool& tool) {
  auto repaired = job::repair_store(tool.folders);
  give_to_owner(tool.folders);
  if (!repaired) return Failure(std::move(repaired).error());
  if (tool.as_json) {
    print({{"done", repaired->done},
           {"lost", repaired->lost.string()},
           {"after", to_json(repaired->after)}});
  } else {
    for (const std::string& line : repaired->done)
      std::printf("%s\n", line.c_str());
    if (!repaired->lost.empty())
      std::printf("what was taken out is in %s\n", repaired->lost.c_str());
    std::printf("%s: %s\n", tool.folders.folder.c_str(), summary(repaired->after).c_str());
    for (const job::StoreProblem& problem : repaired->after.problems)
      std::printf("still there: %s\n", problem.what.c_str());
  }
  return repaired->after.problems.empty() ? exit_done : exit_failed;
}

Result<int> backup(const Tool& tool) {
  TRY(const job::StoreBackup made, job::back_up_store(tool.folders, tool.operand));
  if (tool.as_json) {
    print({{"jobs", made.jobs},
           {"documents", made.documents},
           {"document-bytes", made.bytes},
           {"missing", made.missing}});
  } else {
    for (const std::string& line : made.missing)
      std::printf("%s\n", line.c_str());
    std::printf("%s: %s, %s of %s\n", tool.operand.c_str(), counted(made.jobs, "job").c_str(),
                counted(made.documents, "document").c_str(), counted(made.bytes, "byte").c_str());
  }
  return made.missing.empty() ? exit_done : exit_failed;
}

Result<int> restore(const Tool& tool) {
  auto restored = job::restore_store(tool.folders, tool.operand, tool.replace);
  give_to_owner(tool.folders);
  if (!restored) return Failure(std::move(restored).error());
  if (tool.as_json) {
    print({{"jobs", restored->jobs},
           {"held", restored->held},
           {"documents", restored->documents},
           {"lost", restored->lost.string()}});
  } else {
    std::printf("%s: %s, %lld of them held until they are released\n", tool.folders.folder.c_str(),
                counted(restored->jobs, "job").c_str(), static_cast<long long>(restored->held));
    if (!restored->lost.empty())
      std::printf("the store that was there is in %s\n", restored->lost.c_str());
  }
  return exit_done;
}

Result<int> act(const Arguments& arguments) {
  const auto& words = arguments.operands;
  const std::string what = words.empty() ? "" : words[0];
  const bool takes_folder = what == "backup" || what == "restore";
  if (!takes_folder && what != "check" && what != "repair")
    return fail(Errc::invalid, "it takes \"check\", \"repair\", \"backup FOLDER\" or \"restore "
                               "FOLDER\"");
  if (words.size() != (takes_folder ? 2 : 1))
    return fail(Errc::invalid,
                "\"" + what + "\" takes " + (takes_folder ? "one folder" : "no operand"));
  if (arguments.has("replace") && what != "restore")
    return fail(Errc::invalid, "--replace is for \"restore\" alone");
  const auto given = [&](std::string_view name) {
    return arguments.has(name) ? std::optional(arguments.get(name)) : std::nullopt;
  };
  TRY(const server::Paths paths, server::find_paths(given("config"), given("state"), variable));
  TRY(const server::Config config, server::load_config(paths.config, arguments.has("config")));
  Tool tool;
  tool.folders = {paths.state, server::spool_folder(config, paths)};
  tool.as_json = arguments.has("json");
  tool.replace = arguments.has("replace");
  if (takes_folder) tool.operand = words[1];
  if (what == "check") return check(tool);
  if (what == "repair") return repair(tool);
  return what == "backup" ? backup(tool) : restore(tool);
}

int run(const Command& command, const Arguments& arguments) {
  const auto done = act(arguments);
  return done ? *done : report(command, done.error());
}

} // namespace

const Command& store_command() {
  static const Command command{
      "store",
      "The job store: checks, repairs, backs up or restores it.",
      "check|repair|backup FOLDER|restore FOLDER",
      {{0, "config", "FILE", "of the server, as its own --config: [server] spool is read"},
       {0, "state", "DIR", "of the server, as its own --state"},
       {0, "replace", "", "with restore: takes the place of a store that is there"},
       {0, "json", "", "prints JSON"}},
      "\"check\" and \"backup\" work beside a running server; \"repair\" and \"restore\" need it "
      "stopped. What a\n"
      "repair takes out is kept under DIR/lost. Exit code 1: problems were found.\n",
      run};
  return command;
}

} // namespace platen::app
