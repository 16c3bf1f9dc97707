#include "auth/pin_tries.h"

#include "auth/network.h"

#include <algorithm>

namespace platen::auth {

namespace {

std::string address_key(const Guesser& who) {
  return who.proven ? "user " + who.user : "address " + network_of(who.address);
}

// A line break is in no name, so that no two of them make one key.
std::string user_key(const std::string& thing, const Guesser& who) {
  return thing + "\n" + who.user + "\n" + address_key(who);
}

std::string in_words(std::int64_t wait_ms) {
  const std::int64_t seconds = (wait_ms + 999) / 1000;
  return seconds < 120 ? std::to_string(seconds) + " s"
                       : std::to_string((seconds + 59) / 60) + " min";
}

} // namespace

Result<void> PinTries::may_try(const std::string& thing, const Guesser& who, std::int64_t now_ms) {
  const std::string key = user_key(thing, who);
  std::int64_t wait = of_user_.wait_ms(key, now_ms);
  if (!is_trusted(key, who))
    wait = std::max(
        {wait, of_address_.wait_ms(address_key(who), now_ms), of_thing_.wait_ms(thing, now_ms)});
  if (wait == 0) return {};
  return fail(Errc::busy, "too many wrong PINs for " + thing + ": try again in " + in_words(wait));
}

void PinTries::wrong(const std::string& thing, const Guesser& who, std::int64_t now_ms) {
  const std::string key = user_key(thing, who);
  of_user_.wrong(key, now_ms);
  if (is_trusted(key, who)) return;
  of_address_.wrong(address_key(who), now_ms);
  of_thing_.wrong(thing, now_ms);
}

// The address stays as it is: who has one job may not guess on at the others.
void PinTries::right(const std::string& thing, const Guesser& who, std::int64_t now_ms) {
  const std::string key = user_key(thing, who);
  of_user_.right(key);
  const std::lock_guard lock(mutex_);
  if (!right_ms_.contains(key) && right_ms_.size() >= SlowDown::most_keys)
    right_ms_.erase(
        std::ranges::min_element(right_ms_, {}, [](const auto& one) { return one.second; }));
  right_ms_[key] = now_ms;
}

bool PinTries::is_trusted(const std::string& key, const Guesser& who) {
  const std::lock_guard lock(mutex_);
  return who.owner || right_ms_.contains(key);
}

} // namespace platen::auth
