#pragma once

#include <cstddef>

#include <gtest/gtest.h>
#include <pthread.h>

namespace platen::test {

// While it lives this process starts no further thread: each would need a stack that is larger than
// the address space, so that the system refuses it (EAGAIN), as it does at a limit.
class NoThreads {
public:
  NoThreads() {
    pthread_attr_t huge;
    EXPECT_EQ(::pthread_getattr_default_np(&before_), 0);
    EXPECT_EQ(::pthread_getattr_default_np(&huge), 0);
    EXPECT_EQ(::pthread_attr_setstacksize(&huge, std::size_t{1} << 48), 0);
    EXPECT_EQ(::pthread_setattr_default_np(&huge), 0);
    ::pthread_attr_destroy(&huge);
  }
  NoThreads(const NoThreads&) = delete;
  NoThreads& operator=(const NoThreads&) = delete;
  ~NoThreads() {
    ::pthread_setattr_default_np(&before_);
    ::pthread_attr_destroy(&before_);
  }

private:
  pthread_attr_t before_{};
};

} // namespace platen::test
