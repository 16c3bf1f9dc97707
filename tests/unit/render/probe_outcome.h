#pragma once

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace platen::render {

// 0 or the errno of a call that gives -1 for failure.
inline int outcome(long result) {
  return result < 0 ? errno : 0;
}

template<class... Argument> int call(long number, Argument... arguments) {
  return outcome(::syscall(number, arguments...));
}

inline int try_open(const std::string& path, int flags) {
  return outcome(::open(path.c_str(), flags | O_CLOEXEC, 0600));
}

} // namespace platen::render
