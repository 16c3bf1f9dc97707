// Workers that are killed, again and again: one document's error each, and nothing is left of them.
#include "documents.h"

#include <array>
#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::render {
namespace {

using namespace testing_support;
using testing::HasSubstr;

constexpr int kills = 1000;
constexpr std::int32_t side = 2000; // px; more bytes than a pipe holds, so that the worker waits

std::ptrdiff_t open_files() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                       std::filesystem::directory_iterator{});
}

void put_page(ByteWriter& out) {
  constexpr std::array<std::uint8_t, 12> head{8, 0, 1, 4}; // 8 bits, gray
  out.bytes(std::as_bytes(std::span(head)));
  for (const std::uint32_t number : {std::uint32_t{side}, std::uint32_t{side}, 100u, 0u, 0u})
    out.u32be(number);
  for (std::int32_t y = 0; y < side; y += 200) {
    out.u8(199); // two hundred lines of the same
    for (std::int32_t x = 0; x < side; x += 125) {
      out.u8(124); // 125 pixels
      out.u8(77);
    }
  }
}

// Two pages of Apple raster, which costs its reader next to nothing.
std::string two_pages() {
  ByteWriter out;
  out.text(std::string_view("UNIRAST\0", 8));
  out.u32be(2);
  put_page(out);
  put_page(out);
  return std::string(as_text(out.buffer));
}

// Begins to read the second page, kills the worker and reads on.
Result<void> kill_in_second_page(const Document& document) {
  auto picture = document.decode(1, {.model = ColorModel::gray, .profile = {}});
  if (!picture) return Failure(std::move(picture).error());
  RowBuffer buffer(side, 100, picture->rows->shape().format);
  TRY_VOID(picture->rows->read(buffer.band({0, 100})));
  for (const pid_t worker : children())
    ::kill(worker, SIGKILL);
  for (std::int32_t y = 100; y < side; y += 100)
    TRY_VOID(picture->rows->read(buffer.band({y, 100})));
  return {};
}

TEST(Kill, AThousandWorkersCostNothingButTheirPages) {
  use_built_worker();
  const auto document = open_text(two_pages());
  ASSERT_TRUE(document) << document.error().message();
  const std::ptrdiff_t files = open_files();
  for (int i = 0; i < kills; ++i) {
    const auto read = kill_in_second_page(**document);
    ASSERT_FALSE(read) << "kill " << i;
    ASSERT_THAT(read.error().message(),
                HasSubstr("page 2 of 2: the renderer was ended by signal 9"))
        << "kill " << i;
  }
  EXPECT_TRUE(children().empty());
  EXPECT_EQ(open_files(), files);
  const auto alive = (*document)->decode(1, {.model = ColorModel::gray, .profile = {}});
  EXPECT_TRUE(alive) << alive.error().message();
}

} // namespace
} // namespace platen::render
