#pragma once

#include <csignal>

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace platen::test {

// While it lives no file of this process grows beyond so many bytes: the disk is full.
class SmallFiles {
public:
  explicit SmallFiles(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before_;
    small.rlim_cur = bytes;
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;
  ~SmallFiles() {
    lift();
    std::signal(SIGXFSZ, handler_);
  }
  void lift() const { ::setrlimit(RLIMIT_FSIZE, &before_); }

private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

} // namespace platen::test
