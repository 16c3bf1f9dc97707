#include "flow/job_language.h"
#include "flow/job_plan.h"
#include "flow/vector_streams.h"
#include "support/no_threads.h"
#include "unit/flow/job.h"
#include "unit/render/documents.h"

#include <gtest/gtest.h>

// The sides of a PDF are the same, however many draw them, and how many do.
namespace platen::flow::test {
namespace {

class Sides {
public:
  explicit Sides(const SmallPaper& paper) : paper_(paper), document_(busy_pages(7)) {
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

// A document of which nothing is asked but what it is.
class Described final : public render::Document {
public:
  explicit Described(render::DocumentInfo info) : info_(std::move(info)) {}
  const render::DocumentInfo& info() const override { return info_; }
  Result<std::unique_ptr<render::PageStream>> draw(const render::VectorRun&,
                                                   const model::ColourTarget&) const override {
    return fail(Errc::bug, "it is not drawn");
  }
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

// The streams of so many pages on a copier, of which the first are as `look` makes them.
std::size_t streams_of(std::size_t pages, std::size_t slow, std::size_t workers,
                       bool render::PageInfo::*look, std::uint64_t bytes = 20'000) {
  render::DocumentInfo info;
  info.vector = true;
  info.bytes = bytes;
  info.pages.assign(pages, {.width = {288}, .height = {432}});
  for (std::size_t i = 0; i < slow; ++i)
    info.pages[i].*look = true;
  const SmallPaper paper = small_papers().back();
  const PrintRequest job = request_for(paper.model, paper.options, "", "-");
  Cancel cancel;
  Documents documents;
  documents.push_back(std::make_unique<Described>(std::move(info)));
  const auto language = job_language(job).value();
  const JobPlan plan = plan_job(documents, job.model, job.ticket, *language).value();
  const JobContext context{*documents[0], plan.model, plan.ticket, *language, nullptr, cancel};
  return plan_streams(context, plan.sides, workers).size();
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

} // namespace
} // namespace platen::flow::test
