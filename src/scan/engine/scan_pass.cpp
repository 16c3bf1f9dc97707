#include "scan/engine/scan_pass.h"

#include "scan/engine/plan.h"
#include "scan/engine/room.h"
#include "scan/engine/scan_side.h"

#include <algorithm>

namespace platen::scan {

namespace {

constexpr std::size_t most_pages = 10'000; // of one session

class Pass {
public:
  Pass(SessionBook& book, SessionId id, Cleaner& cleaner, const PassTerms& terms,
       const Cancel& cancel)
      : book_(book), id_(id), cleaner_(cleaner), terms_(terms), cancel_(cancel) {}

  Result<void> run(Scanners& scanners) {
    const auto session = book_.find(id_);
    if (!session) return Failure(no_such_session(id_));
    TRY_VOID(say("waits for " + session->scanner));
    TRY(const auto lease, scanners.acquire(session->scanner, session->user, terms_.turn, cancel_));
    TRY(const ScannerState state, lease->state());
    TRY_VOID(say("scans"));
    const Settings& settings = session->settings;
    TRY(request_, plan(settings, lease->facts(), state.feeder));
    auto done = run(*lease);
    const bool try_glass = !done && done.error().code == Errc::not_found && pages_ == 0 &&
                           settings.source == InputSource::automatic && request_.adf &&
                           !settings.flip_stack && lease->facts().platen;
    if (!try_glass) return done;
    TRY(request_, plan(settings, lease->facts(), FeederState::empty));
    return run(*lease);
  }

  std::int32_t pages() const { return pages_; }

private:
  Result<void> run(Scanners::Lease& lease) {
    TRY(const auto feed, lease.start(request_));
    for (;;) {
      TRY(const bool more, take_side(*feed));
      if (!more) return {};
    }
  }

  Result<bool> take_side(Feed& feed) {
    TRY_VOID(check_room(book_.folder(id_).path));
    const auto session = book_.find(id_);
    if (!session) return fail(Errc::cancelled, "cancelled");
    if (session->pages.size() >= most_pages)
      return fail(Errc::limit, "one scan has at most " + std::to_string(most_pages) + " pages");
    const std::int32_t number = session->next_number; // none but this pass adds pages
    TRY(const auto side,
        scan_side(feed, request_.resolution, book_.folder(id_).as_scanned(number), cancel_));
    if (!side) return false;
    TRY_VOID(add(number, *side));
    if (side->error) return Failure(*side->error);
    return terms_.in_place_of == 0;
  }

  Result<void> add(std::int32_t number, const ScannedSide& side) {
    ScanPage page;
    page.number = number;
    page.shape = side.shape;
    page.resolution = request_.resolution;
    page.warning = side.warning;
    const bool back_of_two = request_.two_sided && pages_ % 2 == 1;
    TRY_VOID(book_.edit(id_, [&](Session& session) -> Result<void> {
      page.pass = session.passes + 1;
      page.back = back_of_two || (session.settings.flip_stack && page.pass == 2);
      session.next_number = number + 1;
      ScanPage* const old = page_of(session, terms_.in_place_of);
      if (old != nullptr) {
        page.pass = old->pass;
        page.back = old->back;
        *old = page;
      } else {
        session.pages.push_back(page);
      }
      session.message = "page " + std::to_string(session.pages.size());
      return {};
    }));
    ++pages_;
    cleaner_.add(number);
    return {};
  }

  Result<void> say(const std::string& message) {
    return book_.edit(id_, [&](Session& session) -> Result<void> {
      session.message = message;
      return {};
    });
  }

  SessionBook& book_;
  const SessionId id_;
  Cleaner& cleaner_;
  const PassTerms& terms_;
  const Cancel& cancel_;
  ScanRequest request_;
  std::int32_t pages_ = 0;
};

} // namespace

PassEnd scan_pass(SessionBook& book, SessionId session, Scanners& scanners, Cleaner& cleaner,
                  const PassTerms& terms, const Cancel& cancel) {
  Pass pass(book, session, cleaner, terms, cancel);
  const auto done = pass.run(scanners);
  PassEnd end{pass.pages(), {}};
  if (!done) end.error = done.error();
  return end;
}

std::string interleave(Session& session) {
  std::vector<ScanPage> fronts, backs, others;
  for (ScanPage& page : session.pages)
    (page.pass == 1 ? fronts : page.pass == 2 ? backs : others).push_back(std::move(page));
  std::ranges::reverse(backs);
  const bool equal = fronts.size() == backs.size();
  const std::string warning = equal ? std::string()
                                    : std::to_string(fronts.size()) + " fronts and " +
                                          std::to_string(backs.size()) +
                                          " backs were scanned: look at the order of the pages";
  session.pages.clear();
  for (std::size_t i = 0; i < std::max(fronts.size(), backs.size()); ++i) {
    if (i < fronts.size()) session.pages.push_back(std::move(fronts[i]));
    if (i < backs.size()) session.pages.push_back(std::move(backs[i]));
  }
  std::ranges::move(others, std::back_inserter(session.pages));
  return warning;
}

} // namespace platen::scan
