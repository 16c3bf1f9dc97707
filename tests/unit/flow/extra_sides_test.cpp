#include "flow/extra_sides.h"
#include "flow/job_language.h"
#include "unit/flow/job.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Covers, slips and job sheets among the sheets of a plan.
namespace platen::flow::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// A document of so many A4 pages.
class Pages final : public render::Document {
public:
  explicit Pages(std::size_t count) {
    render::PageInfo page;
    page.width = Points{595.276};
    page.height = Points{841.89};
    info_.vector = true;
    info_.pages.assign(count, page);
  }
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
  render::DocumentInfo info_;
};

// The sheets of a job on a copier: of each the tray from which it comes and what is on its front,
// "front/back" where it has a back. Pages of the second document count from 101; a job sheet is
// "job", an empty side "-".
class Sheets {
public:
  Sheets(std::vector<std::size_t> pages, const model::Options& options) {
    for (const std::size_t count : pages)
      documents_.push_back(std::make_unique<Pages>(count));
    own_ = documents_.size();
    const PrintRequest job = request_for("canon-ir1020", options, "", "-");
    if (job.ticket.extra_sheets.job != model::JobSheets::none)
      documents_.push_back(std::make_unique<Pages>(1));
    const auto language = job_language(job).value();
    plan_ = plan_job(documents_, job.model, job.ticket, *language);
  }

  const Error& error() const { return plan_.error(); }

  std::vector<std::string> all() const {
    return in([](const Side&) { return true; });
  }

  // Of all sets, as they are sent.
  std::vector<std::string> sent() const {
    std::vector<std::string> sheets;
    for (std::int32_t set = 0; plan_ && set < plan_->sets; ++set)
      for (std::string& sheet : in([&](const Side& side) { return side.is_in(set, plan_->sets); }))
        sheets.push_back(std::move(sheet));
    return sheets;
  }

private:
  template<class Wanted> std::vector<std::string> in(Wanted wanted) const {
    EXPECT_TRUE(plan_) << plan_.error().message();
    std::vector<std::string> sheets;
    for (const Side& side : plan_ ? plan_->sides : std::vector<Side>()) {
      if (!wanted(side)) continue;
      if (side.spec.side == encode::SheetSide::front)
        sheets.push_back(side.spec.media_source + " " + said(side));
      else
        sheets.back() += "/" + said(side);
    }
    return sheets;
  }

  std::string said(const Side& side) const {
    if (!side.plan.composition) return name(side.plan.document, side.plan.page);
    std::string pages;
    for (const layout::Cell& cell : side.plan.composition->cells)
      pages += (pages.empty() ? "" : "+") + name(cell.document, cell.page);
    return pages;
  }
  std::string name(std::int32_t document, std::int32_t page) const {
    if (page < 0) return "-";
    if (std::cmp_greater_equal(document, own_)) return "job";
    return std::to_string(100 * document + page + 1);
  }

  Documents documents_;
  std::size_t own_ = 0;
  Result<JobPlan> plan_ = fail(Errc::bug, "not planned");
};

std::vector<std::string> sheets_of(const std::vector<std::size_t>& pages, model::Options options) {
  options.emplace_back("media-source", "tray-1");
  options.emplace_back("cover-source", "tray-2");
  return Sheets(pages, options).all();
}

using Option = std::pair<std::string, std::string>;
const Option booklet{"imposition-template", "signature"};
const Option together{"multiple-document-handling", "single-document"};

TEST(SingleDocument, HasOneCover) {
  EXPECT_THAT(
      sheets_of({2, 7}, {booklet, together, {"front-cover", "blank"}}),
      ElementsAre("tray-2 -", "tray-1 1/2", "tray-1 101/102+107", "tray-1 106+103/104+105"));
  EXPECT_THAT(sheets_of({3, 13}, {booklet, together, {"front-cover", "printed"}}),
              ElementsAre("tray-2 113+1/2+112", "tray-1 111+3/101+110", "tray-1 109+102/103+108",
                          "tray-1 107+104/105+106"));
  // The second document begins on a sheet of its own, but is no other document.
  EXPECT_THAT(sheets_of({2, 1}, {together, {"front-cover", "blank"}, {"back-cover", "printed"}}),
              ElementsAre("tray-2 -", "tray-1 1", "tray-1 2", "tray-2 101"));
  EXPECT_THAT(sheets_of({2, 1}, {{"front-cover", "blank"}}),
              ElementsAre("tray-2 -", "tray-1 1", "tray-1 2", "tray-2 -", "tray-1 101"));
}

