#include "scan/broker/machine.h"

#include <algorithm>

namespace platen::scan {

namespace {

constexpr std::string_view ourselves = "platen";

// After these the device has to be opened again.
bool is_broken(const Error& error) {
  switch (error.code) {
  case Errc::not_found:
  case Errc::conflict:
  case Errc::busy:
  case Errc::unsupported:
  case Errc::invalid:
    return false;
  default:
    return true;
  }
}

} // namespace

ScannerEntry Machine::entry() const {
  const std::lock_guard lock(mutex_);
  return entry_;
}

void Machine::change(ScannerEntry entry) {
  const std::lock_guard lock(mutex_);
  const bool another = entry.uri != entry_.uri || entry.model != entry_.model;
  entry_ = std::move(entry);
  if (!another) return;
  stale_ = true;
  facts_.reset();
  state_.reset();
  next_buttons_ = {};
}

void Machine::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  if (opened_) opened_->cancel.request();
  wake_.notify_all();
}

Failure Machine::in_use() const {
  const std::string who = line_.first();
  return fail(Errc::busy, "the scanner \"" + entry_.name + "\" is in use by " +
                              (who.empty() ? "somebody" : who) + "; try again when it is free");
}

Result<void> Machine::wait_for_turn(Lock& lock, std::uint64_t number,
                                    std::chrono::milliseconds patience, const Cancel* cancel) {
  const auto until = Clock::now() + patience;
  while (!ended_ && !line_.is_turn_of(number)) {
    if (cancel != nullptr && cancel->requested()) return fail(Errc::cancelled, "cancelled");
    const auto now = Clock::now();
    if (now >= until) return in_use();
    wake_.wait_until(lock, std::min(until, now + pace_.look));
  }
  if (ended_) return fail(Errc::cancelled, "the server ends");
  if (cancel != nullptr && cancel->requested()) return fail(Errc::cancelled, "cancelled");
  return {};
}

// With the turn; the lock is let go while the device is opened or closed.
Result<std::shared_ptr<OpenedScanner>> Machine::open(Lock& lock) {
  if (opened_ && (stale_ || opened_->broken || opened_->cancel.requested())) {
    auto old = std::move(opened_);
    lock.unlock();
    old.reset();
    lock.lock();
  }
  stale_ = false;
  if (opened_) return opened_;
  auto fresh = std::make_shared<OpenedScanner>();
  opened_ = fresh; // so that what cancels finds it
  if (ended_) fresh->cancel.request();
  const ScannerEntry entry = entry_;
  lock.unlock();
  auto scanner = options_->open(entry, fresh->cancel);
  lock.lock();
  if (!scanner) {
    opened_.reset();
    return Failure(scanner.error());
  }
  fresh->scanner = *std::move(scanner);
  if (!stale_) facts_ = fresh->scanner->facts();
  return fresh;
}

Result<std::shared_ptr<OpenedScanner>> Machine::begin_turn(Lock& lock, const Cancel* cancel) {
  line_.take();
  user_cancel_ = cancel;
  auto opened = open(lock);
  if (opened) return opened;
  lock.unlock();
  give_back();
  return opened;
}

Result<std::shared_ptr<OpenedScanner>> Machine::take_turn(const std::string& who,
                                                          std::chrono::milliseconds patience,
                                                          const Cancel* cancel) {
  Lock lock(mutex_);
  const std::uint64_t number = line_.join(who);
  if (auto turn = wait_for_turn(lock, number, patience, cancel); !turn) {
    line_.leave(number);
    wake_.notify_all();
    return Failure(turn.error());
  }
  return begin_turn(lock, cancel);
}

// For a short question, where nobody uses the scanner or waits for it.
Result<std::shared_ptr<OpenedScanner>> Machine::begin_look(Lock& lock) {
  looking_ = true;
  static_cast<void>(line_.join(std::string(ourselves)));
  return begin_turn(lock, nullptr);
}

void Machine::give_back() {
  const std::lock_guard lock(mutex_);
  line_.give_back();
  user_cancel_ = nullptr;
  if (!looking_) state_time_ = {}; // what its user saw was so while it was used
  looking_ = false;
  last_used_ = Clock::now();
  wake_.notify_all();
}

