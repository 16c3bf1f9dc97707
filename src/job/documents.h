#pragma once

#include "base/file.h"
#include "job/content_hash.h"
#include "job/store.h"

#include <array>
#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace platen::job {

// docs/adr/0010: up to here a document is committed together with its record, in one sync; a larger
// one is a file.
inline constexpr std::size_t inline_document_bytes = std::size_t{64} << 10;
// Up to here a document is compared with its digest whenever it is opened: a larger one would hold
// up who opens it.
inline constexpr std::uint64_t verified_document_bytes = 64ULL << 20;

class DocumentFolder;

// A document that arrives: in memory while it is small, then in a file of the folder.
class ArrivingDocument final : public IncomingDocument {
public:
  explicit ArrivingDocument(std::shared_ptr<DocumentFolder> folder) : folder_(std::move(folder)) {}
  ~ArrivingDocument() override; // removes the file, unless kept

  using ByteSink::write;
  Result<void> write(Bytes bytes) override;            // Errc::limit beyond limits::document_bytes
  const Result<void>& whole() const { return whole_; } // the error of the write that failed
  std::uint64_t size() const override { return size_; }
  Result<Buffer> content(std::uint64_t most) const override;
  Digest digest() const { return hash_.digest(); }

  bool is_file() const { return !file_name_.empty(); }
  const std::string& file_name() const { return file_name_; } // "XX/NAME" within the folder
  std::string subfolder() const { return file_name_.substr(0, 2); }
  Bytes memory() const { return memory_; } // of a document that is no file
  void begin_sync();                       // starts what sync() waits for
  Result<void> sync();                     // the file's bytes
  void keep() { kept_ = true; }            // the store refers to the file now

private:
  Result<void> take(Bytes bytes);
  Result<void> store(Bytes bytes);
  Result<void> move_to_file();
  Result<void> write_to_file(Bytes bytes);

  std::shared_ptr<DocumentFolder> folder_;
  Buffer memory_;
  ContentHash hash_;
  UniqueFd file_;
  std::string file_name_;
  std::uint64_t size_ = 0, started_ = 0; // started_: writing back has begun up to here
  Result<void> whole_;
  bool kept_ = false;
};

// documents/XX/NAME: the documents that are too large for the database. May be used from any
// thread.
class DocumentFolder {
public:
  // The folder need not exist until make().
  static std::shared_ptr<DocumentFolder> at(const std::filesystem::path& path);
  Result<void> make() const;

  struct NewFile {
    UniqueFd fd;
    std::string name; // "XX/NAME"
  };
  Result<NewFile> create();
  Result<UniqueFd> open_file(const std::string& name) const;
  // As the file system tells it: Errc::not_found when it is gone.
  Result<std::uint64_t> size_of(const std::string& name) const;
  void remove(const std::string& name) const;
  // Moves a file to FOLDER/XX/NAME; the folder is on the same file system.
  Result<void> move_out(const std::string& name, const std::filesystem::path& folder) const;
  // Makes the names of files in the subfolder "XX" durable, and the subfolder's own.
  Result<void> sync_names(const std::string& subfolder);
  Result<std::vector<std::string>> names() const; // of all files
  // Those of names() that nothing refers to, as a crash leaves them.
  Result<std::vector<std::string>>
  orphans(const std::function<Result<bool>(const std::string&)>& is_referred_to) const;
  const std::filesystem::path& path() const { return path_; }

  // Why a document could not be written, until one was; empty: none failed since.
  void note_trouble(std::string words);
  std::string trouble() const;

private:
  explicit DocumentFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
  mutable std::mutex mutex_;
  std::string trouble_;
  std::atomic<std::uint32_t> made_ = 0;
  std::array<std::atomic<bool>, 256> durable_{}; // subfolders whose names were synced
};

// Makes a folder, if it is not there, and its entry in the one above durable.
Result<void> make_durable_folder(const std::filesystem::path& path);
Result<void> sync_folder(const std::filesystem::path& path);

} // namespace platen::job
