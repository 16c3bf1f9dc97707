#include "intake/ipp/pins.h"

#include <algorithm>
#include <array>

#include <cups/cups.h>

namespace platen::intake::ipp {

namespace {

constexpr std::size_t most_waiting = 64;
constexpr std::size_t most_failures = 10'000; // keys remembered
constexpr int free_attempts = 3;              // mistyped ones cost nothing
constexpr job::Time longest_wait = 300;
constexpr std::size_t sha256_bytes = 32;

// One form for both encryptions, so that a PIN matches however either side sent it.
Result<std::string> canonical(const Pin& pin) {
  TRY_VOID(check_pin(pin));
  if (pin.encryption != "none") return pin.octets;
  std::array<unsigned char, sha256_bytes> sum{};
  if (cupsHashData("sha2-256", pin.octets.data(), pin.octets.size(), sum.data(), sum.size()) !=
      static_cast<ssize_t>(sum.size()))
    return fail(Errc::bug, "SHA-256 is not available");
  return std::string(reinterpret_cast<const char*>(sum.data()), sum.size());
}

} // namespace

std::vector<std::string_view> pin_encryptions() {
  return {"none", "sha2-256"};
}

Result<void> check_pin(const Pin& pin) {
  const auto known = pin_encryptions();
  if (std::find(known.begin(), known.end(), pin.encryption) == known.end())
    return fail(Errc::unsupported, "job-password-encryption is none or sha2-256 here");
  const auto size = static_cast<int>(pin.octets.size());
  if (pin.encryption == "none" && (size < shortest_pin || size > longest_pin))
    return fail(Errc::invalid, "a job-password has " + std::to_string(shortest_pin) + " to " +
                                   std::to_string(longest_pin) + " characters");
  if (pin.encryption != "none" && pin.octets.size() != sha256_bytes)
    return fail(Errc::invalid, "job-password is not a SHA-256 sum of 32 octets");
  return {};
}

Pins::Pins(Options options) : options_(std::move(options)), thread_(most_waiting) {}

void Pins::hash(Pin pin, std::function<void(Result<std::string>)> done) {
  const auto shared = std::make_shared<std::function<void(Result<std::string>)>>(std::move(done));
  const bool accepted = thread_.take([this, pin = std::move(pin), shared](bool run) {
    if (!run) return (*shared)(fail(Errc::cancelled, "the server stops"));
    const auto text = canonical(pin);
    (*shared)(text ? options_.hash(*text) : Result<std::string>(Failure(text.error())));
  });
  if (!accepted) (*shared)(fail(Errc::busy, "too many job passwords are being set, try again"));
}

void Pins::compare(job::JobId id, const std::string& user, std::string hash, Pin pin,
                   std::function<void(Result<void>)> done) {
  const auto shared = std::make_shared<std::function<void(Result<void>)>>(std::move(done));
  const std::array keys{"job " + std::to_string(id), "user " + user};
  const auto work = [this, keys, hash = std::move(hash), pin = std::move(pin), shared](bool run) {
    if (!run) return (*shared)(fail(Errc::cancelled, "the server stops"));
    // Looked at here, where one comes after another: many at once are no way around it.
    if (must_wait(keys[0]) || must_wait(keys[1]))
      return (*shared)(fail(Errc::busy, "too many wrong passwords, try again later"));
    const auto text = canonical(pin);
    const bool right = text && options_.matches(hash, *text);
    for (const std::string& key : keys)
      if (!right) note_wrong(key);
    if (right) forget(keys[0]); // not the user's: who has one job may not guess on at the others
    (*shared)(right ? Result<void>() : fail(Errc::denied, "the job-password is wrong"));
  };
  if (!thread_.take(work))
    (*shared)(fail(Errc::busy, "too many job passwords are tried, try again"));
}

bool Pins::must_wait(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(key);
  return found != failures_.end() && options_.clock() < found->second.until;
}

void Pins::forget(const std::string& key) {
  const std::lock_guard lock(mutex_);
  failures_.erase(key);
}

void Pins::note_wrong(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const job::Time now = options_.clock();
  const auto is_over = [&](const Failures& entry) { return entry.until + longest_wait < now; };
  if (failures_.size() >= most_failures)
    std::erase_if(failures_, [&](const auto& entry) { return is_over(entry.second); });
  if (failures_.size() >= most_failures) failures_.erase(failures_.begin());
  Failures& entry = failures_[key];
  if (is_over(entry)) entry.count = 0;
  const int beyond = ++entry.count - free_attempts;
  entry.until =
      beyond < 0 ? now : now + std::min(job::Time{1} << std::min(beyond, 30), longest_wait);
}

} // namespace platen::intake::ipp
