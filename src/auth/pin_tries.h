#pragma once

#include "auth/slow_down.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace platen::auth {

// Who tries a PIN.
struct Guesser {
  std::string user;    // proven, or claimed
  bool proven = false; // a name that is proven nobody else can use up
  std::string address; // of the peer, or "local"
  bool owner = false;  // who sent the job, from where it was sent
};

// Makes guessing of PINs slow, which have few digits, and lets nobody lock others out on the cheap.
// Counted are the wrong ones
// - of a user at an address (of a proven user: from everywhere) for one thing, a job or a
//   department; these alone count for who knew its PIN before, and for the owner;
// - of an address, or a proven user, for all things: other names and other jobs are no way around;
// - for one thing in all: nor are other addresses. Its bound is so high that one address alone
//   needs hours to get there.
// From a bound on each further one doubles a pause up to SlowDown::longest_ms. Thread-safe.
class PinTries {
public:
  static constexpr int of_address = 20, of_thing = 50;
  // How many wrong ones a user at an address has before the first pause.
  explicit PinTries(int of_user)
      : of_user_(of_user), of_address_(of_address), of_thing_(of_thing) {}

  // Errc::busy, in words: it must wait.
  Result<void> may_try(const std::string& thing, const Guesser& who, std::int64_t now_ms);
  void wrong(const std::string& thing, const Guesser& who, std::int64_t now_ms);
  void right(const std::string& thing, const Guesser& who, std::int64_t now_ms);

private:
  bool is_trusted(const std::string& key, const Guesser& who);

  SlowDown of_user_, of_address_, of_thing_;
  std::mutex mutex_;
  std::map<std::string, std::int64_t> right_ms_; // who knew a PIN, and when last
};

} // namespace platen::auth
