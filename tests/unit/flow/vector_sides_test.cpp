#include "flow/job_language.h"
#include "flow/job_plan.h"
#include "flow/rows.h"
#include "flow/vector_streams.h"
#include "support/no_threads.h"
#include "unit/flow/job.h"
#include "unit/render/documents.h"

#include <algorithm>
#include <atomic>

#include <gtest/gtest.h>

// The sides of a PDF are the same, however many draw them, and how many do.
namespace platen::flow::test {
namespace {

class Sides {
public:
  explicit Sides(const SmallPaper& paper, std::string document = busy_pages(7))
      : paper_(paper), document_(std::move(document)) {
    render::testing_support::use_built_worker();
  }

  // With `none` at work while the threads are asked for, the caller's own draws.
  std::vector<std::string> drawn_by(std::size_t workers, bool none = false) const {
    const PrintRequest job = request_for(paper_.model, paper_.options, document_, "-");
    Cancel cancel;
    Documents documents;
    documents.push_back(
        render::open_document(render::testing_support::as_file(document_), job.limits, cancel)
            .value());
    const auto language = job_language(job).value();
    const JobPlan plan = plan_job(documents, job.model, job.ticket, *language).value();
    const JobContext context{*documents[0], plan.model, plan.ticket, *language, nullptr, cancel};
    std::optional<platen::test::NoThreads> shortage;
    if (none) shortage.emplace();
    const auto maker = make_vector_sides(context, plan.sides, workers);
    shortage.reset();
    std::vector<std::string> all;
    for (std::size_t i = 0; i < plan.sides.size(); ++i) {
      const auto payload = maker->payload(i);
      EXPECT_TRUE(payload) << payload.error().message();
      if (!payload) return all;
      BufferSink bytes;
      EXPECT_TRUE(payload->copy_to(bytes));
      all.emplace_back(as_text(bytes.buffer));
    }
    EXPECT_TRUE(maker->warnings().empty());
    return all;
  }

private:
  const SmallPaper paper_;
  const std::string document_;
};

TEST(VectorSides, AreTheSameWithoutAThreadToBeHad) {
  for (const SmallPaper& paper : small_papers()) {
    SCOPED_TRACE(paper.model);
    const Sides sides(paper);
    const auto expected = sides.drawn_by(2);
    EXPECT_EQ(expected.size(), 7u);
    EXPECT_TRUE(sides.drawn_by(4, true) == expected);
    EXPECT_TRUE(sides.drawn_by(1, true) == expected);
  }
}

TEST(VectorSides, OfLettersAreTheSameHoweverManyTakeThemFromOneRenderer) {
  std::vector<render::testing_support::PdfPage> pages;
  for (int i = 0; i < 9; ++i)
    pages.push_back({"/MediaBox[0 0 288 432]",
                     "BT /F1 " + std::to_string(9 + 3 * i) + " Tf 40 200 Td (Page) Tj ET"});
  const Sides sides(small_papers().back(), render::testing_support::make_pdf(pages));
  const auto expected = sides.drawn_by(1);
  EXPECT_EQ(expected.size(), 9U);
  for (std::size_t i = 1; i < expected.size(); ++i)
    EXPECT_NE(expected[i], expected[i - 1]);
  for (const std::size_t workers : {2U, 3U, 8U})
    EXPECT_TRUE(sides.drawn_by(workers) == expected) << workers;
  EXPECT_TRUE(sides.drawn_by(4, true) == expected);
}

class Described final : public render::Document {
public:
  explicit Described(render::DocumentInfo info) : info_(std::move(info)) {}
  const render::DocumentInfo& info() const override { return info_; }
  Result<std::unique_ptr<render::PageStream>> draw(const render::VectorRun& run,
                                                   const model::ColourTarget&) const override;
  Result<render::Picture> decode(std::int32_t, const model::ColourTarget&,
                                 const render::Decoding&) const override {
    return fail(Errc::bug, "it is not drawn");
  }
  Result<std::unique_ptr<render::Document>> impose(const render::Imposition&) const override {
    return fail(Errc::bug, "it is not drawn");
  }

private:
  const render::DocumentInfo info_;
};

// Pages of letters, each with a line where its number says. They can be read at any time, up to one
// that cannot.
class Apart final : public render::PageStream {
public:
  explicit Apart(const render::VectorRun& run) : run_(run) {}
  Result<std::unique_ptr<RowSource>> next() override {
    EXPECT_FALSE(busy_.exchange(true));
    EXPECT_FALSE(failed_);
    const std::int32_t page = run_.pages[next_++];
    apart_ = page < first_in_turn;
    if (page == missing) {
      failed_ = true;
      busy_ = false;
      return fail(Errc::malformed, "page 9 is missing");
    }
    auto rows =
        std::make_unique<Line>(*this, PageShape{run_.width, run_.height, run_.format}, page);
    if (apart_) busy_ = false;
    return rows;
  }
  bool apart() const override { return apart_; }
  Result<std::vector<std::string>> finish() override {
    EXPECT_FALSE(busy_);
    return std::vector<std::string>{"the last word"};
  }

