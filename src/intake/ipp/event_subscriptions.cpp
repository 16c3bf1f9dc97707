#include "intake/ipp/events.h"
#include "intake/ipp/subscription_book.h"

#include <algorithm>

// The subscriptions of Events: made, renewed, ended, and kept in the store.
namespace platen::intake::ipp {

namespace {

constexpr std::int32_t put_aside = 1000;

std::int32_t lease_within(std::int32_t lease) {
  return lease == 0 ? lease_most : std::clamp(lease, 1, lease_most);
}

} // namespace

// What cannot be read was never there: who subscribed is told so when it asks, and subscribes anew.
void Events::load() {
  const auto text = store_.setting(subscriptions_setting);
  if (!text) return;
  const auto book = decode_book(*text);
  if (!book) return;
  next_ = book->next;
  const job::Time now = options_.clock(), steady = options_.steady();
  for (const Subscription& kept : book->subscriptions) {
    const bool gone = kept.printer != 0 && !printers_.contains(kept.printer);
    if (gone || kept.expires < now) continue;
    // No lease is longer than it was given, whatever the clock did while the server was down.
    const job::Time left = std::min<job::Time>(kept.expires - now, kept.lease);
    entries_.emplace(kept.id, Entry{kept, {}, 0, steady + left, kept.sequence});
  }
  count_ = entries_.size();
}

bool Events::nearly_used_up(const Entry& entry) {
  return entry.subscription.sequence + put_aside / 2 >= entry.kept_sequence;
}

// Sequence numbers are put aside in the store some at a time: what a client has seen before a
// restart is never given to another event, and an event does not wait for the disk.
std::string Events::encoded() {
  const std::lock_guard lock(mutex_);
  SubscriptionBook book{next_, {}};
  for (auto& [id, entry] : entries_) {
    if (entry.subscription.job != 0) continue;
    if (nearly_used_up(entry)) entry.kept_sequence = entry.subscription.sequence + put_aside;
    book.subscriptions.push_back(seen(entry));
    book.subscriptions.back().sequence = entry.kept_sequence;
  }
  numbers_used_up_ = false;
  return encode_book(book);
}

void Events::save(job::Store::Done<void> done) {
  const std::lock_guard lock(save_mutex_);
  store_.set_setting(subscriptions_setting, encoded(), std::move(done));
}

// About once a second is often enough.
void Events::drop_old() {
  const job::Time now = options_.steady();
  if (now == swept_) return;
  swept_ = now;
  for (auto& [id, entry] : entries_)
    while (!entry.events.empty() && entry.events.front().came + event_life < now)
      entry.events.pop_front();
  std::erase_if(entries_, [&](const auto& item) {
    const Entry& entry = item.second;
    if (entry.lease_ends != 0) return entry.lease_ends < now;
    return entry.job_ended != 0 && entry.job_ended + event_life < now;
  });
  count_ = entries_.size();
}

std::size_t Events::count_of(const std::string& user) const {
  return static_cast<std::size_t>(
      std::count_if(entries_.begin(), entries_.end(),
                    [&](const auto& item) { return item.second.subscription.user == user; }));
}

Result<Subscription> Events::subscribe(Subscription wanted) {
  const std::lock_guard lock(mutex_);
  drop_old();
  if (entries_.size() >= options_.most_subscriptions ||
      count_of(wanted.user) >= options_.most_of_one_user)
    return fail(Errc::limit, "there are too many subscriptions");
  wanted.id = next_++;
  wanted.sequence = 0;
  wanted.lease = wanted.job == 0 ? lease_within(wanted.lease) : 0;
  const job::Time ends = wanted.job == 0 ? options_.steady() + wanted.lease : 0;
  const auto made = entries_.emplace(wanted.id, Entry{wanted, {}, 0, ends, 0}).first;
  count_ = entries_.size();
  return seen(made->second);
}

Subscription Events::seen(const Entry& entry) const {
  Subscription subscription = entry.subscription;
  const bool leased = entry.lease_ends != 0;
  subscription.expires = leased ? options_.clock() + entry.lease_ends - options_.steady() : 0;
  return subscription;
}

std::optional<Subscription> Events::find(SubscriptionId id) {
  const std::lock_guard lock(mutex_);
  drop_old();
  const auto found = entries_.find(id);
  return found == entries_.end() ? std::nullopt : std::optional(seen(found->second));
}

std::vector<Subscription> Events::all() {
  const std::lock_guard lock(mutex_);
  drop_old();
  std::vector<Subscription> list;
  for (const auto& [id, entry] : entries_)
    list.push_back(seen(entry));
  return list;
}

Result<Subscription> Events::renew(SubscriptionId id, std::int32_t lease) {
  const std::lock_guard lock(mutex_);
  drop_old();
  const auto found = entries_.find(id);
  if (found == entries_.end())
    return fail(Errc::not_found, "there is no subscription " + std::to_string(id));
  Subscription& subscription = found->second.subscription;
  if (subscription.job != 0)
    return fail(Errc::conflict, "the subscription lasts as long as its job");
  subscription.lease = lease_within(lease);
  found->second.lease_ends = options_.steady() + subscription.lease;
  return seen(found->second);
}

Result<void> Events::cancel(SubscriptionId id) {
  const std::lock_guard lock(mutex_);
  if (entries_.erase(id) == 0)
    return fail(Errc::not_found, "there is no subscription " + std::to_string(id));
  count_ = entries_.size();
  return {};
}

Result<Events::Got> Events::get(SubscriptionId id, std::int32_t first_sequence) {
  const std::lock_guard lock(mutex_);
  drop_old();
  const auto found = entries_.find(id);
  if (found == entries_.end())
    return fail(Errc::not_found, "there is no subscription " + std::to_string(id));
  Got got;
  for (const Delivered& event : found->second.events)
    if (event.sequence >= first_sequence) got.events.push_back(event);
  got.complete = found->second.job_ended != 0;
  return got;
}

std::size_t Events::events_kept() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& [id, entry] : entries_)
    count += entry.events.size();
  return count;
}

} // namespace platen::intake::ipp
