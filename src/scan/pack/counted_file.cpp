#include "scan/pack/counted_file.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

namespace platen::scan {
namespace {

constexpr std::size_t most_waiting = std::size_t{256} << 10;

struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { ::EVP_MD_CTX_free(context); }
};

// A rename lasts once the folder is on disk as well.
Result<void> sync_folder(const std::filesystem::path& folder) {
  const UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd && ::fsync(fd.get()) == 0) return {};
  return fail(Errc::io, "cannot write " + folder.string() + ": " + errno_text(errno));
}

} // namespace

struct CountedFile::Digest {
  std::unique_ptr<EVP_MD_CTX, FreeDigest> context{::EVP_MD_CTX_new()};
};

CountedFile::CountedFile(AtomicFile file, std::filesystem::path folder,
                         std::unique_ptr<Digest> digest)
    : file_(std::move(file)), folder_(std::move(folder)), digest_(std::move(digest)) {}
CountedFile::CountedFile(CountedFile&&) noexcept = default;
CountedFile::~CountedFile() = default;

Result<CountedFile> CountedFile::create(const std::filesystem::path& path) {
  TRY(AtomicFile file, AtomicFile::create(path, true));
  auto digest = std::make_unique<Digest>();
  if (!digest->context || ::EVP_DigestInit_ex(digest->context.get(), ::EVP_sha256(), nullptr) != 1)
    return fail(Errc::io, "cannot begin a SHA-256");
  return CountedFile(std::move(file), path.parent_path(), std::move(digest));
}

Result<void> CountedFile::flush() {
  TRY_VOID(file_.write(waiting_));
  waiting_.clear();
  return {};
}

Result<void> CountedFile::write(Bytes bytes) {
  offset_ += bytes.size();
  if (::EVP_DigestUpdate(digest_->context.get(), bytes.data(), bytes.size()) != 1)
    return fail(Errc::io, "cannot continue a SHA-256");
  waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
  return waiting_.size() >= most_waiting ? flush() : Result<void>{};
}

std::array<std::byte, 16> CountedFile::digest() const {
  std::array<unsigned char, EVP_MAX_MD_SIZE> whole{};
  unsigned length = 0;
  const Digest copy;
  std::array<std::byte, 16> first{};
  if (copy.context && ::EVP_MD_CTX_copy_ex(copy.context.get(), digest_->context.get()) == 1 &&
      ::EVP_DigestFinal_ex(copy.context.get(), whole.data(), &length) == 1)
    std::ranges::copy(std::as_bytes(std::span(whole)).first(first.size()), first.begin());
  return first;
}

Result<void> CountedFile::commit() {
  TRY_VOID(flush());
  TRY_VOID(file_.commit());
  return sync_folder(folder_);
}

} // namespace platen::scan
