#include "flow/extra_sides.h"

#include "flow/job_sheet.h"
#include "layout/layout.h"

#include <algorithm>

namespace platen::flow {

namespace {

using encode::SheetSide;

// What a message about the job's own source says of another option's.
std::string renamed(std::string text, std::string_view option) {
  constexpr std::string_view own = "media-source=";
  for (auto at = text.find(own); at != std::string::npos; at = text.find(own, at))
    text.replace(at, own.size() - 1, option);
  return text;
}

// Whether the source that `option` names feeds the paper of a side.
Result<void> check_source(const JobPlan& plan, const Side& side, std::string_view what,
                          std::string_view option) {
  model::Ticket ticket = plan.ticket;
  ticket.media_type = side.plan.media_type;
  ticket.media_source = side.plan.media_source;
  auto checked = model::check_side(plan.model, ticket, side.plan.media);
  if (checked) return {};
  Error error = std::move(checked).error();
  error.what = renamed(std::move(error.what), option);
  return fail_within(std::string(what), std::move(error));
}

void take_from(Side& side, const std::string& source) {
  if (source.empty()) return;
  side.plan.media_source = side.spec.media_source = source;
}

// An empty sheet of the paper of `like`.
Side empty_sheet(const Side& like, const std::string& source) {
  Side side = like;
  side.plan.page = -1;
  side.plan.composition = nullptr;
  side.plan.back = false;
  side.spec.side = SheetSide::front;
  take_from(side, source);
  return side;
}

// The sheets of one document, each with its back.
struct Range {
  std::size_t begin = 0, end = 0;
};

// Whether the job's documents are printed like one: on sheets that they share.
bool is_one_document(const model::Ticket& ticket) {
  return ticket.collate == model::Collate::single_document || ticket.layout.contact_sheet();
}

std::vector<Range> documents_of(const std::vector<Side>& sides, bool one) {
  std::vector<Range> ranges;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const bool next = i == 0 || (!one && sides[i].plan.document != sides[i - 1].plan.document &&
                                 sides[i].spec.side == SheetSide::front);
    if (next) ranges.push_back({i, i});
    ranges.back().end = i + 1;
  }
  return ranges;
}

bool is_reversed(const model::Ticket& ticket) {
  return ticket.office.delivery == model::PageDelivery::reverse_order;
}

// What becomes of the first and of the last sheet that is printed of a document. Of a booklet one
// sheet is both covers, the outermost.
struct Covers {
  model::Cover first, last;
};

Covers covers_of(const model::Ticket& ticket) {
  const model::ExtraSheets& wanted = ticket.extra_sheets;
  Covers covers{wanted.front, wanted.back};
  if (ticket.office.booklet())
    covers = {wanted.front == model::Cover::none ? wanted.back : wanted.front, model::Cover::none};
  if (is_reversed(ticket)) std::swap(covers.first, covers.last);
  return covers;
}

// Puts the slips and covers between the sheets.
class Binder {
public:
  explicit Binder(JobPlan& plan) : plan_(plan), wanted_(plan.ticket.extra_sheets) {}

  Result<void> bind() {
    const std::vector<Side> pages = std::move(plan_.sides);
    const auto ranges = documents_of(pages, is_one_document(plan_.ticket));
    for (const Range& range : ranges) {
      TRY_VOID(add_document(pages, range));
      if (!wanted_.slips) continue;
      Side slip = empty_sheet(pages[range.begin], wanted_.source);
      slip.spec.copies = 1;
      if (&range == &ranges.back()) slip.sets = InSets::all_but_last;
      if (slip.times(plan_.sets) == 0) continue;
      TRY_VOID(check_source(plan_, slip, "the slip sheet", "job-sheets-source"));
      sides_.push_back(std::move(slip));
    }
    plan_.sides = std::move(sides_);
    return {};
  }

private:
  Result<void> add_document(const std::vector<Side>& pages, const Range& range) {
    const auto [first, last] = covers_of(plan_.ticket);
    if (first == model::Cover::blank) TRY_VOID(add_blank_cover(pages[range.begin]));
    const std::size_t begin = sides_.size();
    sides_.insert(sides_.end(), pages.begin() + static_cast<std::ptrdiff_t>(range.begin),
                  pages.begin() + static_cast<std::ptrdiff_t>(range.end));
    if (first == model::Cover::printed) TRY_VOID(make_cover(begin));
    if (last == model::Cover::printed) {
      std::size_t at = sides_.size() - 1;
      while (at > begin && sides_[at].spec.side == SheetSide::back)
        --at;
      TRY_VOID(make_cover(at));
    }
    if (last == model::Cover::blank) TRY_VOID(add_blank_cover(pages[range.end - 1]));
    return {};
  }

