#include "intake/ipp/pins.h"

#include <algorithm>
#include <array>

#include <cups/cups.h>

namespace platen::intake::ipp {

namespace {

constexpr std::size_t most_waiting = 64;
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

void Pins::compare(job::JobId id, auth::Guesser who, std::string hash, Pin pin,
                   std::function<void(Result<void>)> done) {
  const auto shared = std::make_shared<std::function<void(Result<void>)>>(std::move(done));
  const auto work = [this, thing = "job " + std::to_string(id), who = std::move(who),
                     hash = std::move(hash), pin = std::move(pin), shared](bool run) {
    if (!run) return (*shared)(fail(Errc::cancelled, "the server stops"));
    // Looked at here, where one comes after another: many at once are no way around it.
    const std::int64_t now = options_.clock_ms();
    if (const auto may = tries_.may_try(thing, who, now); !may)
      return (*shared)(fail(Errc::busy, may.error().what + "; an operator releases it "
                                                           "without one"));
    const auto text = canonical(pin);
    if (text && options_.matches(hash, *text)) {
      tries_.right(thing, who, now);
      return (*shared)({});
    }
    tries_.wrong(thing, who, now);
    if (options_.log) options_.log("warning", "a wrong PIN for " + thing + " from " + who.address);
    (*shared)(fail(Errc::denied, "the job-password is wrong"));
  };
  if (!thread_.take(work))
    (*shared)(fail(Errc::busy, "too many job passwords are tried, try again"));
}

void Pins::apart(std::function<Result<void>()> work, std::function<void(Result<void>)> done) {
  const auto shared = std::make_shared<std::function<void(Result<void>)>>(std::move(done));
  const bool accepted = thread_.take([work = std::move(work), shared](bool run) {
    (*shared)(run ? work() : fail(Errc::cancelled, "the server stops"));
  });
  if (!accepted) (*shared)(fail(Errc::busy, "too many PINs are tried, try again"));
}

} // namespace platen::intake::ipp
