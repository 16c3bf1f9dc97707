#include "base/own_program.h"

#include <string>
#include <system_error>

#include <unistd.h>

namespace platen {

Result<std::filesystem::path> own_program(std::string_view file_name) {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) {
    const auto folder = self.parent_path();
    for (const auto& candidate :
         {folder / file_name, folder.parent_path() / "libexec" / "platen" / file_name})
      if (::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return fail(Errc::io,
              "cannot find the program " + std::string(file_name) + " beside " + self.string());
}

} // namespace platen
