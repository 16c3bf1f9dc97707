#pragma once

#include "backup/tar.h"
#include "base/file.h"
#include "job/checksums.h"

#include <filesystem>
#include <memory>
#include <string>

namespace platen::backup {

// Where a checked archive waits for the next start, in the state folder.
inline constexpr std::string_view ready_folder = "restore.ready";

struct Staged {
  std::string version; // of the platen that made it
  std::int64_t time = 0;
  std::size_t files = 0;
  std::uint64_t bytes = 0;
};

// Takes an archive as it comes, checks all of it, and puts it where the next start takes it. Until
// then the state is as it was; an archive that waits already is replaced by a whole one alone.
class Staging {
public:
  static Result<std::unique_ptr<Staging>> begin(const std::filesystem::path& state);
  ~Staging(); // removes what was not finished
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  // Errc::malformed: it is none, or damaged; unsupported: made by a newer platen; io: the disk is
  // full.
  Result<void> take(Bytes bytes);
  Result<Staged> finish();

private:
  Staging(std::filesystem::path state, std::filesystem::path folder);
  Result<void> begin_file(const std::string& name, std::uint64_t bytes);
  Result<void> content(Bytes piece);
  Result<void> end_file();
  Result<void> check(); // all of it, and puts it into its place
  void discard();
  Result<void> check_sums() const;
  Result<void> read_manifest();

  std::filesystem::path state_, folder_;
  TarReader reader_;
  std::string name_;
  UniqueFd file_;
  job::ContentHash hash_;
  job::Checksums found_;
  Staged staged_;
  bool has_manifest_ = false;
};

// A file of such an archive.
Result<Staged> stage_file(const std::filesystem::path& state, const std::filesystem::path& file);

} // namespace platen::backup
