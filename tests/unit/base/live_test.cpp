#include "base/live.h"

#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace platen {
namespace {

TEST(Live, CopiesSeeWhatIsSetLater) {
  const Live<int> first(1);
  const Live<int> second = first;
  const auto before = second.get();
  first.set(2);
  EXPECT_EQ(*second.get(), 2);
  EXPECT_EQ(*before, 1); // what was given out stays
}

TEST(Live, IsReadWholeWhileItIsReplaced) {
  const Live<std::string> value(std::string(100, 'a'));
  std::vector<std::thread> readers;
  std::atomic<bool> torn = false;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      for (int n = 0; n < 2'000; ++n) {
        const auto now = value.get();
        torn = torn || now->find_first_not_of((*now)[0]) != std::string::npos;
      }
    });
  for (int n = 0; n < 2'000; ++n)
    value.set(std::string(100, static_cast<char>('a' + n % 26)));
  for (std::thread& reader : readers)
    reader.join();
  EXPECT_FALSE(torn);
}

} // namespace
} // namespace platen
