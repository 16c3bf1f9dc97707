#include "flow/blank_pages.h"

#include "flow/colour_target.h"
#include "flow/job_sheet.h"
#include "flow/side_runs.h"

#include <algorithm>
#include <cstring>

namespace platen::flow {

namespace {

// Whether each side has a dot, by SideSpec::index. Threads write to sides of their own.
using Dots = std::vector<std::uint8_t>;

// The value of every byte of a row of paper.
std::uint8_t paper_byte(PixelFormat format) {
  const bool ink = format.model == ColorModel::mask || format.model == ColorModel::cmyk;
  return ink ? 0x00 : 0xff;
}

// Looks at the rows of a side, and keeps nothing of them.
class Watching final : public encode::SideEncoder {
public:
  Watching(PixelFormat format, std::uint8_t& dots) : paper_(paper_byte(format)), dots_(dots) {}

  Result<void> write(ConstBand band) override {
    for (std::int32_t y = band.rows().first; dots_ == 0 && y < band.rows().end(); ++y)
      dots_ = is_paper(band.row(y)) ? 0 : 1;
    return {};
  }
  Result<void> finish() override { return {}; }

private:
  bool is_paper(Bytes row) const {
    // Each byte is that before it, and the first one is paper.
    return row.empty() || (row.front() == std::byte{paper_} &&
                           std::memcmp(row.data(), row.data() + 1, row.size() - 1) == 0);
  }

  const std::uint8_t paper_;
  std::uint8_t& dots_;
};

// The device's language, for the makers of sides that nobody sends.
class Watch final : public encode::Language {
public:
  Watch(const encode::Language& device, Dots& dots) : device_(device), dots_(dots) {}
  Result<void> ask(DeviceLink&) override { return {}; }
  PixelFormat raster_format() const override { return device_.raster_format(); }
  bool takes_adobe_rgb() const override { return device_.takes_adobe_rgb(); }
  std::unique_ptr<encode::SideEncoder> side(const encode::SideSpec& spec,
                                            ByteSink&) const override {
    return std::make_unique<Watching>(spec.raster.format,
                                      dots_[static_cast<std::size_t>(spec.index)]);
  }
  Result<void> begin_job(DeviceLink&) override { return {}; }
  Result<void> put_side(const encode::SideSpec&, const Spool&, DeviceLink&) override { return {}; }
  Result<void> end_job(DeviceLink&) override { return {}; }
  Result<bool> cancel_job(DeviceLink&, bool) override { return true; }

private:
  const encode::Language& device_;
  Dots& dots_;
};

Result<void> draw(JobContext context, std::span<const Side> run, const PrintJob& job) {
  TRY(const auto behind_toning, make_table_behind_toning(context, job.limits));
  context.behind_toning = behind_toning.get();
  const auto maker = make_side_maker(context, run, job.workers, job.limits);
  for (std::size_t i = 0; i < run.size(); ++i)
    TRY_VOID(maker->payload(i).map([](const Spool&) {}));
  return {};
}

Result<Dots> find_dots(const Documents& documents, const JobPlan& plan, const PrintJob& job,
                       const encode::Language& language, const Writing& how, Cancel& cancel) {
  Dots dots(plan.sides.size(), 0);
  const Watch watch(language, dots);
  TRY(const Arrangement arranged, arrange(documents, plan, how));
  const auto drawn = arranged.drawn(documents);
  for (const auto run : runs_of(arranged.sides)) {
    const std::int32_t document = run.front().plan.document;
    JobContext context{arranged.document(documents, static_cast<std::size_t>(document)),
                       plan.model,
                       plan.ticket,
                       watch,
                       job.profile.get(),
                       cancel};
    context.documents = &drawn;
    context.written = arranged.written.get();
    auto made = draw(context, run, job);
    if (!made && job.documents.size() > 1 && !run.front().plan.composition)
      return fail_within("document " + std::to_string(document + 1), std::move(made).error());
    TRY_VOID(std::move(made));
  }
  return dots;
}

// Calls `act` with each page that lies on a side.
template<class Act> void each_page(const layout::SidePlan& side, Act&& act) {
  if (side.composition) {
    for (const layout::Cell& cell : side.composition->cells)
      act(PageOf{cell.document, cell.page});
  } else if (side.page >= 0) {
    act(PageOf{side.document, side.page});
  }
}

// The pages that only lie on sides without a dot, and whether there are others. `own`: how many of
// the documents are those of the job.
std::pair<std::set<PageOf>, bool> blank_pages(const JobPlan& plan, const Dots& dots,
                                              std::size_t own) {
  std::set<PageOf> blank, printed;
  for (std::size_t i = 0; i < plan.sides.size(); ++i)
    each_page(plan.sides[i].plan, [&](const PageOf& page) {
      if (std::cmp_less(page.document, own)) (dots[i] != 0 ? printed : blank).insert(page);
    });
  for (const PageOf& page : printed)
    blank.erase(page);
  return {std::move(blank), !printed.empty()};
}

std::string pages(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " blank page was" : " blank pages were");
}

} // namespace

Result<JobPlan> plan_without_blank_pages(const Documents& documents, const PrintJob& job,
                                         const encode::Language& language, const Writing& how,
                                         Cancel& cancel, std::set<PageOf>& left_out) {
  TRY(JobPlan plan, plan_job(documents, job.model, job.ticket, language));
  if (!job.ticket.office.skip_blank_pages || job.ticket.office.booklet()) return plan;
  TRY(const Dots dots, find_dots(documents, plan, job, language, how, cancel));
  auto [blank, others] = blank_pages(plan, dots, own_documents(documents, job.ticket).size());
  if (blank.empty()) return plan;
  if (!others)
    return fail(Errc::invalid, "there is nothing to print: all pages are blank, and "
                               "skip-blank-pages=on leaves them out");
  TRY(plan, plan_job(documents, job.model, job.ticket, language, blank));
  plan.notes.push_back(pages(blank.size()) + " left out (skip-blank-pages=on)");
  left_out = std::move(blank);
  return plan;
}

} // namespace platen::flow
