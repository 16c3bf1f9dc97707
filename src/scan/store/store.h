#pragma once

#include "base/result.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace platen::scan {

// What the records of a server's scanning are of. The words are those of the file.
enum class RecordKind : std::uint8_t {
  scanner,
  destination,
  recipe,
  session,
  delivery,
  counter,
  contact
};

// One record that shall be so, or be gone.
struct RecordChange {
  RecordKind kind = RecordKind::session;
  std::string key;
  std::optional<std::string> value; // JSON; nothing: removed
};

// The durable state of scanning, beside the job store and apart from it (docs/adr/0025): records by
// name, each change whole and on disk when the call returns. Pages and files lie in folders beside
// it; what names them is here. From any thread; the server has the folder's lock.
class RecordStore {
public:
  virtual ~RecordStore() = default;
  // All of them or none. Errc::io: the disk is full, or worse; nothing has changed then.
  virtual Result<void> change(const std::vector<RecordChange>& changes) = 0;
  // In the order of their keys.
  virtual Result<std::vector<std::pair<std::string, std::string>>> all(RecordKind kind) const = 0;
  // A number that was never given before, from 1 on.
  virtual Result<std::int64_t> next(const std::string& counter) = 0;
};

// `folder`/scans.db, made when it is missing. Errc::unsupported: written by a newer platen;
// Errc::malformed: damaged, with what to do.
Result<std::unique_ptr<RecordStore>> open_record_store(const std::filesystem::path& folder);

} // namespace platen::scan
