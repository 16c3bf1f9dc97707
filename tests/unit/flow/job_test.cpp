#include "sample/sample.h"
#include "unit/flow/job.h"
#include "unit/render/documents.h"
#include "unit/transport/peer.h"

#include <chrono>
#include <fstream>
#include <functional>
#include <future>
#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Jobs as a whole: the same bytes however many work on them, and an end in every case.
namespace platen::flow::test {
namespace {

namespace support = render::testing_support;
using platen::test::Peer;
using testing::HasSubstr;

class Text final : public ByteSink {
public:
  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return {};
  }
  std::string text;
};

std::string sample_document() {
  Text sink;
  EXPECT_TRUE(sample::write_document(sink));
  return sink.text;
}

// Pages of a few hundred random rectangles: no two alike, and not small in any language.
std::string busy_pages(std::size_t count) {
  std::mt19937 random(7);
  std::vector<support::PdfPage> pages;
  for (std::size_t i = 0; i < count; ++i) {
    std::string contents;
    for (int n = 0; n < 400; ++n) {
      const auto gray = static_cast<double>(random() % 100) / 100;
      contents += std::to_string(gray) + " g " + std::to_string(random() % 260) + " " +
                  std::to_string(random() % 410) + " " + std::to_string(random() % 60) + " " +
                  std::to_string(random() % 60) + " re f\n";
    }
    pages.push_back({"/MediaBox[0 0 288 432]", contents});
  }
  return support::make_pdf(pages);
}

Picture busy_picture(std::int32_t width, std::int32_t height) {
  return hard_to_pack(width, height, 3,
                      [](std::uint64_t random) { return static_cast<std::uint8_t>(random >> 9); });
}

struct Paper {
  std::string model;
  model::Options options;
};
const std::vector<Paper>& papers() {
  static const std::vector<Paper> all{{"canon-pro-1000",
                                       {{"media", "na_index-4x6_4x6in"},
                                        {"media-type", "stationery"},
                                        {"printer-resolution", "300dpi"}}},
                                      {"canon-ir1024", {{"media", "na_monarch_3.875x7.5in"}}}};
  return all;
}

TEST(Workers, AnyNumberOfThemGivesTheSameBytes) {
  const Picture picture = busy_picture(700, 500);
  const std::vector<std::string> documents{sample_document(), busy_pages(7), png(picture, 0),
                                           jpeg(picture, 0, 6)};
  for (const Paper& paper : papers())
    for (std::size_t i = 0; i < documents.size(); ++i) {
      SCOPED_TRACE(paper.model + ", document " + std::to_string(i));
      const std::string one = printed(paper.model, paper.options, documents[i], 1);
      ASSERT_GT(one.size(), 1000u);
      for (const std::size_t workers : {std::size_t{2}, std::size_t{5}})
        EXPECT_TRUE(printed(paper.model, paper.options, documents[i], workers) == one)
            << workers << " workers";
    }
}

TEST(Copies, OfASetAreTheSamePagesAgain) {
  for (const Paper& paper : papers()) {
    SCOPED_TRACE(paper.model);
    model::Options options = paper.options;
    options.emplace_back("copies", "3");
    const auto sides = sides_of(paper.model, options, busy_pages(2));
    ASSERT_EQ(sides.size(), 6u);
    EXPECT_NE(sides[0].pixels, sides[1].pixels);
    for (std::size_t i = 2; i < 6; ++i)
      EXPECT_EQ(sides[i].pixels, sides[i % 2].pixels) << i;
  }
}

// ---- documents that fail

Error failed(PrintRequest request, Cancel& cancel) {
  const auto report = print(std::move(request), cancel);
  EXPECT_FALSE(report);
  return report ? Error{} : report.error();
}

std::vector<std::pair<std::string, std::string>> broken_documents() {
  const Picture picture = busy_picture(900, 900);
  const std::string whole_png = png(picture, 300), whole_jpeg = jpeg(picture, 300);
  return {{"a PNG cut in half", whole_png.substr(0, whole_png.size() / 2)},
          {"a JPEG cut in half", whole_jpeg.substr(0, whole_jpeg.size() / 2)},
          {"a PDF of 200 bytes", busy_pages(1).substr(0, 200)},
          {"PostScript that fails on its first page",
           "%!PS\n0 0 99 99 rectfill\nthis-is-no-operator\nshowpage\n"}};
}

TEST(FailedDocument, LeavesNoFile) {
  for (const Paper& paper : papers())
    for (const auto& [name, document] : broken_documents()) {
      SCOPED_TRACE(paper.model + ": " + name);
      const twin::test::TempFolder folder;
      Cancel cancel;
      const Error error = failed(request_for(paper.model, paper.options, document,
                                             "file:" + (folder.path() / "job").string()),
                                 cancel);
      EXPECT_FALSE(error.what.empty());
      EXPECT_NE(error.code, Errc::bug);
      EXPECT_EQ(folder.files(), std::vector<std::string>{});
    }
}

TEST(FailedDocument, LeavesTheFileThatWasThereBefore) {
  for (const auto& [name, document] : broken_documents()) {
    SCOPED_TRACE(name);
    const twin::test::TempFolder folder;
    std::ofstream(folder.path() / "job") << "the job before";
    Cancel cancel;
    const Error error = failed(
        request_for("canon-ir1020", {}, document, "file:" + (folder.path() / "job").string()),
        cancel);
    EXPECT_FALSE(error.what.empty());
    EXPECT_EQ(folder.files(), std::vector<std::string>{"job"});
    EXPECT_EQ(twin::test::read_text(folder.path() / "job"), "the job before");
  }
}

// As printers do: what came before the fault is printed, and it is told.
TEST(FailedDocument, OfPostScriptPrintsThePagesBeforeTheFault) {
  const twin::test::TempFolder folder;
  Cancel cancel;
  const auto report =
      print(request_for("canon-ir1020", {},
                        "%!PS\n0 0 99 99 rectfill showpage\nthis-is-no-operator\nshowpage\n",
                        "file:" + (folder.path() / "job").string()),
            cancel);
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->delivered.sides_sent, 1);
  EXPECT_THAT(report->warnings, testing::Contains(testing::AllOf(
                                    HasSubstr("after page 1"), HasSubstr("this-is-no-operator"))));
}

