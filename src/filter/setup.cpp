#include "filter/setup.h"

#include "base/file.h"

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

namespace platen::filter {

namespace {

Result<void> check_file(const std::string& what, const std::string& path, int access) {
  if (path.empty() || path.front() != '/')
    return fail(Errc::invalid, "the " + what + " \"" + path + "\" is no absolute path");
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0)
    return fail(Errc::invalid, "the " + what + " " + path + " is not there (" + errno_text(errno) +
                                   "): install it, or give the printer another one");
  if (!S_ISREG(info.st_mode) || ::access(path.c_str(), access) != 0)
    return fail(Errc::invalid, "the " + what + " " + path + " cannot be " +
                                   (access == X_OK ? "executed" : "read") +
                                   " by the server's user");
  const bool own = info.st_uid == 0 || info.st_uid == ::geteuid();
  if (access == X_OK && (!own || (info.st_mode & (S_IWGRP | S_IWOTH)) != 0))
    return fail(Errc::invalid, "the " + what + " " + path +
                                   " can be changed by others than root: make root its owner, and "
                                   "let nobody else write to it");
  return {};
}

} // namespace

Result<void> check(const Setup& setup) {
  TRY_VOID(check_file("filter", setup.program, X_OK));
  return check_file("filter's PPD file", setup.ppd, R_OK);
}

} // namespace platen::filter
