#include "worker/pdf_source.h"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <qpdf/FileInputSource.hh>
#include <qpdf/InputSource.hh>
#include <rapidcheck.h>
#include <unistd.h>

namespace platen::worker {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

// Lines of any length, ended in all the ways that PDF knows; `bytes` and a little more.
std::string lines(std::size_t bytes, std::uint32_t seed) {
  std::string made;
  while (made.size() < bytes) {
    seed = seed * 1664525 + 1013904223;
    const std::uint32_t kind = seed >> 24;
    made.append(kind < 250 ? kind % 90 : 20'000, static_cast<char>('a' + kind % 26));
    made += std::vector<std::string>{"\n", "\r", "\r\n", "\n\r\r\n", "", "\n\n"}[kind % 6];
  }
  return made;
}

File file_of(const std::string& bytes) {
  File file(std::tmpfile(), &std::fclose);
  EXPECT_EQ(std::fwrite(bytes.data(), 1, bytes.size(), file.get()), bytes.size());
  EXPECT_EQ(std::fflush(file.get()), 0);
  return file;
}

struct Step {
  int what = 0;
  int number = 0;
};

// One of qpdf's questions, and all that can be told from its answer.
std::string answer(InputSource& source, const Step& step) {
  std::string got;
  switch (step.what % 6) {
  case 0:
    source.seek(step.number, SEEK_SET);
    break;
  case 1: {
    got.resize(static_cast<std::size_t>(step.number) % 40'000 + 1);
    got.resize(source.read(got.data(), got.size()));
    break;
  }
  case 2:
    got = std::to_string(source.findAndSkipNextEOL());
    break;
  case 3:
    source.seek(-(step.number % 2'000), SEEK_END);
    break;
  case 4:
    source.seek(step.number % 3'000, SEEK_CUR);
    break;
  default:
    try {
      got = source.readLine(100);
    } catch (const std::range_error&) {
      got = "from past the end"; // where qpdf's arithmetic ends, whoever gives it the bytes
    }
  }
  got += " at " + std::to_string(source.tell());
  const bool read = step.what % 6 == 1 || step.what % 6 == 5; // the others leave it as they like
  return read ? got + " from " + std::to_string(source.getLastOffset()) : got;
}

// qpdf's own source is the referee.
TEST(PdfSource, AnswersAsQpdfsOwnDoes) {
  EXPECT_TRUE(rc::check([](std::uint32_t seed) {
    const std::string bytes = lines(50'000 + seed % 50'000, seed);
    const File file = file_of(bytes), other = file_of(bytes);
    const auto ours = pdf_source(file.get());
    FileInputSource theirs("the PDF", other.get(), false);
    theirs.rewind();
    for (int i = 0; i < 40; ++i) {
      const Step step{*rc::gen::inRange(0, 6), *rc::gen::inRange(0, 110'000)};
      RC_ASSERT(answer(*ours, step) == answer(theirs, step));
    }
  }));
}

TEST(PdfSource, GivesBackTheLastByte) {
  const File file = file_of("abc");
  const auto source = pdf_source(file.get());
  char byte = 0;
  EXPECT_EQ(source->read(&byte, 1), 1U);
  source->unreadCh(byte);
  std::string all(8, ' ');
  all.resize(source->read(all.data(), all.size()));
  EXPECT_EQ(all, "abc");
  source->rewind();
  EXPECT_EQ(source->tell(), 0);
  EXPECT_EQ(source->getName(), "the PDF");
}

TEST(PdfSource, RefusesAPlaceBeforeTheFirstByte) {
  const File file = file_of("abc");
  const auto source = pdf_source(file.get());
  EXPECT_THROW(source->seek(-1, SEEK_SET), std::runtime_error);
  EXPECT_THROW(source->seek(-4, SEEK_END), std::runtime_error);
}

TEST(PdfSource, EndsWhereAFileEndsThatWasMadeShorter) {
  const File file = file_of(std::string(100'000, 'x'));
  const auto source = pdf_source(file.get());
  ASSERT_EQ(::ftruncate(::fileno(file.get()), 50'000), 0);
  std::string all(100'000, ' ');
  EXPECT_EQ(source->read(all.data(), all.size()), 50'000U);
  EXPECT_EQ(source->findAndSkipNextEOL(), 50'000);
}

} // namespace
} // namespace platen::worker
