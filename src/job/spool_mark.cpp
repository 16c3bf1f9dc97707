#include "job/spool_mark.h"

#include "base/file.h"
#include "job/documents.h"

namespace platen::job {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t longest_mark = 256;

fs::path mark_in(const fs::path& spool) {
  return spool / "platen.spool";
}

} // namespace

Result<std::optional<std::string>> read_spool_mark(const fs::path& spool) {
  std::error_code error;
  if (!fs::exists(mark_in(spool), error) && !error) return std::nullopt;
  TRY(const Buffer bytes, read_file(mark_in(spool), longest_mark));
  std::string id(as_text(bytes));
  while (!id.empty() && id.back() == '\n')
    id.pop_back();
  return id;
}

Result<void> write_spool_mark(const fs::path& spool, const std::string& store_id) {
  TRY(AtomicFile file, AtomicFile::create(mark_in(spool), true));
  TRY_VOID(file.write(store_id + "\n"));
  TRY_VOID(file.commit());
  return sync_folder(spool);
}

} // namespace platen::job
