#pragma once

#include "base/file.h"

#include <string>

namespace platen::app {

// The bytes of a file, from where it is.
class FileSource final : public ByteSource {
public:
  explicit FileSource(UniqueFd fd) : fd_(std::move(fd)) {}
  Result<std::size_t> read(std::span<std::byte> into) override;

private:
  UniqueFd fd_;
};

// "-": standard input.
Result<FileSource> open_source(const std::string& name);

} // namespace platen::app
