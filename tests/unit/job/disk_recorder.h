#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace platen::job {

// One call by which this process changed a file or a folder, or made a change durable.
struct DiskCall {
  enum class Kind : std::uint8_t {
    make_file, // or empties it
    make_folder,
    write,
    truncate,
    sync, // of a file's bytes
    sync_folder,
    rename,
    unlink,
    mark // no call: something that the test wants to know the place of
  };
  Kind kind = Kind::mark;
  std::string path, other;  // relative to the folder; `other`: the new name
  std::uint64_t offset = 0; // of a write; the new size of a truncation; the number of a mark
  std::string bytes;
};

// Records every such call of this process within one folder, SQLite's as well: the program that
// contains this file has the C library's functions replaced by ones that note what they do. Calls
// are made one at a time while it records, so that their order is one.
class DiskRecorder {
public:
  explicit DiskRecorder(const std::filesystem::path& folder);
  ~DiskRecorder();
  DiskRecorder(const DiskRecorder&) = delete;
  DiskRecorder& operator=(const DiskRecorder&) = delete;

  void mark(std::uint64_t number);
  std::vector<DiskCall> take(); // what was recorded so far
};

} // namespace platen::job
