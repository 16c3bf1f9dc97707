// How a worker's end is waited for, with shell scripts in a worker's place.
#include "documents.h"
#include "render/process.h"
#include "render/protocol.h"
#include "render/streams.h"

#include <chrono>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace platen::render {
namespace {

using namespace testing_support;
using testing::HasSubstr;

class ProcessTest : public testing::Test {
protected:
  Result<WorkerProcess> start(const std::string& lines) {
    const auto path = folder_ / "worker";
    TRY_VOID(write_file(path, as_bytes("#!/bin/sh\n" + lines + "\n")));
    ::chmod(path.c_str(), 0755);
    WorkerTerms terms;
    terms.stall = terms.page = terms.cpu = std::chrono::seconds(60);
    std::vector<UniqueFd> input(1);
    TRY(input[document_fd], open_for_reading("/dev/null"));
    return WorkerProcess::start(path, std::move(input), {}, terms, cancel_);
  }
  Folder folder_;
  Cancel cancel_;
};

// It would sleep for longer than an end is waited for.
TEST_F(ProcessTest, OneThatHasSaidItsLastWordHasSucceeded) {
  auto worker = start("echo odd >&2; sleep 0.1; echo all pages drawn >&2; exec sleep 1000");
  ASSERT_TRUE(worker) << worker.error().message();
  const auto ended = worker->finish(drawn_word);
  ASSERT_TRUE(ended) << ended.error().message();
  EXPECT_EQ(worker->diagnostics(), "odd\n");
}

TEST_F(ProcessTest, ItsLastWordCountsAfterMoreThanIsKept) {
  auto worker =
      start("yes a long complaint | head -c 300000 >&2; echo all pages drawn >&2; exec sleep 1000");
  ASSERT_TRUE(worker);
  const auto ended = worker->finish(drawn_word);
  ASSERT_TRUE(ended) << ended.error().message();
  EXPECT_THAT(worker->diagnostics(), HasSubstr("a long complaint\n"));
}

// Both in one write: between two, the first one would be the last so far.
TEST_F(ProcessTest, AWordThatIsNotTheLastOneIsNone) {
  auto worker = start(R"(printf 'all pages drawn\nnot quite\n' >&2; exit 3)");
  ASSERT_TRUE(worker);
  EXPECT_FALSE(worker->finish(drawn_word));
  EXPECT_THAT(worker->diagnostics(), HasSubstr("not quite"));
}

TEST_F(ProcessTest, ItsLastWordIsNoComplaint) {
  const DocumentInfo info;
  for (const char* const lines :
       {R"(printf 'all pages drawn\n' >&2)", R"(printf 'all pages drawn\n\n' >&2)",
        R"(printf 'all pages drawn\n' >&2; sleep 0.1; printf '\n' >&2)"}) {
    auto worker = start(lines);
    ASSERT_TRUE(worker);
    while (!worker->ended())
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_EQ(last_words(*worker, info).value(), std::vector<std::string>{}) << lines;
  }
  auto worker = start(R"(printf 'all pages drawn\nodd\n' >&2)");
  ASSERT_TRUE(worker);
  const std::vector<std::string> odd{"parts of the document may be missing: odd"};
  EXPECT_EQ(last_words(*worker, info).value(), odd);
}

TEST_F(ProcessTest, WithoutALastWordItsStatusCounts) {
  auto good = start("echo all pages drawn >&2");
  ASSERT_TRUE(good);
  EXPECT_TRUE(good->finish());
  auto bad = start("echo why >&2; exit 3");
  ASSERT_TRUE(bad);
  EXPECT_FALSE(bad->finish(drawn_word));
}

} // namespace
} // namespace platen::render
