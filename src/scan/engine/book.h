#pragma once

#include "scan/engine/folder.h"
#include "scan/store/store.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace platen::scan {

// The sessions of a server as they are on disk. A change is there for others when it is durable.
// From any thread.
class SessionBook {
public:
  using Edit = std::function<Result<void>(Session&)>; // quick; an error changes nothing
  using Watch = std::function<void(const std::shared_ptr<const Session>& session)>;

  // `folder` holds a folder for each session. A record that cannot be read is told to `report` and
  // left alone. `watch` is called after each change, with the lock of no one.
  static Result<std::unique_ptr<SessionBook>>
  open(RecordStore& store, std::filesystem::path folder,
       const std::function<void(const std::string&)>& report, Watch watch);

  // Its id and counter are set; its folder is made.
  Result<std::shared_ptr<const Session>> add(Session session);
  // Errc::not_found; what `edit` refuses; Errc::io.
  Result<std::shared_ptr<const Session>> change(SessionId id, const Edit& edit);
  Result<void> edit(SessionId id, const Edit& edit); // the same, for who needs no answer
  Result<void> forget(SessionId id);                 // with its pages and files
  // Another message, seen until the next change and not kept: for when the disk takes nothing.
  void tell(SessionId id, std::string message);

  std::shared_ptr<const Session> find(SessionId id) const; // null: there is none
  std::vector<std::shared_ptr<const Session>> all() const; // the newest first
  SessionFolder folder(SessionId id) const { return {folder_ / std::to_string(id)}; }

private:
  SessionBook(RecordStore& store, std::filesystem::path folder, Watch watch)
      : store_(store), folder_(std::move(folder)), watch_(std::move(watch)) {}
  void load(const std::string& key, const std::string& json,
            const std::function<void(const std::string&)>& report);
  void sweep(const std::function<void(const std::string&)>& report) const;
  Result<void> keep(const Session& session);

  RecordStore& store_;
  const std::filesystem::path folder_;
  const Watch watch_;
  std::mutex changing_;        // one change at a time
  mutable std::mutex reading_; // of sessions_
  std::map<SessionId, std::shared_ptr<const Session>> sessions_;
};

Error no_such_session(SessionId id);

} // namespace platen::scan
