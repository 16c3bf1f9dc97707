#include "server/relocator.h"

#include "base/thread.h"
#include "server/moves.h"
#include "server/sighting.h"

#include <algorithm>

namespace platen::server {

namespace {

using device::Match;

std::string title_of(const device::Probe& probe) {
  const auto models = probe.models();
  return models.empty() ? "a device" : models[0];
}

std::shared_ptr<const job::Printer> find(const job::Store& store, job::PrinterId id) {
  const auto printers = store.printers();
  const auto found = std::ranges::find(*printers, id, &job::Printer::id);
  if (found == printers->end()) return nullptr;
  return std::make_shared<const job::Printer>(*found);
}

std::string joined(const std::vector<Located>& located) {
  std::string hosts;
  for (const Located& one : located)
    hosts += (hosts.empty() ? "" : ", ") + one.host;
  return hosts;
}

bool may_move(const job::Printer& printer) {
  return !printer.device_identity.empty() && !asked_who(printer.device_uri).empty();
}

} // namespace

Relocator::Options standard_relocation() {
  Relocator::Options options;
  options.identify = [](const std::string& uri, const device::Identity& known,
                        const Cancel& cancel) { return device::identify(uri, known, cancel); };
  options.locate = locate;
  return options;
}

Result<void> Relocator::start() {
  for (const auto printers = store_.printers(); const job::Printer& printer : *printers)
    if (auto move = kept_move(store_, printer)) moves_[printer.id] = *std::move(move);
  TRY(thread_, start_thread([this] { run(); }));
  return {};
}

void Relocator::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_.request();
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

// Silence says nothing of who is there: then the connection tells whether anybody is.
Result<void> Relocator::may_send(const job::Printer& printer) {
  const std::string uri = asked_who(printer.device_uri);
  if (printer.device_identity.empty() || uri.empty()) return {};
  {
    const std::lock_guard lock(mutex_);
    const auto known = trusted_.find(printer.id);
    if (known != trusted_.end() && known->second.uri == uri && Clock::now() < known->second.until)
      return {};
  }
  const auto probe = options_.identify(uri, printer.device_identity, stopping_);
  const device::Identity told = probe ? probe->identity() : device::Identity();
  const Match match = device::compare(printer.device_identity, told);
  if (match == Match::different)
    return fail(Errc::conflict, "at " + host_of(printer.device_uri) + " another device answers (" +
                                    title_of(*probe) + ", " + device::in_words(told) +
                                    "), not the one of this printer (" +
                                    device::in_words(printer.device_identity) + ")");
  if (match == Match::unclear)
    log("warning", printer.name + ": the device at " + host_of(printer.device_uri) + " tells " +
                       device::in_words(told) + ", and the printer's has " +
                       device::in_words(printer.device_identity) + ": was a part changed?");
  const std::lock_guard lock(mutex_);
  trusted_[printer.id] = {uri, Clock::now() + options_.trusted};
  return {};
}

void Relocator::trouble(job::PrinterId id, bool has) {
  set(id, &Lost::by_job, has);
}

void Relocator::set(job::PrinterId id, Cause cause, bool has) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = lost_.find(id);
    if (has) {
      trusted_.erase(id);
      begin(known == lost_.end() ? lost_[id] : known->second, cause);
    } else if (known != lost_.end()) {
      known->second.*cause = false;
      if (known->second.lasts()) return;
      known->second.words.clear();
      known->second.search = {};
    }
  }
  if (has) wake_.notify_all();
}

void Relocator::begin(Lost& one, Cause cause) {
  const auto at = Clock::now();
  if (!one.lasts() && at > one.next) {
    one = {};
    one.next = at;
    one.pause = options_.first_pause;
  }
  // Somebody waits now for what nobody waited for: that is put off no longer, once.
  if (cause == &Lost::by_job && one.by_silence && !one.hurried) {
    one.hurried = true;
    one.next = std::min<Clock::time_point>(one.next, at + options_.first_pause);
  }
  one.*cause = true;
}

