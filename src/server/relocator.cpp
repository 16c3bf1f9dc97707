#include "server/relocator.h"

#include "base/thread.h"
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

} // namespace

Relocator::Options standard_relocation() {
  Relocator::Options options;
  options.identify = [](const std::string& uri, const device::Identity& known,
                        const Cancel& cancel) { return device::identify(uri, known, cancel); };
  options.locate = locate;
  return options;
}

Result<void> Relocator::start() {
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
  {
    const std::lock_guard lock(mutex_);
    const auto known = lost_.find(id);
    if (!has) {
      if (known == lost_.end()) return;
      known->second.lasts = false;
      known->second.words.clear();
      return;
    }
    trusted_.erase(id);
    const auto now = Clock::now();
    if (known == lost_.end())
      lost_[id] = {true, now, options_.first_pause, {}};
    else if (!known->second.lasts && now > known->second.next)
      known->second = {true, now, options_.first_pause, {}};
    else
      known->second.lasts = true;
  }
  wake_.notify_all();
}

std::string Relocator::about(job::PrinterId id) const {
  const std::lock_guard lock(mutex_);
  const auto found = lost_.find(id);
  return found == lost_.end() ? std::string() : found->second.words;
}

std::map<job::PrinterId, Relocator::Lost>::iterator Relocator::next_due() {
  auto best = lost_.end();
  for (auto one = lost_.begin(); one != lost_.end(); ++one)
    if (one->second.lasts && (best == lost_.end() || one->second.next < best->second.next))
      best = one;
  return best;
}

void Relocator::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_.requested()) {
    const auto due = next_due();
    if (due == lost_.end()) {
      wake_.wait(lock);
      continue;
    }
    if (const auto at = due->second.next; at > Clock::now()) {
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
  if (!printer || printer->device_identity.empty() || asked_who(printer->device_uri).empty())
    return;
  const auto located = options_.locate(printer->device_uri, printer->device_identity, stopping_);
  if (located) return conclude(*printer, *located);
  if (located.error().code != Errc::cancelled)
    say(*printer, "it cannot be looked for: " + located.error().message());
}

void Relocator::conclude(const job::Printer& printer, const std::vector<Located>& located) {
  const std::string who = device::in_words(printer.device_identity);
  if (std::ranges::find(located, host_of(printer.device_uri), &Located::host) != located.end())
    return say(printer, ""); // it is where it was
  if (located.empty())
    return say(printer, "no device on the network says that it is " + who +
                            ": is it switched on, and in this network?");
  if (located.size() > 1)
    return say(printer, std::to_string(located.size()) + " devices (" + joined(located) +
                            ") say that they are " + who + ": set device-uri to the right one");
  if (located[0].match == Match::unclear)
    return say(printer, "the device at " + located[0].host + " has a part of " + who +
                            " alone: set device-uri to it if it is the one");
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
  trouble(printer.id, false);
  if (options_.moved) options_.moved(*done, from);
}

void Relocator::say(const job::Printer& printer, std::string words) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = lost_.find(printer.id);
    if (found == lost_.end() || found->second.words == words) return;
    found->second.words = words;
  }
  if (!words.empty()) log("warning", printer.name + ": " + words);
}

} // namespace platen::server
