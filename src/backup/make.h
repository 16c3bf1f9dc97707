#pragma once

#include "base/bytes.h"
#include "base/file.h"
#include "job/content_hash.h"
#include "job/store_tools.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace platen::backup {

// A copy of a server's state in a folder of its own, which is removed with it, and the archive of
// it piece by piece. It holds secrets.
class Archive {
public:
  // Copies all of it, also while a server runs; `work` is where (a new folder in it). Errc::io: the
  // disk is full.
  static Result<std::unique_ptr<Archive>> make(const job::StoreFolders& folders,
                                               const std::string& version, std::int64_t now);
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  std::uint64_t size() const { return size_; } // of the whole archive
  // The next piece of it; empty: the end.
  Result<std::string> next();
  std::int64_t jobs() const { return jobs_; }
  std::size_t files() const { return files_.size(); }
  // Documents that the store itself has not, or has changed.
  const std::vector<std::string>& missing() const { return missing_; }

private:
  struct File {
    std::string name;
    std::uint64_t bytes = 0;
  };
  explicit Archive(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Result<void> copy(const job::StoreFolders& folders, const std::string& version, std::int64_t now);
  Result<void> list();
  Result<std::string> begin_file();
  Result<std::string> more_of_file();
  std::string sums_file() const;

  std::filesystem::path folder_;
  std::int64_t time_ = 0, jobs_ = 0;
  std::vector<std::string> missing_;
  std::vector<File> files_;
  std::uint64_t size_ = 0;
  std::size_t at_ = 0; // the file that is next or under way
  UniqueFd open_;
  std::uint64_t left_ = 0;
  job::ContentHash hash_;
  std::string sums_;
  bool ended_ = false;
};

// The archive in a file, mode 0600, that appears whole or not at all.
Result<void> write_archive(Archive& archive, const std::filesystem::path& file);

} // namespace platen::backup