  Result<void> add_blank_cover(const Side& like) {
    sides_.push_back(empty_sheet(like, wanted_.cover_source));
    return check_source(plan_, sides_.back(), "the cover", "cover-source");
  }

  // The sheet whose front is at `at`.
  Result<void> make_cover(std::size_t at) {
    take_from(sides_[at], wanted_.cover_source);
    const bool has_back = at + 1 < sides_.size() && sides_[at + 1].spec.side == SheetSide::back;
    if (has_back) take_from(sides_[at + 1], wanted_.cover_source);
    return check_source(plan_, sides_[at], "the cover", "cover-source");
  }

  JobPlan& plan_;
  const model::ExtraSheets& wanted_;
  std::vector<Side> sides_;
};

// The ticket with which a job sheet is printed: on one side of the paper of `like`, nothing of the
// job's own layout.
model::Ticket plain_ticket(const model::Ticket& job, const Side& like) {
  model::Ticket ticket;
  ticket.user_name = job.user_name;
  ticket.job_name = job.job_name;
  ticket.media = like.plan.media;
  ticket.media_type = like.plan.media_type;
  ticket.media_source =
      job.extra_sheets.source.empty() ? like.plan.media_source : job.extra_sheets.source;
  ticket.scaling = model::PrintScaling::fit;
  ticket.quality = job.quality;
  ticket.resolution = job.resolution;
  return ticket;
}

Result<Side> job_sheet_side(const JobPlan& plan, const Documents& documents) {
  const Side& like = is_reversed(plan.ticket) ? plan.sides.back() : plan.sides.front();
  const render::PageInfo& page = documents.back()->info().pages.front();
  layout::SourcePage source;
  source.width = page.width;
  source.height = page.height;
  source.document = static_cast<std::int32_t>(documents.size()) - 1;
  auto planned = layout::plan({&source, 1}, plan.model, plain_ticket(plan.ticket, like));
  if (!planned) {
    Error error = std::move(planned).error();
    error.what = renamed(std::move(error.what), "job-sheets-source");
    return fail_within("the job sheet", std::move(error));
  }
  Side side = like;
  side.plan = planned->front();
  side.plan.raster.format = like.spec.raster.format;
  side.spec.side = SheetSide::front;
  side.spec.media = side.plan.media;
  side.spec.margins = side.plan.margins;
  side.spec.raster = side.plan.raster;
  side.spec.media_type = side.plan.media_type;
  side.spec.media_source = side.plan.media_source;
  side.spec.copies = 1;
  return side;
}

// Around all sets. Whoever reads the pile has the start sheet first: printed backwards it comes
// last.
void add_job_sheets(std::vector<Side>& sides, Side sheet, const model::Ticket& ticket) {
  const model::ExtraSheets& wanted = ticket.extra_sheets;
  const bool reversed = is_reversed(ticket);
  if (reversed ? wanted.before() : wanted.after()) {
    sheet.sets = InSets::last;
    sides.push_back(sheet);
  }
  if (reversed ? wanted.after() : wanted.before()) {
    sheet.sets = InSets::first;
    sides.insert(sides.begin(), sheet);
  }
}

} // namespace

Result<void> add_extra_sides(JobPlan& plan, const Documents& documents) {
  const model::ExtraSheets& wanted = plan.ticket.extra_sheets;
  if (!wanted.any() || plan.sides.empty()) return {};
  std::optional<Side> sheet;
  if (wanted.job != model::JobSheets::none) {
    TRY(sheet, job_sheet_side(plan, documents));
  }
  TRY_VOID(Binder(plan).bind());
  if (sheet) add_job_sheets(plan.sides, *sheet, plan.ticket);
  for (std::size_t i = 0; i < plan.sides.size(); ++i)
    plan.sides[i].spec.index = static_cast<std::int32_t>(i);
  return {};
}

} // namespace platen::flow
