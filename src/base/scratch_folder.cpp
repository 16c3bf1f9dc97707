#include "base/scratch_folder.h"

#include "base/file.h"

#include <cerrno>
#include <cstdlib>
#include <string>

#include <sys/stat.h>

namespace platen {

Result<ScratchFolder> ScratchFolder::make() {
  const char* configured = std::getenv("TMPDIR");
  const std::filesystem::path folder =
      configured != nullptr && *configured != 0 ? configured : "/var/tmp";
  std::string name = (folder / "platen.XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    return fail(Errc::io,
                "cannot make a temporary folder in " + folder.string() + ": " + errno_text(errno));
  return ScratchFolder(name);
}

ScratchFolder::~ScratchFolder() {
  std::error_code nobody_can_be_told;
  if (!path_.empty()) std::filesystem::remove_all(path_, nobody_can_be_told);
}

std::uint64_t ScratchFolder::bytes() const {
  constexpr std::uint64_t block = 512; // of st_blocks
  std::uint64_t sum = 0;
  std::error_code gone;
  for (const auto& entry : std::filesystem::directory_iterator(path_, gone)) {
    struct stat info {};
    if (::lstat(entry.path().c_str(), &info) == 0)
      sum += static_cast<std::uint64_t>(info.st_blocks) * block;
  }
  return sum;
}

} // namespace platen
