#pragma once

#include "disk_recorder.h"

#include <map>
#include <random>
#include <set>

namespace platen::job {

// What a folder holds: files with their bytes, and folders. Names are relative; "." is itself.
struct Tree {
  std::map<std::string, std::string> files;
  std::set<std::string> folders;
  bool operator<(const Tree& other) const {
    return std::tie(files, folders) < std::tie(other.files, other.folders);
  }
};
Tree read_tree(const std::filesystem::path& folder);
void write_tree(const Tree& tree, const std::filesystem::path& folder);

// A disk that repeats recorded calls, and tells what is on it when everything stops after one of
// them. It promises no more than POSIX: bytes are there after a sync of their file, names after a
// sync of their folder; of what came later any part may be there, in sectors of 512 bytes. Only a
// rename is whole or not at all.
class CrashDisk {
public:
  explicit CrashDisk(Tree durable);
  void apply(const DiskCall& call);

  Tree killed() const;                    // the process ended: all calls count
  Tree powerless() const;                 // the power went: only what was synced is there
  Tree torn(std::mt19937& random) const;  // all but a part of the last write
  Tree mixed(std::mt19937& random) const; // any part of what was not synced

private:
  struct Change { // of a file's bytes
    std::uint64_t offset = 0;
    std::string bytes;
    bool truncates = false;
  };
  struct File {
    std::string durable;
    std::vector<Change> pending;
  };
  struct Names {
    std::map<std::string, int> files; // to files_
    std::set<std::string> folders;
  };
  static void change(std::string& bytes, const Change& change);
  static void change_names(Names& names, const DiskCall& call, int file);
  template<class Bytes> Tree tree(const Names& names, Bytes bytes) const;
  std::string whole(const File& file) const;

  std::vector<File> files_;
  Names now_, durable_;
  struct NameChange {
    DiskCall call;
    int file = -1;
  };
  std::vector<NameChange> pending_names_; // since they were durable, in their order
  int last_written_ = -1;
};

} // namespace platen::job