// The device may be asked what it is; a job must not be begun.
TEST(FailedDocument, SendsNoJobBeforeItsFirstSide) {
  for (const auto& [name, document] : broken_documents()) {
    SCOPED_TRACE(name);
    std::string heard;
    Peer printer([&](Peer::Connection& peer) { heard = peer.take_all(); });
    Cancel cancel;
    const Error error = failed(request_for("canon-ir1020", {}, document, printer.uri()), cancel);
    EXPECT_FALSE(error.what.empty());
    printer.join();
    EXPECT_THAT(heard, testing::Not(HasSubstr("@PJL JOB")));
    EXPECT_THAT(heard, testing::Not(HasSubstr("ENTER LANGUAGE")));
  }
}

// ---- devices that fail

TEST(FailedDevice, ThatBreaksOffIsToldWithWhatWasDelivered) {
  const std::string document = busy_pages(6);
  const std::string bytes = printed("canon-ir1024", papers()[1].options, document);
  for (const std::size_t after : {std::size_t{200}, bytes.size() / 3, bytes.size() * 2 / 3}) {
    SCOPED_TRACE(after);
    Peer printer([&](Peer::Connection& peer) {
      peer.take(after);
      peer.reset();
    });
    Cancel cancel;
    PrintRequest request =
        request_for("canon-ir1024", papers()[1].options, document, printer.uri());
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
      request_for("canon-ir1024", papers()[1].options, busy_pages(1), printer.uri()), cancel);
  EXPECT_EQ(error.code, Errc::io) << error.what;
  EXPECT_THAT(error.what, HasSubstr("broke the connection"));
}

TEST(FailedDevice, ThatBreaksOffAPhotographIsToldToo) {
  Peer printer([](Peer::Connection& peer) {
    peer.take(100'000);
    peer.reset();
  });
  const Picture picture = busy_picture(900, 1300);
  Cancel cancel;
  const Error error = failed(
      request_for("canon-pro-1000", papers()[0].options, png(picture, 0), printer.uri()), cancel);
  EXPECT_EQ(error.code, Errc::io) << error.what;
  EXPECT_THAT(error.what, HasSubstr("0 of 1 sides had been sent"));
}

// A device that takes the beginning of a job, does something, and then takes nothing more until the
// job has ended at our side.
class Stalling {
public:
  explicit Stalling(std::function<void()> then)
      : peer_([this, then = std::move(then)](Peer::Connection& peer) {
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
      request_for("canon-ir1024", papers()[1].options, busy_pages(12), printer.uri());
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
    const Error error = cancelled_soon(request_for("canon-ir1024", papers()[1].options, document,
                                                   "file:" + (folder.path() / "job").string()));
    EXPECT_EQ(error.code, Errc::cancelled) << error.what;
    EXPECT_EQ(folder.files(), std::vector<std::string>{});
  }
}

TEST(Cancelling, EndsTheWaitForADeviceThatTakesNothing) {
  for (const Paper& paper : papers()) {
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
      request_for("canon-pro-1000", papers()[0].options, busy_pages(1), printer.uri()));
  EXPECT_EQ(error.code, Errc::cancelled) << error.what;
}

TEST(Cancelling, BetweenTwoSidesLeavesNoFile) {
  for (const Paper& paper : papers()) {
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
