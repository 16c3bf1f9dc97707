#include "job/sqlite/reader.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace platen::job::sqlite {
namespace {

// Sealed, so that it is as unchangeable as a file opened for reading.
Result<UniqueFd> in_memory(Bytes bytes) {
  UniqueFd fd(::memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd) return fail(Errc::io, "cannot open a document: " + errno_text(errno));
  TRY_VOID(write_all(fd.get(), bytes));
  if (::lseek(fd.get(), 0, SEEK_SET) != 0 ||
      ::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
    return fail(Errc::io, "cannot open a document: " + errno_text(errno));
  return fd;
}

Failure changed() {
  return fail(Errc::malformed, "the document is not as it was stored; the disk may be damaged");
}

} // namespace

Result<UniqueFd> open_content(Connection& connection, std::int64_t key,
                              const DocumentFolder& folder) {
  Query query(connection, "SELECT file, content, bytes, sha256 FROM document WHERE id = ?1", key);
  TRY(const bool row, query.next());
  if (!row) return fail(Errc::not_found, "the document is no longer kept");
  const auto bytes = static_cast<std::uint64_t>(query.number(2));
  if (query.is_null(0)) {
    if (query.bytes(1).size() != bytes || !is_digest(digest_of(query.bytes(1)), query.bytes(3)))
      return changed();
    return in_memory(query.bytes(1));
  }
  TRY(UniqueFd fd, folder.open_file(std::string(query.text(0))));
  TRY(const std::uint64_t size, file_size(fd.get()));
  if (size != bytes) return changed();
  if (bytes > verified_document_bytes) return fd;
  TRY(const Digest digest, digest_of_file(fd.get()));
  if (!is_digest(digest, query.bytes(3))) return changed();
  if (::lseek(fd.get(), 0, SEEK_SET) != 0)
    return fail(Errc::io, "cannot open a document: " + errno_text(errno));
  return fd;
}

} // namespace platen::job::sqlite