TEST(SingleDocument, HasSlipsOnlyBetweenItsCopies) {
  EXPECT_THAT(sheets_of({3, 7}, {{"number-up", "4"}, together, {"slip-sheets", "on"}}),
              ElementsAre("tray-1 1+2+3+101", "tray-1 102+103+104+105", "tray-1 106+107"));
  EXPECT_THAT(sheets_of({3, 2}, {booklet, together, {"slip-sheets", "on"}, {"copies", "2"}}),
              ElementsAre("tray-1 1/2", "tray-1 3/101+102", "tray-1 -"));
  EXPECT_THAT(sheets_of({3, 2}, {booklet, {"slip-sheets", "on"}}),
              ElementsAre("tray-1 1/2+3", "tray-1 -", "tray-1 101/102"));
}

TEST(Booklet, HasOneSheetForBothCovers) {
  const auto inside = [](const char* front, const char* back, const char* delivery) {
    return sheets_of(
        {6}, {booklet, {"front-cover", front}, {"back-cover", back}, {"page-delivery", delivery}});
  };
  for (const auto& [front, back] :
       {std::pair{"printed", "none"}, {"none", "printed"}, {"printed", "printed"}}) {
    SCOPED_TRACE(std::string(front) + " " + back);
    EXPECT_THAT(inside(front, back, "same-order-face-down"),
                ElementsAre("tray-2 1/2", "tray-1 6+3/4+5"));
    EXPECT_THAT(inside(front, back, "reverse-order-face-down"),
                ElementsAre("tray-1 6+3/4+5", "tray-2 1/2"));
  }
  for (const auto& [front, back] :
       {std::pair{"blank", "none"}, {"none", "blank"}, {"blank", "blank"}}) {
    SCOPED_TRACE(std::string(front) + " " + back);
    EXPECT_THAT(inside(front, back, "same-order-face-down"),
                ElementsAre("tray-2 -", "tray-1 1/2", "tray-1 6+3/4+5"));
    EXPECT_THAT(inside(front, back, "reverse-order-face-down"),
                ElementsAre("tray-1 6+3/4+5", "tray-1 1/2", "tray-2 -"));
  }
}

// The pile is that of the same order upside down: with its first sheet on top.
TEST(ReverseOrder, TurnsTheWholePileWithItsJobSheets) {
  for (const char* const sheets :
       {"standard", "job-start-sheet", "job-end-sheet", "job-both-sheet"})
    for (const char* const copies : {"1", "2"}) {
      SCOPED_TRACE(std::string(sheets) + " " + copies);
      const model::Options options{{"job-sheets", sheets},
                                   {"copies", copies},
                                   {"slip-sheets", "on"},
                                   {"front-cover", "blank"},
                                   {"back-cover", "printed"}};
      const auto with = [&](const char* delivery) {
        model::Options all = options;
        all.emplace_back("page-delivery", delivery);
        all.emplace_back("media-source", "tray-1");
        all.emplace_back("cover-source", "tray-2");
        return Sheets({3, 1}, all).sent();
      };
      auto expected = with("same-order-face-down");
      std::ranges::reverse(expected);
      EXPECT_EQ(with("reverse-order-face-down"), expected);
    }
  EXPECT_THAT(sheets_of({2}, {{"job-sheets", "job-start-sheet"},
                              {"front-cover", "blank"},
                              {"page-delivery", "reverse-order-face-down"}}),
              ElementsAre("tray-1 2", "tray-1 1", "tray-2 -", "tray-1 job"));
}

TEST(ExtraSheets, AreRefusedInTheNameOfTheirOwnSource) {
  for (const auto& [option, source] :
       {std::pair<Option, const char*>{{"front-cover", "blank"}, "cover-source"},
        {{"back-cover", "printed"}, "cover-source"},
        {{"slip-sheets", "on"}, "job-sheets-source"},
        {{"job-sheets", "standard"}, "job-sheets-source"}}) {
    const Sheets sheets({1, 1}, {option, {"media", "iso_a5_148x210mm"}, {source, "tray-1"}});
    EXPECT_THAT(sheets.error().message(),
                HasSubstr("choose " + std::string(source) + "=auto or by-pass-tray, or media="));
    EXPECT_THAT(sheets.error().message(), Not(HasSubstr("media-source=")));
  }
}

TEST(ContactSheet, HasNoSlipAmongPagesThatItShares) {
  EXPECT_THAT(sheets_of({1, 3}, {{"contact-sheet", "1x2"}, {"slip-sheets", "on"}}),
              ElementsAre("tray-1 1+101", "tray-1 102+103"));
}

} // namespace
} // namespace platen::flow::test
