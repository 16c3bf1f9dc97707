#pragma once

#include "base/file.h"

#include <array>
#include <memory>

namespace platen::scan {

// A file that appears under its name whole, on disk, or not at all; knows where it is, and a digest
// of all that it holds.
class CountedFile final : public ByteSink {
public:
  static Result<CountedFile> create(const std::filesystem::path& path);
  CountedFile(CountedFile&&) noexcept;
  ~CountedFile() override;

  using ByteSink::write;
  Result<void> write(Bytes bytes) override;
  std::uint64_t offset() const { return offset_; } // of the next byte
  // The first 16 bytes of the SHA-256 of what was written so far.
  std::array<std::byte, 16> digest() const;
  Result<void> commit();

private:
  struct Digest;
  CountedFile(AtomicFile file, std::filesystem::path folder, std::unique_ptr<Digest> digest);
  Result<void> flush();
  AtomicFile file_;
  std::filesystem::path folder_;
  std::unique_ptr<Digest> digest_;
  Buffer waiting_;
  std::uint64_t offset_ = 0;
};

} // namespace platen::scan
