#include "unit/flow/job.h"
#include "unit/transport/peer.h"

#include <chrono>
#include <functional>
#include <future>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Every job ends, with what was delivered and what was not, whatever the device does and whenever
// the user has enough.
namespace platen::flow::test {
namespace {

using platen::test::Peer;
using testing::HasSubstr;

TEST(FailedDevice, ThatBreaksOffIsToldWithWhatWasDelivered) {
  const std::string document = busy_pages(6);
  const std::string bytes = printed("canon-ir1024", small_papers()[1].options, document);
  for (const std::size_t after : {std::size_t{200}, bytes.size() / 3, bytes.size() * 2 / 3}) {
    SCOPED_TRACE(after);
    Peer printer([&](Peer::Connection& peer) {
      peer.stop_talking();
      peer.take(after);
      peer.reset();
    });
    Cancel cancel;
    PrintRequest request =
        request_for("canon-ir1024", small_papers()[1].options, document, printer.uri());
    request.workers = 2;
    const Error error = failed(std::move(request), cancel);
    EXPECT_EQ(error.code, Errc::io) << error.what;
    EXPECT_THAT(error.what, testing::ContainsRegex("[0-6] of 6 sides had been sent"));
    EXPECT_THAT(error.what, HasSubstr("broke the connection"));
  }
}

TEST(FailedDevice, ThatBreaksOffBeforeTheJobIsTold) {
  Peer printer([](Peer::Connection& peer) {
    peer.take(1);
    peer.reset();
  });
  Cancel cancel;
  const Error error = failed(
      request_for("canon-ir1024", small_papers()[1].options, busy_pages(1), printer.uri()), cancel);
  EXPECT_EQ(error.code, Errc::io) << error.what;
  EXPECT_THAT(error.what, HasSubstr("broke the connection"));
}

TEST(FailedDevice, ThatBreaksOffAPhotographIsToldToo) {
  Peer printer([](Peer::Connection& peer) {
    peer.stop_talking();
    peer.take(100'000);
    peer.reset();
  });
  const Picture picture = busy_picture(900, 1300);
  Cancel cancel;
  const Error error = failed(
      request_for("canon-pro-1000", small_papers()[0].options, png(picture, 0), printer.uri()),
      cancel);
  EXPECT_EQ(error.code, Errc::io) << error.what;
  EXPECT_THAT(error.what, HasSubstr("0 of 1 sides had been sent"));
}

// Devices here close their own half first, so that nobody waits for their answer to a question.
// This one takes the beginning of a job, does something, and then takes nothing more until the
// job has ended at our side.
class Stalling {
public:
  explicit Stalling(std::function<void()> then)
      : peer_([this, then = std::move(then)](Peer::Connection& peer) {
          peer.stop_talking();
          peer.take(1000);
          then();
          over_.get_future().wait();
        }) {}
  ~Stalling() { over_.set_value(); }
  std::string uri() const { return peer_.uri(); }

private:
  std::promise<void> over_;
  Peer peer_;
};

TEST(FailedDevice, ThatTakesNothingMoreIsGivenUpAfterTheDeadline) {
  const Stalling printer([] {});
  PrintRequest request =
      request_for("canon-ir1024", small_papers()[1].options, busy_pages(12), printer.uri());
  request.deadlines.stall = std::chrono::milliseconds(300);
  Cancel cancel;
  const Error error = failed(std::move(request), cancel);
  EXPECT_EQ(error.code, Errc::timeout) << error.what;
  EXPECT_THAT(error.what, testing::ContainsRegex("[0-9]+ of 12 sides had been sent"));
}

// ---- cancelling. Without it each of these would run into a deadline of minutes, which is another
// error; the test's own time limit catches one that hangs.

Error cancelled_soon(PrintRequest request) {
  Cancel cancel;
  std::thread impatient([&cancel] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    cancel.request();
  });
  const Error error = failed(std::move(request), cancel);
  impatient.join();
  return error;
}

TEST(Cancelling, EndsPostScriptThatNeverEnds) {
  const twin::test::TempFolder folder;
  for (const std::string document :
       {"%!PS\n{ } loop\n", "%!PS\n0 0 99 99 rectfill showpage\n{ } loop\n"}) {
    const Error error =
        cancelled_soon(request_for("canon-ir1024", small_papers()[1].options, document,
                                   "file:" + (folder.path() / "job").string()));
    EXPECT_EQ(error.code, Errc::cancelled) << error.what;
    EXPECT_EQ(folder.files(), std::vector<std::string>{});
  }
}

TEST(Cancelling, EndsTheWaitForADeviceThatTakesNothing) {
  for (const SmallPaper& paper : small_papers()) {
    SCOPED_TRACE(paper.model);
    Cancel cancel;
    const Stalling printer([&cancel] { cancel.request(); });
    const Error error =
        failed(request_for(paper.model, paper.options, busy_pages(12), printer.uri()), cancel);
    EXPECT_EQ(error.code, Errc::cancelled) << error.what;
    EXPECT_THAT(error.what, testing::ContainsRegex("[0-9]+ of 12 sides had been sent"));
  }
}

TEST(Cancelling, EndsTheWaitForADeviceThatDoesNotAnswer) {
  Peer printer([](Peer::Connection& peer) { peer.take_all(); });
  const Error error = cancelled_soon(
      request_for("canon-pro-1000", small_papers()[0].options, busy_pages(1), printer.uri()));
  EXPECT_EQ(error.code, Errc::cancelled) << error.what;
}

TEST(Cancelling, BetweenTwoSidesLeavesNoFile) {
  for (const SmallPaper& paper : small_papers()) {
    SCOPED_TRACE(paper.model);
    const twin::test::TempFolder folder;
    Cancel cancel;
    PrintRequest request = request_for(paper.model, paper.options, busy_pages(12),
                                       "file:" + (folder.path() / "job").string());
    request.workers = 2;
    request.progress = [&cancel](const Progress& progress) {
      if (progress.sides_sent == 2) cancel.request();
    };
    const Error error = failed(std::move(request), cancel);
    EXPECT_EQ(error.code, Errc::cancelled) << error.what;
    EXPECT_THAT(error.what, testing::ContainsRegex("[0-9]+ of 12 sides had been sent"));
    EXPECT_EQ(folder.files(), std::vector<std::string>{});
  }
}

} // namespace
} // namespace platen::flow::test