void Machine::saw(const Result<ScannerState>& state) {
  const std::lock_guard lock(mutex_);
  state_ = state;
  state_time_ = Clock::now();
  if (!state && opened_ && is_broken(state.error())) opened_->broken = true;
}

void Machine::failed(const Error& error) {
  const std::lock_guard lock(mutex_);
  if (opened_ && is_broken(error)) opened_->broken = true;
}

Result<ScannerFacts> Machine::facts() {
  {
    const std::lock_guard lock(mutex_);
    if (facts_) return *facts_;
  }
  TRY(const auto opened, take_turn(std::string(ourselves), pace_.turn, nullptr));
  ScannerFacts facts = opened->scanner->facts();
  give_back();
  return facts;
}

// What can be said without the device; nothing: it has to be asked. Under the mutex.
std::optional<Result<ScannerState>> Machine::remembered() const {
  if (state_ && Clock::now() - state_time_ < pace_.state && line_.idle()) return *state_;
  if (line_.idle() || looking_) return std::nullopt;
  ScannerState state = state_ && *state_ ? **state_ : ScannerState{};
  state.busy = true;
  if (state.message.empty()) state.message = "in use by " + line_.first();
  return Result<ScannerState>(std::move(state));
}

Result<ScannerState> Machine::state() {
  Lock lock(mutex_);
  // Somebody asks already: the answer is ours, too.
  const auto until = Clock::now() + pace_.turn;
  while (looking_ && !ended_ && Clock::now() < until)
    wake_.wait_until(lock, until);
  if (ended_) return fail(Errc::cancelled, "the server ends");
  if (auto known = remembered()) return *std::move(known);
  if (looking_) return in_use();
  const auto opened = begin_look(lock);
  if (lock.owns_lock()) lock.unlock();
  if (!opened) {
    saw(Failure(opened.error()));
    return Failure(opened.error());
  }
  auto state = (*opened)->scanner->state();
  saw(state);
  give_back();
  return state;
}

void Machine::follow_cancel() {
  const std::lock_guard lock(mutex_);
  if (user_cancel_ != nullptr && user_cancel_->requested() && opened_) opened_->cancel.request();
}

void Machine::close_if_idle() {
  std::shared_ptr<OpenedScanner> old;
  {
    const std::lock_guard lock(mutex_);
    if (!opened_ || !line_.idle() || Clock::now() - last_used_ < pace_.idle) return;
    looking_ = true;
    static_cast<void>(line_.join(std::string(ourselves)));
    line_.take();
    old = std::move(opened_);
  }
  old.reset();
  give_back();
}

bool Machine::wants_buttons(Clock::time_point now) const {
  const bool has_them = entry_.uri.starts_with("bjnp://") || entry_.uri.starts_with("usb://");
  return options_->pressed && has_them && line_.idle() && !ended_ && now >= next_buttons_ &&
         (!facts_ || facts_->buttons);
}

void Machine::note_buttons(Clock::time_point now, const Error* error) {
  std::string news;
  {
    const std::lock_guard lock(mutex_);
    next_buttons_ = now + (error == nullptr ? pace_.buttons : pace_.retry);
    if (error != nullptr && opened_) opened_->broken = true;
    if (error != nullptr && !buttons_failed_)
      news = "the buttons of the scanner \"" + entry_.name +
             "\" cannot be asked for: " + error->message();
    buttons_failed_ = error != nullptr;
  }
  if (!news.empty() && options_->log) options_->log("info", news);
}

std::optional<std::string> Machine::ask_for_buttons() {
  const auto now = Clock::now();
  Lock lock(mutex_);
  if (!wants_buttons(now)) return std::nullopt;
  const auto opened = begin_look(lock);
  if (lock.owns_lock()) lock.unlock();
  if (!opened) {
    note_buttons(now, &opened.error());
    return std::nullopt;
  }
  Result<std::optional<std::string>> pressed;
  if ((*opened)->scanner->facts().buttons) pressed = (*opened)->scanner->pressed();
  note_buttons(now, pressed ? nullptr : &pressed.error());
  give_back();
  return pressed ? *std::move(pressed) : std::nullopt;
}

} // namespace platen::scan
