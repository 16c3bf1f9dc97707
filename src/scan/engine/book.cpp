#include "scan/engine/book.h"

#include <set>

namespace platen::scan {

namespace {

constexpr std::string_view counter_name = "file";

// Keys sort as numbers do.
std::string key_of(SessionId id) {
  const std::string digits = std::to_string(id);
  return std::string(digits.size() < 12 ? 12 - digits.size() : 0, '0') + digits;
}

} // namespace

Error no_such_session(SessionId id) {
  return {Errc::not_found, "there is no scan " + std::to_string(id)};
}

Result<std::unique_ptr<SessionBook>>
SessionBook::open(RecordStore& store, std::filesystem::path folder,
                  const std::function<void(const std::string&)>& report, Watch watch) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return fail(Errc::io,
                "the folder for scans " + folder.string() + " cannot be made: " + error.message());
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  std::unique_ptr<SessionBook> book(new SessionBook(store, std::move(folder), std::move(watch)));
  TRY(const auto records, store.all(RecordKind::session));
  for (const auto& [key, json] : records)
    book->load(key, json, report);
  book->sweep(report);
  return book;
}

void SessionBook::load(const std::string& key, const std::string& json,
                       const std::function<void(const std::string&)>& report) {
  auto session = session_from_json(json);
  if (!session) {
    report("the scan " + key + " cannot be read and is left alone: " + session.error().message());
    return;
  }
  const SessionId id = session->id;
  // Of a file its name is kept: the state may have been restored elsewhere (older records have its
  // whole path).
  for (PackedFile& file : session->files)
    file.path = folder(id).files() / file.path.filename();
  sessions_[id] = std::make_shared<const Session>(*std::move(session));
}

// Pictures that no page has: a kill came between file and record, or record and file.
void SessionBook::sweep(const std::function<void(const std::string&)>& report) const {
  for (const auto& [id, session] : sessions_) {
    const SessionFolder folder = this->folder(id);
    std::set<std::filesystem::path> wanted{folder.files()};
    for (const ScanPage& page : session->pages) {
      wanted.insert(folder.as_scanned(page.number));
      wanted.insert(folder.shown(page));
    }
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path, error)) {
      if (wanted.contains(entry.path())) continue;
      std::error_code removing;
      std::filesystem::remove_all(entry.path(), removing);
      if (removing)
        report(entry.path().string() +
               " belongs to no page and cannot be removed: " + removing.message());
    }
  }
}

Result<void> SessionBook::keep(const Session& session) {
  return store_.change({{RecordKind::session, key_of(session.id), to_json(session)}});
}

Result<std::shared_ptr<const Session>> SessionBook::add(Session session) {
  TRY(session.id, store_.next("session"));
  TRY(session.counter, store_.next(std::string(counter_name)));
  std::error_code error;
  const auto path = folder(session.id).path;
  std::filesystem::create_directory(path, error);
  if (error)
    return fail(Errc::io, "the folder " + path.string() + " cannot be made: " + error.message());
  TRY_VOID(keep(session));
  auto kept = std::make_shared<const Session>(std::move(session));
  {
    const std::lock_guard lock(reading_);
    sessions_[kept->id] = kept;
  }
  if (watch_) watch_(kept);
  return kept;
}

Result<std::shared_ptr<const Session>> SessionBook::change(SessionId id, const Edit& edit) {
  std::shared_ptr<const Session> kept;
  {
    const std::lock_guard one_at_a_time(changing_);
    const auto before = find(id);
    if (!before) return Failure(no_such_session(id));
    Session session = *before;
    TRY_VOID(edit(session));
    TRY_VOID(keep(session));
    kept = std::make_shared<const Session>(std::move(session));
    const std::lock_guard lock(reading_);
    sessions_[id] = kept;
  }
  if (watch_) watch_(kept);
  return kept;
}

Result<void> SessionBook::edit(SessionId id, const Edit& edit) {
  return change(id, edit).map([](const auto&) {});
}

void SessionBook::tell(SessionId id, std::string message) {
  const std::lock_guard one_at_a_time(changing_);
  const auto before = find(id);
  if (!before) return;
  Session session = *before;
  session.message = std::move(message);
  const std::lock_guard lock(reading_);
  sessions_[id] = std::make_shared<const Session>(std::move(session));
}

Result<void> SessionBook::forget(SessionId id) {
  {
    const std::lock_guard one_at_a_time(changing_);
    if (!find(id)) return Failure(no_such_session(id));
    TRY_VOID(store_.change({{RecordKind::session, key_of(id), {}}}));
    const std::lock_guard lock(reading_);
    sessions_.erase(id);
  }
  std::error_code error;
  std::filesystem::remove_all(folder(id).path, error);
  if (error)
    return fail(Errc::io, "the pages of scan " + std::to_string(id) +
                              " cannot be removed: " + error.message());
  return {};
}

std::shared_ptr<const Session> SessionBook::find(SessionId id) const {
  const std::lock_guard lock(reading_);
  const auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const Session>> SessionBook::all() const {
  const std::lock_guard lock(reading_);
  std::vector<std::shared_ptr<const Session>> all;
  for (auto session = sessions_.rbegin(); session != sessions_.rend(); ++session)
    all.push_back(session->second);
  return all;
}

} // namespace platen::scan
