#include "base/pipe.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

namespace platen {
namespace {

// More than can be on the way at once, by a writer that is not read beside.
TEST(WidePipe, BringsAllThatIsWrittenAndItsEnd) {
  auto pipe = make_wide_pipe(1 << 16);
  ASSERT_TRUE(pipe) << pipe.error().message();
  constexpr std::size_t total = std::size_t{3} << 20;
  std::thread writer([out = std::move(pipe->out)] {
    std::vector<std::uint8_t> bytes(total);
    for (std::size_t i = 0; i < total; ++i)
      bytes[i] = static_cast<std::uint8_t>(i % 251);
    EXPECT_TRUE(write_all(out.get(), std::as_bytes(std::span(bytes))));
  });
  std::array<std::uint8_t, 10'000> block{};
  std::size_t at = 0, wrong = 0;
  for (ssize_t got = 0; (got = ::read(pipe->in.get(), block.data(), block.size())) > 0;)
    for (ssize_t i = 0; i < got; ++i)
      wrong += block[static_cast<std::size_t>(i)] != at++ % 251;
  writer.join();
  EXPECT_EQ(at, total);
  EXPECT_EQ(wrong, 0U);
}

TEST(WidePipe, GoesOneWay) {
  const auto pipe = make_wide_pipe(1 << 16);
  ASSERT_TRUE(pipe) << pipe.error().message();
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  EXPECT_EQ(::write(pipe->in.get(), "x", 1), -1);
  EXPECT_EQ(errno, EPIPE);
  std::signal(SIGPIPE, before);
  char byte = 0;
  EXPECT_EQ(::read(pipe->out.get(), &byte, 1), 0); // nothing will ever come
}

TEST(WidePipe, TellsTheWriterThatNobodyReads) {
  auto pipe = make_wide_pipe(1 << 16);
  ASSERT_TRUE(pipe) << pipe.error().message();
  pipe->in.reset();
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  EXPECT_EQ(::write(pipe->out.get(), "x", 1), -1);
  EXPECT_EQ(errno, EPIPE);
  std::signal(SIGPIPE, before);
}

} // namespace
} // namespace platen
