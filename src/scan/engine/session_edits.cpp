#include "scan/engine/sessions.h"

#include <algorithm>
#include <set>

namespace platen::scan {

namespace {

Failure no_such_page(const Session& session, std::int32_t page) {
  return fail(Errc::not_found,
              "scan " + std::to_string(session.id) + " has no page " + std::to_string(page));
}

Result<void> must_be_open(const Session& session) {
  if (session.stage == Stage::waiting || session.stage == Stage::scanning ||
      session.stage == Stage::failed)
    return {};
  return fail(Errc::conflict, "scan " + std::to_string(session.id) + " is " +
                                  std::string(word(session.stage)) +
                                  ": its pages cannot be changed any more");
}

// The page as it may be edited now.
Result<ScanPage*> open_page(Session& session, std::int32_t number) {
  TRY_VOID(must_be_open(session));
  ScanPage* const page = page_of(session, number);
  if (page == nullptr) return no_such_page(session, number);
  return page;
}

} // namespace

Result<void> Sessions::turn(SessionId id, std::int32_t number, std::int32_t degrees) {
  if (degrees != 90 && degrees != 180 && degrees != 270)
    return fail(Errc::invalid, "a page is turned by 90, 180 or 270 degrees");
  const auto session = book_->find(id);
  if (!session) return Failure(no_such_session(id));
  TRY_VOID(must_be_open(*session));
  const ScanPage* const page = page_of(*session, number);
  if (page == nullptr) return no_such_page(*session, number);
  if (!page->cleaned)
    return fail(Errc::conflict, "page " + std::to_string(number) + " is still being cleaned");
  const SessionFolder folder = book_->folder(id);
  const std::int32_t edition = page->edition + 1;
  TRY(const PageShape shape,
      turn_side(folder.shown(*page), folder.edition(number, edition), degrees));
  const auto before = folder.shown(*page);
  TRY_VOID(book_->edit(id, [&](Session& now) -> Result<void> {
    const auto its = open_page(now, number);
    if (!its) return Failure(its.error());
    if ((*its)->edition != edition - 1)
      return fail(Errc::conflict, "page " + std::to_string(number) + " has changed meanwhile");
    (*its)->edition = edition;
    (*its)->shape = shape;
    (*its)->turn = ((*its)->turn + degrees) % 360;
    return {};
  }));
  if (page->edition != 0) {
    std::error_code ignored; // what cannot be removed now is when the server starts again
    std::filesystem::remove(before, ignored);
  }
  return {};
}

Result<void> Sessions::leave_out(SessionId id, std::int32_t number, bool out) {
  return book_->edit(id, [&](Session& session) -> Result<void> {
    TRY(ScanPage* const page, open_page(session, number));
    page->left_out = out;
    page->why_left_out = out ? "removed" : "";
    return {};
  });
}

Result<void> Sessions::order(SessionId id, const std::vector<std::int32_t>& pages) {
  return book_->edit(id, [&](Session& session) -> Result<void> {
    TRY_VOID(must_be_open(session));
    if (session.stage == Stage::scanning)
      return fail(Errc::conflict, "pages still come: put them in order when they are there");
    const std::set<std::int32_t> named(pages.begin(), pages.end());
    if (named.size() != pages.size() || pages.size() != session.pages.size())
      return fail(Errc::invalid, "the order has to name each of the " +
                                     std::to_string(session.pages.size()) + " pages once");
    std::vector<ScanPage> ordered;
    for (const std::int32_t number : pages) {
      const ScanPage* const page = page_of(session, number);
      if (page == nullptr) return no_such_page(session, number);
      ordered.push_back(*page);
    }
    session.pages = std::move(ordered);
    return {};
  });
}

Result<void> Sessions::set(SessionId id, const Options& options) {
  return book_->edit(id, [&](Session& session) -> Result<void> {
    TRY_VOID(must_be_open(session));
    TRY(Settings changed, with(session.settings, options));
    // What the pages were made with stays what it was.
    Settings same = session.settings;
    same.file = changed.file;
    same.destinations = changed.destinations;
    same.recipients = changed.recipients;
    same.review = changed.review;
    if (same != changed)
      return fail(Errc::conflict, "the pages are scanned: only the file, its name and its "
                                  "destinations can be changed now");
    session.settings = std::move(changed);
    return {};
  });
}

Result<void> Sessions::cancel(SessionId id) {
  TRY_VOID(book_->edit(id, [&](Session& session) -> Result<void> {
    if (session.ended_by_now())
      return fail(Errc::conflict, "scan " + std::to_string(id) + " has ended (" +
                                      std::string(word(session.stage)) + ")");
    return {};
  }));
  runs_.cancel(id);
  TRY(const auto canceled, book_->change(id, [&](Session& session) -> Result<void> {
    if (session.ended_by_now()) return {}; // by itself, just before
    session.stage = Stage::canceled;
    session.ended = services_.clock();
    session.message = "canceled";
    return {};
  }));
  if (services_.canceled) services_.canceled(*canceled);
  return {};
}

Result<void> Sessions::forget(SessionId id) {
  const auto session = book_->find(id);
  if (!session) return Failure(no_such_session(id));
  if (!session->ended_by_now())
    return fail(Errc::conflict, "scan " + std::to_string(id) + " has not ended: cancel it first");
  runs_.cancel(id);
  return book_->forget(id);
}

// A server that was killed, or stopped in the midst of something, left these.
void Sessions::resume() {
  for (const auto& session : book_->all()) {
    const SessionId id = session->id;
    switch (session->stage) {
    case Stage::scanning:
      if (session->pages.empty())
        stop_with(id, Stage::failed, "the server stopped before a page was there: scan again");
      else
        stop_with(id, Stage::waiting,
                  "the server stopped while this was scanned; what is here is kept: scan more, or "
                  "finish with what is there");
      clean_rest(id);
      break;
    case Stage::waiting:
      clean_rest(id);
      break;
    case Stage::making:
      if (const auto begun =
              runs_.start(id, [this, id](const Cancel& cancel) { make(id, cancel); });
          !begun)
        stop_with(id, Stage::waiting, begun.error().message());
      break;
    case Stage::delivering:
      bring_away(id);
      break;
    case Stage::done:
    case Stage::failed:
    case Stage::canceled:
      break;
    }
  }
}

void Sessions::clean_rest(SessionId id) {
  const auto session = book_->find(id);
  const bool all = session && std::ranges::all_of(session->pages, &ScanPage::cleaned);
  if (!session || all) return;
  const auto begun = runs_.start(id, [this, id](const Cancel& cancel) {
    Cleaner cleaner(*book_, id, places_, services_.orientation);
    if (!cleaner.started()) return;
    cleaner.add_all();
    cleaner.finish(cancel);
  });
  if (!begun) services_.log("warning", "scan " + std::to_string(id) + ": " + begun.error().what);
}

void Sessions::tick() {
  for (const auto& session : book_->all()) {
    if (!session->ended_by_now() || session->ended == 0 ||
        session->ended + services_.kept_seconds > services_.clock())
      continue;
    if (const auto forgotten = forget(session->id); !forgotten)
      services_.log("warning", forgotten.error().message());
  }
}

} // namespace platen::scan
