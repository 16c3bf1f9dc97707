#include "scan/engine/cleaner.h"

#include "base/thread.h"
#include "scan/engine/room.h"

#include <algorithm>

namespace platen::scan {

ScanPage* page_of(Session& session, std::int32_t number) {
  const auto found = std::ranges::find(session.pages, number, &ScanPage::number);
  return found == session.pages.end() ? nullptr : &*found;
}

const ScanPage* page_of(const Session& session, std::int32_t number) {
  const auto found = std::ranges::find(session.pages, number, &ScanPage::number);
  return found == session.pages.end() ? nullptr : &*found;
}

namespace {

constexpr std::chrono::milliseconds look_again{50}; // whether it was cancelled

// By itself, a blank page is dropped where it is the back of a sheet.
bool is_dropped(const Settings& settings, const ScanPage& page) {
  switch (settings.clean.drop_blank) {
  case OnOff::off:
    return false;
  case OnOff::on:
    return true;
  case OnOff::automatic:
    return page.back;
  }
  return false;
}

void add_warning(ScanPage& page, const std::string& text) {
  if (!text.empty()) page.warning += (page.warning.empty() ? "" : "; ") + text;
}

} // namespace

Cleaner::Cleaner(SessionBook& book, SessionId session, Workplaces& places,
                 FindOrientation orientation)
    : book_(book), session_(session), places_(places), orientation_(std::move(orientation)) {
  auto thread = start_thread([this] { loop(); });
  if (thread)
    thread_ = *std::move(thread);
  else
    started_ = Failure(thread.error());
}

Cleaner::~Cleaner() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    waiting_.clear();
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Cleaner::add(std::int32_t page) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(page);
  }
  changed_.notify_all();
}

void Cleaner::add_all() {
  const auto session = book_.find(session_);
  if (!session) return;
  for (const ScanPage& page : session->pages)
    if (!page.cleaned) add(page.number);
}

void Cleaner::finish(const Cancel& cancel) {
  std::unique_lock lock(mutex_);
  while (!cancel.requested() && (busy_ || !waiting_.empty()))
    changed_.wait_for(lock, look_again);
}

void Cleaner::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
    if (ending_) return;
    const std::int32_t page = waiting_.front();
    waiting_.pop_front();
    busy_ = true;
    lock.unlock();
    places_.acquire();
    clean(page);
    places_.release();
    lock.lock();
    busy_ = false;
    changed_.notify_all();
  }
}

void Cleaner::clean(std::int32_t number) {
  const auto session = book_.find(session_);
  const ScanPage* const page = session ? page_of(*session, number) : nullptr;
  if (page == nullptr) return; // removed meanwhile
  const auto cleaned = try_to_clean(*session, *page);
  if (cleaned) return;
  // A full disk is no fault of the page: it waits, uncleaned, until somebody has made room.
  if (cleaned.error().code == Errc::io && !check_room(book_.folder(session_).path)) return;
  static_cast<void>(book_.change(session_, [&](Session& now) -> Result<void> {
    ScanPage* const its = page_of(now, number);
    if (its == nullptr) return Failure(no_such_session(session_));
    its->cleaned = true; // as far as it goes
    add_warning(*its, "not cleaned: " + cleaned.error().message());
    return {};
  }));
}

Result<void> Cleaner::try_to_clean(const Session& session, const ScanPage& page) {
  const SessionFolder folder = book_.folder(session_);
  const std::int32_t edition = page.edition + 1;
  TRY(const CleanedSide side,
      clean_side(folder.as_scanned(page.number), folder.edition(page.number, edition),
                 session.settings, orientation_));
  return book_.edit(session_, [&](Session& now) -> Result<void> {
    ScanPage* const its = page_of(now, page.number);
    if (its == nullptr) return Failure(no_such_session(session_));
    its->shape = side.shape;
    its->skew_degrees = side.skew_degrees;
    its->edition = edition;
    its->cleaned = true;
    add_warning(*its, side.warning);
    if (side.blank && is_dropped(now.settings, *its)) {
      its->left_out = true;
      its->why_left_out = "blank";
    }
    return {};
  });
}

} // namespace platen::scan
