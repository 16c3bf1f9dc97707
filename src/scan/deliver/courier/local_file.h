#pragma once

#include "base/file.h"
#include "scan/pack/pack.h"

namespace platen::scan::courier {

// A file that is to be delivered, open for reading; as large as it was when it was packed.
class LocalFile final : public ByteSource {
public:
  // Errc::not_found: it is gone; conflict: it has another size.
  static Result<LocalFile> open(const PackedFile& file);
  std::uint64_t size() const { return size_; }
  void rewind() { at_ = 0; }
  void seek(std::uint64_t at) { at_ = at; }
  // From where the last read ended.
  Result<std::size_t> read(std::span<std::byte> into) override;

private:
  LocalFile(UniqueFd fd, std::uint64_t size) : fd_(std::move(fd)), size_(size) {}
  UniqueFd fd_;
  std::uint64_t size_ = 0, at_ = 0;
};

// Whether bytes that come piece by piece are those of a file.
class Comparison {
public:
  explicit Comparison(LocalFile& file) : file_(&file) { file.rewind(); }
  // False: they are others; no more need come.
  Result<bool> take(Bytes bytes);
  bool whole() const { return seen_ == file_->size(); }

private:
  LocalFile* file_;
  std::uint64_t seen_ = 0;
};

} // namespace platen::scan::courier