Relocator::Clock::duration Relocator::round() const {
  using std::chrono::milliseconds;
  return std::clamp(patience_.load() / 2, milliseconds{5}, milliseconds{10'000});
}

void Relocator::hear_who_is_silent() {
  std::map<job::PrinterId, Silence> silences;
  const auto at = Clock::now();
  for (const auto printers = store_.printers(); const job::Printer& printer : *printers) {
    if (!may_move(printer)) continue;
    const bool silent = options_.silent(printer);
    const auto before = silences_.find(printer.id);
    const bool goes_on = before != silences_.end() && before->second.uri == printer.device_uri;
    const auto since = goes_on ? before->second.since : at;
    if (silent) silences[printer.id] = {printer.device_uri, since};
    set(printer.id, &Lost::by_silence, silent && at - since >= patience_.load());
  }
  silences_ = std::move(silences);
}

std::string Relocator::about(job::PrinterId id) const {
  const std::lock_guard lock(mutex_);
  const auto found = lost_.find(id);
  return found == lost_.end() ? std::string() : found->second.words;
}

std::map<job::PrinterId, Relocator::Lost>::iterator Relocator::next_due() {
  auto best = lost_.end();
  for (auto one = lost_.begin(); one != lost_.end(); ++one)
    if (one->second.lasts() && (best == lost_.end() || one->second.next < best->second.next))
      best = one;
  return best;
}

void Relocator::run() {
  auto round_ends = options_.silent ? Clock::now() + round() : Clock::time_point::max();
  std::unique_lock lock(mutex_);
  while (!stopping_.requested()) {
    if (Clock::now() >= round_ends) {
      lock.unlock();
      hear_who_is_silent();
      round_ends = Clock::now() + round();
      lock.lock();
      continue;
    }
    const auto due = next_due();
    const auto at = due == lost_.end() ? round_ends : std::min(due->second.next, round_ends);
    if (at == Clock::time_point::max()) {
      wake_.wait(lock);
      continue;
    }
    if (due == lost_.end() || due->second.next > Clock::now()) {
      wake_.wait_until(lock, at);
      continue;
    }
    Lost& one = due->second;
    one.next = Clock::now() + one.pause;
    one.pause = std::min(2 * one.pause, options_.last_pause);
    const job::PrinterId id = due->first;
    lock.unlock();
    look_for(id);
    lock.lock();
  }
}

void Relocator::look_for(job::PrinterId id) {
  const auto printer = find(store_, id);
  if (!printer || !may_move(*printer)) return;
  const auto located = options_.locate(printer->device_uri, printer->device_identity, stopping_);
  if (located) return conclude(*printer, *located);
  if (located.error().code != Errc::cancelled)
    say(*printer, "it cannot be looked for: " + located.error().message());
}

void Relocator::conclude(const job::Printer& printer, const std::vector<Located>& located) {
  using End = doctor::SearchFacts::End;
  const std::string who = device::in_words(printer.device_identity);
  if (std::ranges::find(located, host_of(printer.device_uri), &Located::host) != located.end())
    return say(printer, ""); // it is where it was
  if (located.empty())
    return say(printer,
               "no device on the network says that it is " + who +
                   ": is it switched on, and in this network?",
               {End::not_found, {}, now()});
  if (located.size() > 1)
    return say(printer,
               std::to_string(located.size()) + " devices (" + joined(located) +
                   ") say that they are " + who + ": set device-uri to the right one",
               {End::several, joined(located), now()});
  if (located[0].match == Match::unclear)
    return say(printer,
               "the device at " + located[0].host + " has a part of " + who +
                   " alone: set device-uri to it if it is the one",
               {End::in_part, located[0].host, now()});
  move(printer, located[0].host);
}

void Relocator::move(const job::Printer& printer, const std::string& host) {
  const std::string from = printer.device_uri;
  const auto edit = [from, host](job::Printer& now) -> Result<void> {
    if (now.device_uri != from) return fail(Errc::conflict, "its device-uri was changed meanwhile");
    now.device_uri = with_host(from, host);
    return {};
  };
  const auto done = job::wait<job::Printer>(
      [&](auto told) { store_.update_printer(printer.id, edit, std::move(told)); });
  if (!done)
    return say(printer, "its device was found at " + host +
                            ", but that cannot be kept: " + done.error().message());
  log("warning", printer.name + ": its device (" + device::in_words(printer.device_identity) +
                     ") has moved from " + host_of(from) + " to " + host);
  const doctor::MoveFacts kept{host_of(from), host, device::in_words(printer.device_identity),
                               now()};
  keep_move(store_, printer, kept);
  {
    const std::lock_guard lock(mutex_);
    moves_[printer.id] = kept;
  }
  trouble(printer.id, false);
  set(printer.id, &Lost::by_silence, false);
  if (options_.moved) options_.moved(*done, from);
}

doctor::SearchFacts Relocator::search(job::PrinterId id) const {
  const std::lock_guard lock(mutex_);
  const auto found = lost_.find(id);
  return found == lost_.end() ? doctor::SearchFacts() : found->second.search;
}

std::optional<doctor::MoveFacts> Relocator::last_move(const job::Printer& printer) const {
  constexpr std::int64_t told_for = 7 * 86'400;
  const std::lock_guard lock(mutex_);
  const auto found = moves_.find(printer.id);
  if (found == moves_.end() || found->second.to != host_of(printer.device_uri) ||
      now() - found->second.at > told_for)
    return std::nullopt;
  return found->second;
}

void Relocator::say(const job::Printer& printer, std::string words, doctor::SearchFacts facts) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = lost_.find(printer.id);
    if (found == lost_.end()) return;
    found->second.search = std::move(facts);
    if (found->second.words == words) return;
    found->second.words = words;
  }
  if (!words.empty()) log("warning", printer.name + ": " + words);
}

} // namespace platen::server
