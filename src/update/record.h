#pragma once

#include "update/signatures.h"

#include <filesystem>
#include <map>

namespace platen::update {

// A model file that came from a repository, as STATE/models/ID/VERSION.toml.
struct Installed {
  std::int64_t version = 0;
  std::uint64_t bytes = 0;
  std::string sha256;
};

// All that is known of updates, STATE/models/record.json: a change is there when this file is, so
// that a crash leaves the former state or the new one.
struct Record {
  // Which repository is followed, and as what it was configured when that was decided.
  std::string repository, source;
  std::map<std::string, std::uint64_t> serials; // the highest that was seen, by repository
  std::string index, signatures;                // the last that was accepted, as it was signed
  // Whom the present index says that the next may be signed by, and who was configured then.
  std::vector<PublicKey> keys, configured;
  std::vector<Withdrawn> withdrawn;
  Time checked = 0;    // the last try; 0: none
  std::string trouble; // what went wrong with it; empty: nothing
  std::map<std::string, std::vector<Installed>> installed; // by model; ascending versions
  std::map<std::string, std::int64_t> pins;                // by model
  std::map<std::string, std::int64_t> used;                // which version was in force last
};

// Errc::malformed: the file is damaged; what to do is said.
Result<Record> read_record(std::string_view json);
std::string write_record(const Record& record);

// The folder STATE/models.
std::filesystem::path file_of(const std::filesystem::path& folder, std::string_view id,
                              std::int64_t version);
// An empty one where the folder is not there.
Result<Record> load_record(const std::filesystem::path& folder);
// On disk when it returns, or as it was.
Result<void> save_record(const std::filesystem::path& folder, const Record& record);

// One change at a time, by whatever process. Makes the folder. Errc::busy.
class ChangeLock {
public:
  static Result<ChangeLock> take(const std::filesystem::path& folder);
  ChangeLock(ChangeLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  ChangeLock& operator=(ChangeLock&&) = delete;
  ~ChangeLock();

private:
  explicit ChangeLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

// Writes a file that is whole and on disk under its name, or not there.
Result<void> write_lasting(const std::filesystem::path& file, Bytes bytes);

} // namespace platen::update
