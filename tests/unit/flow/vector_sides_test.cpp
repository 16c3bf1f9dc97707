#include "flow/job_language.h"
#include "flow/job_plan.h"
#include "support/no_threads.h"
#include "unit/flow/job.h"
#include "unit/render/documents.h"

#include <gtest/gtest.h>

// The sides of a PDF are the same, however many draw them.
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

} // namespace
} // namespace platen::flow::test
