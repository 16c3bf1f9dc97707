// Jobs that go through a filter to a file: real filters of CUPS, and programs that misbehave.
#include "base/file.h"
#include "unit/flow/job.h"
#include "unit/render/documents.h"
#include "unit/virtual/support.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::flow::test {
namespace {

namespace support = render::testing_support;
using testing::HasSubstr;

class Chain : public testing::Test {
protected:
  void SetUp() override {
    std::signal(SIGPIPE, SIG_IGN); // as the program does
    const std::string make =
        "ppdc -d " + (folder_ / ".").string() + " /usr/share/cups/drv/sample.drv";
    ASSERT_EQ(std::system(make.c_str()), 0) << make;
  }

  // A filter of the test's own.
  std::string program(const std::string& text) {
    const auto path = folder_ / "own-filter";
    std::ofstream(path) << "#!/bin/sh\n" << text << "\n";
    std::filesystem::permissions(path, std::filesystem::perms(0755));
    return path.string();
  }

  PrintRequest request(const std::string& filter, std::string_view document,
                       const model::Options& options = {}) {
    PrintRequest made =
        request_for("canon-ir1020", options, document, "file:" + (folder_ / "out").string());
    made.filter.program = filter;
    made.filter.ppd = (folder_ / "laserjet.ppd").string();
    made.filter.options = "Resolution=600dpi";
    made.filter.printer = "copier";
    made.device_report = [this](const std::vector<std::string>& reasons, const std::string& words) {
      reasons_ = reasons;
      words_ = words;
    };
    return made;
  }

  Result<std::string> printed(PrintRequest request) {
    TRY_VOID(print(std::move(request), cancel_));
    return twin::test::read_text(folder_ / "out");
  }

  std::string failure(const std::string& filter) {
    const auto done = printed(request(filter, busy_pages(2)));
    EXPECT_FALSE(done);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "out")) << "half a job came out";
    return done ? std::string() : done.error().message();
  }

  support::Folder folder_;
  Cancel cancel_;
  std::vector<std::string> reasons_;
  std::string words_;
};

std::string page_with_bar() {
  return support::make_pdf({{"/MediaBox[0 0 595.276 841.89]", "0 g 100 300 200 100 re f"},
                            {"/MediaBox[0 0 595.276 841.89]", "0 g 300 100 100 200 re f"}});
}

// The same ink in the same places as with platen's own PCL, to a dot or two.
TEST_F(Chain, RastertohpPrintsWhatPlatenPrints) {
  const auto chained = printed(request("/usr/lib/cups/filter/rastertohp", page_with_bar()));
  ASSERT_TRUE(chained) << chained.error().message();
  const auto theirs = taken("canon-ir1020", *chained);
  const auto own = sides_of("canon-ir1020", {{"printer-language", "pcl-5e"}}, page_with_bar());
  ASSERT_EQ(theirs.size(), 2u);
  ASSERT_EQ(own.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    const Extent a = inked(theirs[i]), b = inked(own[i]);
    EXPECT_NEAR(a.width(), b.width(), 2) << i;
    EXPECT_NEAR(a.height(), b.height(), 2) << i;
  }
}

// Apple raster is what it makes for a printer of which it is told nothing else.
TEST_F(Chain, RastertopwgGivesAppleRaster) {
  const auto stream = printed(request("/usr/lib/cups/filter/rastertopwg", page_with_bar()));
  ASSERT_TRUE(stream) << stream.error().message();
  EXPECT_EQ(stream->substr(0, 7), "UNIRAST");
}

TEST_F(Chain, CopiesAreMadeHere) {
  const auto once = printed(request(program("cat"), page_with_bar()));
  ASSERT_TRUE(once) << once.error().message();
  PrintRequest thrice = request(program("cat"), page_with_bar(), {{"copies", "3"}});
  const auto copies = printed(std::move(thrice));
  ASSERT_TRUE(copies) << copies.error().message();
  EXPECT_EQ(copies->size() - 4, 3 * (once->size() - 4));
}

TEST_F(Chain, TellsTheFilterWhatCupsdWould) {
  PrintRequest job = request(
      program("cat > /dev/null; echo \"$#|$0|$1|$2|$3|$4|$5|$PPD|$PRINTER\""), page_with_bar());
  job.filter.job = 17;
  job.ticket.job_name = "a `touch x`; \x1b title";
  const auto said = printed(std::move(job));
  ASSERT_TRUE(said) << said.error().message();
  EXPECT_THAT(*said, testing::StartsWith("5|"));
  EXPECT_THAT(*said, HasSubstr("|17|tester|a `touch x`; "));
  EXPECT_EQ(said->find('\x1b'), said->npos);
  EXPECT_THAT(*said, HasSubstr("|1|"));
  EXPECT_THAT(*said, HasSubstr("Resolution=600dpi|"));
  EXPECT_THAT(*said, HasSubstr("laserjet.ppd|copier"));
}

TEST_F(Chain, PassesOnWhatItSaysOfThePrinter) {
  const auto done = printed(request(
      program("echo 'STATE: +toner-low-warning' >&2; echo 'INFO: warm' >&2; cat"), busy_pages(1)));
  ASSERT_TRUE(done) << done.error().message();
  EXPECT_THAT(reasons_, testing::ElementsAre("toner-low-warning"));
  EXPECT_EQ(words_, "warm");
}

TEST_F(Chain, SaysHowAFilterFailed) {
  EXPECT_THAT(failure(program("cat > /dev/null; echo 'ERROR: no such model' >&2; exit 3")),
              HasSubstr("the filter own-filter failed with the code 3: no such model"));
  EXPECT_THAT(failure(program("cat > /dev/null; kill -SEGV $$")),
              HasSubstr("the filter own-filter crashed (Segmentation fault)"));
  EXPECT_THAT(failure(program("exit 0")), HasSubstr("own-filter"));
  EXPECT_THAT(failure(program("cat > /dev/null")), HasSubstr("has given nothing for the printer"));
  EXPECT_THAT(failure("/nonexistent/rastertoufr2"),
              HasSubstr("/nonexistent/rastertoufr2 is not there"));
}

TEST_F(Chain, RunsBehindItsSandbox) {
  const auto said =
      printed(request(program("cat > $TMPDIR/in && rm $TMPDIR/in || echo no folder\n"
                              "ls /proc /home /root > /dev/null 2>&1 && echo it lists folders\n"
                              "cat " +
                              (folder_ / "nothing-of-it").string() +
                              "-else > /dev/null 2>&1 && echo what\n"
                              "(echo x > /var/tmp/platen-written) 2> /dev/null && echo it writes\n"
                              "bash -c 'exec 3<>/dev/tcp/127.0.0.1/9' 2>&1 | grep -q 'not "
                              "permitted' || echo it has a network\n"
                              "kill -0 $PPID 2> /dev/null && echo it signals\n"
                              "echo done"),
                      page_with_bar()));
  ASSERT_TRUE(said) << said.error().message();
  EXPECT_EQ(*said, "done\n");
}

TEST_F(Chain, IsCanceledThoughTheFilterHangs) {
  PrintRequest job = request(program("trap '' TERM; while :; do sleep 1; done"), busy_pages(4));
  std::thread canceler([this] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    cancel_.request();
  });
  const auto done = print(std::move(job), cancel_);
  canceler.join();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::cancelled) << done.error().message();
  EXPECT_THAT(support::children(), testing::IsEmpty());
}

} // namespace
} // namespace platen::flow::test
