#include "flow/job_sheet.h"

#include "flow/page_texts.h"

namespace platen::flow {

namespace {

using render::PageText;

// Points, from the top of the sheet.
constexpr double inset = 50, user_at = 110, title_at = 190, first_line_at = 260, line_step = 24;
constexpr double user_size = 44, title_size = 24, line_size = 13;

class Page {
public:
  Page(double width, double height) {
    page_.width = width;
    page_.height = height;
  }

  void add(std::string text, double from_top, double size, bool framed = false) {
    if (text.empty()) return;
    PageText line;
    line.text = std::move(text);
    line.x = inset;
    line.y = page_.height - from_top;
    line.size = size;
    line.most_width = page_.width - 2 * inset;
    line.framed = framed;
    page_.texts.push_back(std::move(line));
  }
  render::TextPage take() { return std::move(page_); }

private:
  render::TextPage page_;
};

std::string counted(std::size_t number, std::string_view one, std::string_view many) {
  return std::to_string(number) + " " + std::string(number == 1 ? one : many);
}

std::string contents(const Documents& documents, const model::Ticket& ticket) {
  std::size_t pages = 0;
  for (const auto& document : documents)
    pages += document->info().pages.size();
  std::string text = counted(pages, "page", "pages");
  if (documents.size() > 1) text += " in " + std::to_string(documents.size()) + " documents";
  if (!ticket.page_ranges.empty()) text += ", printed: " + model::to_string(ticket.page_ranges);
  return text + ", " + counted(static_cast<std::size_t>(ticket.copies), "copy", "copies");
}

// As large as the job's paper where that is known; it is fitted to what it is printed on.
render::TextPage job_sheet(const Documents& documents, const PrintJob& job) {
  const model::Ticket& ticket = job.ticket;
  const auto usual = job.model.defaults.find("media");
  const model::MediaEntry* const entry =
      usual == job.model.defaults.end() ? nullptr : job.model.find_media(usual->second);
  const model::MediaSize a4{"iso_a4_210x297mm", Hmm{21000}, Hmm{29700}};
  const model::MediaSize& size = ticket.media ? *ticket.media : entry != nullptr ? entry->size : a4;
  Page page(to_points(size.width).v, to_points(size.height).v);
  page.add(ticket.user_name.empty() ? "(no name)" : ticket.user_name, user_at, user_size, true);
  page.add(ticket.job_name, title_at, title_size);
  double at = first_line_at;
  for (const std::string& line :
       {"Sent " + date_and_time(job.created) +
            (ticket.host_name.empty() ? std::string{} : " from " + ticket.host_name),
        contents(documents, ticket), job.model.title}) {
    page.add(line, at, line_size);
    at += line_step;
  }
  return page.take();
}

} // namespace

OwnDocuments own_documents(const Documents& documents, const model::Ticket& ticket) {
  const bool with_sheet = ticket.extra_sheets.job != model::JobSheets::none;
  return OwnDocuments(documents).first(documents.size() - (with_sheet ? 1 : 0));
}

Result<void> add_job_sheet(Documents& documents, const PrintJob& job, const Cancel& cancel) {
  if (job.ticket.extra_sheets.job == model::JobSheets::none) return {};
  auto sheet = render::set_pages({job_sheet(documents, job)}, job.limits, cancel, job.spares);
  if (!sheet) return fail_within("the job sheet", std::move(sheet).error());
  documents.push_back(*std::move(sheet));
  return {};
}

} // namespace platen::flow