  static constexpr std::int32_t first_in_turn = 5, missing = 8;

private:
  class Line final : public RowSource {
  public:
    Line(Apart& stream, PageShape shape, std::int32_t number)
        : stream_(stream), shape_(shape), number_(number), apart_(number < first_in_turn) {}
    PageShape shape() const override { return shape_; }
    Result<void> read(Band into) override {
      for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y)
        std::ranges::fill(into.row(y),
                          std::byte{y % 64 == number_ ? std::uint8_t{0xff} : std::uint8_t{0}});
      if (!apart_ && into.rows().end() == shape_.height) stream_.busy_ = false;
      return {};
    }

  private:
    Apart& stream_;
    const PageShape shape_;
    const std::int32_t number_;
    const bool apart_;
  };

  const render::VectorRun run_;
  std::size_t next_ = 0;
  bool apart_ = false, failed_ = false;
  std::atomic<bool> busy_{false}; // asked for a page, or with one that nobody has read to its end
};

// Pages of paper. Those that need more than plain ones do cannot be drawn but plainly.
class Fragile final : public render::PageStream {
public:
  Fragile(const render::VectorRun& run, const render::DocumentInfo& info)
      : run_(run), info_(info) {}
  Result<std::unique_ptr<RowSource>> next() override {
    const std::int32_t page = run_.pages[next_++];
    const bool needs_more = info_.pages[static_cast<std::size_t>(page)].overprints;
    if (needs_more && !run_.plainly)
      return fail(Errc::malformed,
                  "page " + std::to_string(page + 1) + ": it was ended by signal 11");
    return std::make_unique<BlankPage>(PageShape{run_.width, run_.height, run_.format});
  }

private:
  const render::VectorRun run_;
  const render::DocumentInfo& info_;
  std::size_t next_ = 0;
};

Result<std::unique_ptr<render::PageStream>> Described::draw(const render::VectorRun& run,
                                                            const model::ColourTarget&) const {
  if (info_.pages.front().letters) return std::make_unique<Apart>(run);
  return std::make_unique<Fragile>(run, info_);
}

// A plan of a document of such pages on a copier.
class Planned {
public:
  explicit Planned(render::DocumentInfo info)
      : paper_(small_papers().back()), job_(request_for(paper_.model, paper_.options, "", "-")),
        language_(job_language(job_).value()) {
    documents_.push_back(std::make_unique<Described>(std::move(info)));
    plan_.emplace(plan_job(documents_, job_.model, job_.ticket, *language_).value());
  }
  JobContext context() {
    return {*documents_[0], plan_->model, plan_->ticket, *language_, nullptr, cancel_};
  }
  std::span<const Side> sides() const { return plan_->sides; }

private:
  const SmallPaper paper_;
  const PrintRequest job_;
  Cancel cancel_;
  Documents documents_;
  std::unique_ptr<encode::Language> language_;
  std::optional<JobPlan> plan_;
};

render::DocumentInfo drawn_pages(std::size_t pages) {
  render::DocumentInfo info;
  info.vector = true;
  info.bytes = 20'000;
  info.pages.assign(pages, {.width = {288}, .height = {432}});
  return info;
}

// The streams of so many pages on a copier, of which the first are as `look` makes them.
std::size_t streams_of(std::size_t pages, std::size_t slow, std::size_t workers,
                       bool render::PageInfo::*look, std::uint64_t bytes = 20'000) {
  render::DocumentInfo info = drawn_pages(pages);
  info.bytes = bytes;
  for (std::size_t i = 0; i < slow; ++i)
    info.pages[i].*look = true;
  Planned planned(std::move(info));
  const JobContext context = planned.context();
  return plan_streams(context, planned.sides(), workers).size();
}

TEST(VectorStreams, AreAsManyAsTheirWorkIsWorth) {
  for (const auto look : {&render::PageInfo::blends, &render::PageInfo::overprints}) {
    EXPECT_EQ(streams_of(10, 0, 2, look), 1U); // drawn before a second renderer is ready
    EXPECT_EQ(streams_of(1, 1, 2, look), 1U);
    EXPECT_EQ(streams_of(2, 2, 2, look), 2U);
    EXPECT_EQ(streams_of(10, 2, 2, look), 2U);
    EXPECT_EQ(streams_of(4, 4, 8, look), 4U);
    EXPECT_EQ(streams_of(4, 4, 1, look), 1U);
  }
  EXPECT_EQ(streams_of(100, 0, 2, &render::PageInfo::blends), 2U);
  EXPECT_EQ(streams_of(4, 0, 2, &render::PageInfo::blends, 2'000'000), 2U); // pictures
}

// Pages of 2325 x 4500 pixels, each other one, from `first`, a scan of a pixel more, and a little
// more from one to the next.
std::size_t streams_with_scans(std::size_t pages, std::size_t first, double growth = 0.01) {
  render::DocumentInfo info = drawn_pages(pages);
  info.pages.assign(pages, {.width = {279}, .height = {540}}); // the paper's size
  for (std::size_t i = first; i < pages; i += 2) {
    info.pages[i].dots_width = 2326 + growth * static_cast<double>(i);
    info.pages[i].dots_height = 4501;
  }
  Planned planned(std::move(info));
  const JobContext context = planned.context();
  return plan_streams(context, planned.sides(), 1).size();
}

TEST(VectorStreams, DoNotEndWhereScansAndOtherPagesTakeTurns) {
  EXPECT_EQ(streams_with_scans(6, 0), 1U);
  EXPECT_EQ(streams_with_scans(6, 1), 2U); // the page before the first scan keeps its size
  EXPECT_EQ(streams_with_scans(6, 0, 0.5), 3U);
  EXPECT_EQ(streams_with_scans(6, 0, 1'000), 1U); // what does not fit changes nothing
}

render::DocumentInfo letter_pages(std::size_t pages) {
  render::DocumentInfo info = drawn_pages(pages);
  info.bytes = 5'000'000; // several renderers are worth their start
  for (render::PageInfo& page : info.pages)
    page.letters = true;
  return info;
}

std::string bytes_of(const Spool& payload) {
  BufferSink bytes;
  EXPECT_TRUE(payload.copy_to(bytes));
  return std::string(as_text(bytes.buffer));
}

TEST(VectorSides, OfLettersAreTakenOneAfterTheOther) {
  Planned planned(letter_pages(8));
  const JobContext context = planned.context();
  EXPECT_EQ(plan_streams(context, planned.sides(), 4).size(), 1U);
  std::vector<std::string> expected;
  for (const std::size_t workers : {1U, 2U, 5U}) {
    const auto maker = make_vector_sides(context, planned.sides(), workers);
    std::vector<std::string> made;
    for (std::size_t i = 0; i < planned.sides().size(); ++i) {
      const auto payload = maker->payload(i);
      ASSERT_TRUE(payload) << payload.error().message();
      made.push_back(bytes_of(*payload));
    }
    if (workers == 1) expected = made;
    EXPECT_EQ(made, expected) << workers;
    // Of the letters, and of those who drew the rest.
    const std::vector<std::string> words(workers == 1 ? 2 : 3, "the last word");
    EXPECT_EQ(maker->warnings(), words) << workers;
  }
  EXPECT_NE(expected[1], expected[2]);
  EXPECT_NE(expected[6], expected[7]);
}

TEST(VectorSides, OfLettersEndWhereOneIsMissing) {
  for (const std::size_t workers : {1U, 3U}) {
    Planned planned(letter_pages(20));
    const JobContext context = planned.context();
    const auto maker = make_vector_sides(context, planned.sides(), workers);
    for (std::size_t i = 0; i < Apart::missing; ++i) {
      const auto payload = maker->payload(i);
      EXPECT_TRUE(payload) << i << ": " << payload.error().message();
    }
    EXPECT_EQ(maker->payload(Apart::missing).error().what, "page 9 is missing");
  }
}

TEST(VectorSides, WhatCannotBeDrawnAsItNeedsIsDrawnPlainly) {
  render::DocumentInfo info = drawn_pages(4);
  info.pages[2].overprints = true;
  Planned planned(std::move(info));
  const JobContext context = planned.context();
  for (const std::size_t workers : {1U, 2U}) {
    const auto maker = make_vector_sides(context, planned.sides(), workers);
    for (std::size_t i = 0; i < 4; ++i) {
      const auto payload = maker->payload(i);
      EXPECT_TRUE(payload) << payload.error().message();
    }
    const std::vector<std::string> expected{
        "printed without overprint: page 3: it was ended by signal 11"};
    EXPECT_EQ(maker->warnings(), expected);
  }
}

} // namespace
} // namespace platen::flow::test
