#pragma once

#include "render/protocol.h"

#include <cstdio>
#include <memory>

#include <unistd.h>

namespace platen::worker {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using DocumentFile = std::unique_ptr<std::FILE, CloseFile>;

// The worker's document, for libraries that read a stream.
inline Result<DocumentFile> open_document_file() {
  DocumentFile file(::fdopen(render::document_fd, "rb"));
  if (!file) return fail(Errc::io, "cannot read the PDF");
  return file;
}

} // namespace platen::worker
