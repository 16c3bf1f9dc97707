// An archive that claims to be a backup: whatever comes, files begin and end in turn, have as many
// bytes as was said, and cutting the bytes into other pieces changes nothing.
#include "backup/contents.h"
#include "backup/tar.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace {

using namespace platen;

struct Seen {
  std::string all;
  bool good = false;
};

Seen read(Bytes bytes, std::size_t piece) {
  Seen seen;
  std::uint64_t left = 0;
  bool open = false;
  backup::TarReader reader({[&](const std::string& name, std::uint64_t size) -> Result<void> {
                              if (open || name.empty() || name.size() > backup::tar_longest_name)
                                std::abort();
                              TRY_VOID(backup::check_entry_name(name));
                              if (name.find("..") == 0 || name[0] == '/') std::abort();
                              open = true;
                              left = size;
                              seen.all += "<" + name + ">";
                              return {};
                            },
                            [&](Bytes content) -> Result<void> {
                              if (!open || content.size() > left) std::abort();
                              left -= content.size();
                              seen.all += as_text(content);
                              return {};
                            },
                            [&]() -> Result<void> {
                              if (!open || left != 0) std::abort();
                              open = false;
                              return {};
                            }});
  Result<void> outcome;
  for (std::size_t at = 0; outcome && at < bytes.size(); at += piece)
    outcome = reader.take(bytes.subspan(at, std::min(piece, bytes.size() - at)));
  seen.good = outcome && reader.finish();
  return seen;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes = std::as_bytes(std::span(data, size));
  const Seen whole = read(bytes, size + 1), pieces = read(bytes, 37);
  if (whole.good != pieces.good || (whole.good && whole.all != pieces.all)) std::abort();
  return 0;
}
