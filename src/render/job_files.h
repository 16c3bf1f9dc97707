#pragma once

#include "base/file.h"
#include "render/ghostscript_job.h"

#include <vector>

namespace platen::render {

// What a Ghostscript reads of its job: memory files that it can only read, and that nobody can
// change once they are filled. They may be filled before its start or long after it.
class JobFiles {
public:
  static Result<JobFiles> make();

  // The Ghostscript's ends, by ghostscript_fd, for spawn(); those of protocol.h are empty. Its
  // document is `document`, or, where there is none, the memory file of copy_document(). Once.
  std::vector<UniqueFd> take_ends(UniqueFd document);
  // The first `size` bytes of a file, whose offset stays where it is.
  Result<void> copy_document(int file, std::uint64_t size);
  // The rest; and the word that all is there.
  Result<void> fill(const GhostscriptJob& job);

private:
  struct MemoryFile {
    UniqueFd ours, theirs; // written, read
  };
  static Result<MemoryFile> memory_file();
  static Result<void> seal(MemoryFile& file);
  static Result<void> put(MemoryFile& file, Bytes bytes);

  MemoryFile document_, options_, prologue_, screen_, profile_, cmyk_, rgb_;
  UniqueFd word_, word_end_; // a pipe: closing the first, by will or by our end, is the word
};

} // namespace platen::render
