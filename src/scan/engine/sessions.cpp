#include "scan/engine/sessions.h"

#include "scan/engine/plan.h"
#include "scan/engine/room.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace platen::scan {

namespace {

std::string pages_text(std::size_t count) {
  return count == 1 ? "1 page" : std::to_string(count) + " pages";
}

Result<void> must_wait(const Session& session) {
  if (session.stage == Stage::waiting || session.stage == Stage::failed) return {};
  return fail(Errc::conflict, "scan " + std::to_string(session.id) + " is " +
                                  std::string(word(session.stage)) +
                                  ": its pages can be changed while it waits");
}

} // namespace

Result<std::unique_ptr<Sessions>> Sessions::open(Services services) {
  std::unique_ptr<Sessions> sessions(new Sessions(std::move(services)));
  const Services& all = sessions->services_;
  TRY(sessions->book_,
      SessionBook::open(
          all.store, all.folder, [&](const std::string& text) { all.log("warning", text); },
          all.changed));
  return sessions;
}

void Sessions::stop() {
  runs_.stop();
}

Result<std::shared_ptr<const Session>> Sessions::start(Start start) {
  TRY(const ScannerFacts facts, services_.scanners.facts(start.scanner));
  TRY_VOID(check(start.settings, facts));
  Session session;
  session.scanner = std::move(start.scanner);
  session.user = std::move(start.user);
  session.recipe = std::move(start.recipe);
  session.settings = std::move(start.settings);
  session.created = services_.clock();
  session.message = "begins";
  TRY(const auto kept, book_->add(std::move(session)));
  if (const auto begun = begin_pass(kept->id, {services_.turn, 0}); !begun) {
    stop_with(kept->id, Stage::failed, begun.error().message());
    return Failure(begun.error());
  }
  return kept;
}

Result<void> Sessions::more(SessionId id, std::int32_t in_place_of) {
  const auto begins = [&](Session& session) -> Result<void> {
    TRY_VOID(must_wait(session));
    if (in_place_of != 0 && page_of(session, in_place_of) == nullptr)
      return fail(Errc::not_found,
                  "scan " + std::to_string(id) + " has no page " + std::to_string(in_place_of));
    session.stage = Stage::scanning;
    return {};
  };
  TRY_VOID(book_->edit(id, begins));
  const auto begun = begin_pass(id, {services_.turn, in_place_of});
  if (!begun) stop_with(id, Stage::waiting, begun.error().message());
  return begun;
}

Result<void> Sessions::begin_pass(SessionId id, PassTerms terms) {
  return runs_.start(id, [this, id, terms](const Cancel& cancel) { pass(id, terms, cancel); });
}

void Sessions::pass(SessionId id, const PassTerms& terms, const Cancel& cancel) {
  Cleaner cleaner(*book_, id, places_, services_.orientation);
  PassEnd end;
  if (cleaner.started()) {
    cleaner.add_all(); // those for which the disk had no room
    end = scan_pass(*book_, id, services_.scanners, cleaner, terms, cancel);
    cleaner.finish(cancel);
  } else {
    end.error = cleaner.started().error();
  }
  if (!cancel.requested()) after_pass(id, end, terms, cancel);
}

// Where a pass leads: to the files by itself, or to a person who decides.
void Sessions::after_pass(SessionId id, const PassEnd& end, const PassTerms& terms,
                          const Cancel& cancel) {
  bool goes_on = false;
  const auto decide = [&](Session& session) -> Result<void> {
    session.stage = Stage::waiting;
    const std::string kept = pages_text(session.pages.size());
    if (end.error && session.pages.empty()) {
      session.stage = Stage::failed;
      session.ended = services_.clock();
      session.message = end.error->message();
    } else if (end.error) {
      session.message = end.error->message() + "; " + kept +
                        " kept: scan more when that is mended, or finish with what is there";
    } else if (terms.in_place_of != 0) {
      session.message = "a page was scanned anew: look at it";
    } else if (session.settings.flip_stack && ++session.passes == 1) {
      session.message = kept + " (fronts): turn the stack over, put it in, and go on";
    } else {
      const std::string warning =
          session.settings.flip_stack && session.passes == 2 ? interleave(session) : "";
      session.message = warning.empty() ? kept : warning;
      goes_on = warning.empty() && !session.settings.review;
      if (goes_on) session.stage = Stage::making;
    }
    return {};
  };
  settle(id, decide);
  if (goes_on) make(id, cancel);
}

Result<void> Sessions::finish(SessionId id) {
  const auto begins = [&](Session& session) -> Result<void> {
    TRY_VOID(must_wait(session));
    if (session.pages.empty())
      return fail(Errc::conflict, "scan " + std::to_string(id) + " has no page");
    session.stage = Stage::making;
    session.ended = 0;
    return {};
  };
  TRY_VOID(book_->edit(id, begins));
  const auto begun = runs_.start(id, [this, id](const Cancel& cancel) { make(id, cancel); });
  if (!begun) stop_with(id, Stage::waiting, begun.error().message());
  return begun;
}

