#pragma once

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <sys/mman.h>
#include <unistd.h>

// A file that holds `size` bytes at `data`, in memory alone.
struct CloseMemoryFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using MemoryFile = std::unique_ptr<std::FILE, CloseMemoryFile>;

inline MemoryFile memory_file(const void* data, std::size_t size) {
  const int fd = ::memfd_create("fuzz", 0);
  if (fd < 0 || ::write(fd, data, size) != static_cast<ssize_t>(size)) std::abort();
  MemoryFile file(::fdopen(fd, "rb"));
  if (!file) std::abort();
  return file;
}
