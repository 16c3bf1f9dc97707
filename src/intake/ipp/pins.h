#pragma once

#include "auth/gate.h"
#include "auth/pin_tries.h"
#include "base/result.h"
#include "base/side_thread.h"
#include "job/job.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::intake::ipp {

// A job-password as it came, and how the client had hashed it (PWG 5100.11 section 7.1).
struct Pin {
  std::string octets;
  std::string encryption = "none";
};

inline constexpr int shortest_pin = 4, longest_pin = 255; // octets, before hashing by the client
std::vector<std::string_view> pin_encryptions();          // job-password-encryption-supported

// Errc::unsupported: another encryption; Errc::invalid: of a wrong length.
Result<void> check_pin(const Pin& pin);

// Hashes job passwords and compares them, slowly and one at a time, on a thread of its own. Wrong
// ones cost time (auth::PinTries): this, and not the hash, is what stops guessing. PINs of
// departments are tried there, too (job_account.h).
class Pins {
public:
  struct Options {
    std::function<Result<std::string>(std::string_view)> hash;            // auth::hash_password
    std::function<bool(std::string_view hash, std::string_view)> matches; // auth::password_matches
    std::function<std::int64_t()> clock_ms;                               // monotonic
    auth::Gate::Log log = {}; // wrong ones, without the PIN
  };
  explicit Pins(Options options); // what waits at its end is answered with Errc::cancelled

  // `done` runs on this object's thread, or at once with Errc::busy when too many wait.
  void hash(Pin pin, std::function<void(Result<std::string>)> done);
  // Errc::denied: a wrong one; Errc::busy: wait after too many wrong ones.
  void compare(job::JobId id, auth::Guesser who, std::string hash, Pin pin,
               std::function<void(Result<void>)> done);
  // Anything else that takes as long as comparing a password: `work` on this object's thread, in
  // its turn. `done` as for hash().
  void apart(std::function<Result<void>()> work, std::function<void(Result<void>)> done);

private:
  static constexpr int free_tries = 3; // mistyped ones cost nothing
  Options options_;
  auth::PinTries tries_{free_tries};
  SideThread thread_; // last: it uses the others
};

} // namespace platen::intake::ipp
