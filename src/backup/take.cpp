#include "backup/take.h"

#include "backup/contents.h"
#include "backup/stage.h"
#include "base/file.h"
#include "job/checksums.h"

namespace platen::backup {

namespace fs = std::filesystem;

namespace {

// Each step is marked when it is done, so that one that was interrupted is not done again to what
// came of it.
class Taking {
public:
  Taking(const job::StoreFolders& folders, const std::function<void(const std::string&)>& tell)
      : folders_(folders), state_(folders.folder), ready_(state_ / ready_folder), tell_(tell) {}

  Result<void> run() {
    std::error_code error;
    if (!fs::exists(ready_ / "store.done", error)) {
      TRY(const job::StoreRestore done, job::restore_store(folders_, ready_ / store_folder, true));
      TRY_VOID(mark("store.done"));
      tell_("restored " + std::to_string(done.jobs) + " jobs, of which " +
            std::to_string(done.held) + " are held until they are released" +
            (done.lost.empty() ? "" : "; the former store is in " + done.lost.string()));
    }
    TRY_VOID(set_former_aside());
    for (const std::string_view name : state_entries)
      TRY_VOID(move(ready_ / state_folder / name, state_ / name));
    TRY_VOID(job::sync_tree(ready_));
    fs::remove_all(ready_, error);
    return error ? fail(Errc::io, "cannot remove " + ready_.string() + ": " + error.message())
                 : Result<void>();
  }

  // Nothing of the state has changed yet.
  bool can_give_up() const {
    std::error_code error;
    return !fs::exists(ready_ / "store.done", error);
  }
  void give_up() const {
    std::error_code ignored;
    const fs::path failed = state_ / "restore.failed";
    fs::remove_all(failed, ignored);
    fs::rename(ready_, failed, ignored);
  }

private:
  Result<void> mark(const char* step) const { return write_file(ready_ / step, {}); }

  static Result<void> move(const fs::path& from, const fs::path& to) {
    std::error_code error;
    if (!fs::exists(fs::symlink_status(from, error))) return {};
    fs::rename(from, to, error);
    if (!error) return {};
    return fail(Errc::io,
                "cannot move " + from.string() + " to " + to.string() + ": " + error.message());
  }

  Result<void> set_former_aside() {
    std::error_code error;
    if (fs::exists(ready_ / "aside.done", error)) return {};
    const fs::path former = state_ / "before-restore";
    if (!fs::exists(ready_ / "aside.begun", error)) {
      // One of an earlier restore makes room for this one.
      fs::remove_all(former, error);
      fs::create_directory(former, error);
      if (error) return fail(Errc::io, "cannot make " + former.string() + ": " + error.message());
      fs::permissions(former, fs::perms::owner_all, error);
      TRY_VOID(mark("aside.begun"));
    }
    for (const std::string_view name : state_entries)
      TRY_VOID(move(state_ / name, former / name));
    TRY_VOID(mark("aside.done"));
    tell_("the former users, settings, scans and notices are in " + former.string());
    return {};
  }

  const job::StoreFolders& folders_;
  const fs::path state_, ready_;
  const std::function<void(const std::string&)>& tell_;
};

} // namespace

Result<bool> take_staged(const job::StoreFolders& folders,
                         const std::function<void(const std::string&)>& tell) {
  std::error_code error;
  if (!fs::is_directory(folders.folder / ready_folder, error)) return false;
  Taking taking(folders, tell);
  const auto taken = taking.run();
  if (taken) return true;
  // Another server has the state: it is not this one's to say.
  const bool busy = taken.error().code == Errc::busy;
  if (busy || !taking.can_give_up()) return fail_within("the backup is not restored yet", taken.error());
  taking.give_up();
  return fail_within("the backup was not restored, and the state is as it was; it lies in " +
                         (folders.folder / "restore.failed").string(),
                     taken.error());
}

} // namespace platen::backup