// The pages that wait for their clean-up since the disk was full.
Result<void> Sessions::clean_all(SessionId id, const Cancel& cancel) {
  const auto is_clean = [&] {
    const auto session = book_->find(id);
    return !session || std::ranges::all_of(session->pages, &ScanPage::cleaned);
  };
  if (is_clean()) return {};
  Cleaner cleaner(*book_, id, places_, services_.orientation);
  TRY_VOID(cleaner.started());
  cleaner.add_all();
  cleaner.finish(cancel);
  return is_clean() ? Result<void>() : check_room(book_->folder(id).path);
}

void Sessions::make(SessionId id, const Cancel& cancel) {
  const Result<void> cleaned = clean_all(id, cancel);
  const auto session = book_->find(id);
  if (!session) return;
  auto profile = services_.profile ? services_.profile(session->scanner) : Result<Buffer>(Buffer());
  auto made = cleaned ? make_files(*session, book_->folder(id), services_.read_text,
                                   profile.value_or(Buffer{}),
                                   std::max(1u, std::thread::hardware_concurrency()), cancel)
                      : Failure(cleaned.error());
  if (cancel.requested()) return;
  if (!made) {
    settle(id, stopped(id, Stage::waiting,
                       "the file cannot be made: " + made.error().message() +
                           "; the pages are kept: mend it, then finish again"));
    return;
  }
  if (!profile) {
    // The colours are a little off, and the pages are all there.
    const std::string told =
        "made without the profile of " + session->scanner + ": " + profile.error().message();
    services_.log("warning", "scan " + std::to_string(id) + ": " + told);
    made->warning += (made->warning.empty() ? "" : "; ") + told;
  }
  if (const auto kept = keep_files(id, *std::move(made)); !kept) {
    settle(id, stopped(id, Stage::waiting, "the file cannot be kept: " + kept.error().message()));
    return;
  }
  bring_away(id);
}

Result<void> Sessions::keep_files(SessionId id, MadeFiles made) {
  const auto before = book_->find(id);
  if (!before) return Failure(no_such_session(id));
  std::vector<SessionDelivery> deliveries;
  for (const std::string& name : before->settings.destinations) {
    // Never used again, also not by the same session.
    TRY(const std::int64_t number, services_.store.next("delivery"));
    deliveries.push_back({services_.uuid + "-" + std::to_string(number), name});
  }
  return book_->edit(id, [&](Session& session) -> Result<void> {
    session.files = std::move(made.files);
    session.message = made.warning;
    session.deliveries = std::move(deliveries);
    session.stage = session.deliveries.empty() ? Stage::done : Stage::delivering;
    if (session.stage == Stage::done) session.ended = services_.clock();
    return {};
  });
}

void Sessions::bring_away(SessionId id) {
  const auto session = book_->find(id);
  if (!session || session->stage != Stage::delivering) return;
  const auto begun = services_.deliver ? services_.deliver(*session)
                                       : Result<void>(fail(Errc::unsupported, "no deliveries"));
  if (!begun) stop_with(id, Stage::failed, begun.error().message());
}

void Sessions::delivered(SessionId id, bool all_well, const std::string& words) {
  settle(id, [&](Session& session) -> Result<void> {
    if (session.stage != Stage::delivering)
      return fail(Errc::conflict, "its delivery is over already");
    session.stage = all_well ? Stage::done : Stage::failed;
    session.ended = services_.clock();
    if (!words.empty()) session.message += (session.message.empty() ? "" : "; ") + words;
    return {};
  });
}

void Sessions::settle(SessionId id, const SessionBook::Edit& edit) {
  bool told = false;
  for (;;) {
    const auto kept = book_->edit(id, edit);
    if (kept || kept.error().code == Errc::not_found || kept.error().code == Errc::conflict) return;
    if (!std::exchange(told, true)) {
      const std::string text = "cannot be written down: " + kept.error().message();
      services_.log("error", "scan " + std::to_string(id) + " " + text);
      book_->tell(id, text + "; what was scanned is kept, and it goes on when there is room");
    }
    for (int i = 0; i < 10; ++i) {
      if (runs_.stopping()) return; // as the store has it, it is taken up again
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }
}

SessionBook::Edit Sessions::stopped(SessionId id, Stage stage, const std::string& message) {
  services_.log("warning", "scan " + std::to_string(id) + ": " + message);
  return [this, stage, message](Session& session) -> Result<void> {
    session.stage = stage;
    session.message = message;
    if (session.ended_by_now()) session.ended = services_.clock();
    return {};
  };
}

// Where somebody waits for an answer: what cannot be kept is found at the next start.
void Sessions::stop_with(SessionId id, Stage stage, const std::string& message) {
  if (const auto kept = book_->edit(id, stopped(id, stage, message)); !kept)
    services_.log("error", "scan " + std::to_string(id) + ": " + kept.error().message());
}

} // namespace platen::scan
