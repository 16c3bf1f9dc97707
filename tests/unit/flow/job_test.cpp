#include "sample/sample.h"
#include "unit/flow/job.h"
#include "unit/render/documents.h"
#include "unit/transport/peer.h"

#include <algorithm>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Jobs as a whole: the same bytes however many work on them, and what becomes of a document that
// cannot be printed.
namespace platen::flow::test {
namespace {

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

TEST(Workers, AnyNumberOfThemGivesTheSameBytes) {
  const Picture picture = busy_picture(700, 500);
  const std::vector<std::string> documents{sample_document(), busy_pages(7), png(picture, 0),
                                           jpeg(picture, 0, 6)};
  for (const SmallPaper& paper : small_papers())
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
  for (const SmallPaper& paper : small_papers()) {
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

// The pages as they fall on paper, by their number in `drawn`.
std::vector<std::size_t> fallen(const std::vector<TappedSide>& sides,
                                const std::vector<TappedSide>& drawn) {
  std::vector<std::size_t> pages;
  for (const TappedSide& side : sides) {
    const auto found = std::ranges::find(drawn, side.pixels, &TappedSide::pixels);
    pages.insert(pages.end(), static_cast<std::size_t>(side.record.copies),
                 static_cast<std::size_t>(found - drawn.begin()));
  }
  return pages;
}

// macOS puts the copies into the raster and asks for them again: CUPS #1141, #1143.
TEST(Copies, ThatTheRasterHoldsAlreadyAreNotMadeAgain) {
  using Pages = std::vector<std::size_t>;
  const std::vector<std::pair<Pages, Pages>> sent_and_printed{
      {{0, 0}, {0, 0}},
      {{0, 1, 0, 1}, {0, 1, 0, 1}},
      {{0, 0, 1, 1}, {0, 0, 1, 1}},
      {{0, 1}, {0, 1, 0, 1}},          // no copies in it: they are made
      {{0, 0, 0}, {0, 0, 0, 0, 0, 0}}, // three alike are not two copies
  };
  const std::vector<Picture> pictures{busy_picture(300, 400), busy_picture(300, 401)};
  for (const SmallPaper& paper : small_papers()) {
    std::vector<TappedSide> drawn = sides_of(paper.model, paper.options, pwg_raster(pictures, 300));
    ASSERT_EQ(drawn.size(), 2u);
    ASSERT_NE(drawn[0].pixels, drawn[1].pixels);
    model::Options options = paper.options;
    options.emplace_back("copies", "2");
    for (const auto& [sent, printed_pages] : sent_and_printed) {
      std::vector<Picture> pages;
      for (const std::size_t page : sent)
        pages.push_back(pictures[page]);
      EXPECT_EQ(fallen(sides_of(paper.model, options, pwg_raster(pages, 300)), drawn),
                printed_pages)
          << paper.model << ", pages " << testing::PrintToString(sent);
    }
  }
}

// ---- documents that fail

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
  for (const SmallPaper& paper : small_papers())
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
    Peer printer([&](Peer::Connection& peer) {
      peer.stop_talking();
      heard = peer.take_all();
    });
    Cancel cancel;
    const Error error = failed(request_for("canon-ir1020", {}, document, printer.uri()), cancel);
    EXPECT_FALSE(error.what.empty());
    printer.join();
    EXPECT_THAT(heard, testing::Not(HasSubstr("@PJL JOB")));
    EXPECT_THAT(heard, testing::Not(HasSubstr("ENTER LANGUAGE")));
  }
}

} // namespace
} // namespace platen::flow::test
