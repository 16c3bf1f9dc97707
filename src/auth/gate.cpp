#include "auth/gate.h"

#include "auth/basic.h"
#include "auth/network.h"
#include "auth/proven.h"
#include "auth/slow_down.h"
#include "auth/tokens.h"
#include "auth/users.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include <pwd.h>
#include <unistd.h>

namespace platen::auth {

namespace {

// What a wrong name is compared with, so that it takes as long as a wrong password.
const std::string& nobodys_hash() {
  static const std::string hash = hash_password("nobody has this password").value_or("");
  return hash;
}

std::string name_of(std::uint32_t uid) {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> text{};
  if (::getpwuid_r(uid, &entry, text.data(), text.size(), &found) == 0 && found != nullptr)
    return found->pw_name;
  return "uid-" + std::to_string(uid);
}

class FileGate final : public Gate {
public:
  explicit FileGate(Options options)
      : options_(std::move(options)), users_(options_.users, read_users, options_.log) {}

  Result<Principal> identify(const Caller& caller, std::string_view authorization) override {
    Principal who;
    who.local = caller.local_uid.has_value() || caller.loopback;
    who.address = caller.local_uid ? "local" : caller.address;
    if (is_bearer(authorization)) return with_token(caller, authorization, std::move(who));
    if (!authorization.empty()) return with_password(caller, authorization, std::move(who));
    if (!caller.local_uid) return who;
    who.name = name_of(*caller.local_uid);
    if (administers(*caller.local_uid)) who.take(Role::administrator);
    return who;
  }

private:
  bool administers(std::uint32_t uid) const {
    const auto others = options_.administrator_uids.get();
    return uid == 0 || uid == ::geteuid() || std::ranges::count(*others, uid) > 0;
  }

  Result<Principal> with_password(const Caller& caller, std::string_view authorization,
                                  Principal who) {
    TRY(const Credentials given, parse_basic(authorization));
    if (!caller.encrypted && !who.local)
      return fail(Errc::denied, "a password is taken only over TLS; use https or ipps");
    const auto read = users_.current();
    if (!read) return cannot_read(read.error());
    const Users& users = **read;
    const auto user = users.find(given.name);
    const std::string& hash = user == users.end() ? nobodys_hash() : user->second.hash;
    const std::int64_t now = options_.clock();
    const bool known = user != users.end() && proven_.holds(given, hash, now);
    if (!known) TRY_VOID(prove(given, hash, user != users.end(), who.address, now));
    who.name = given.name;
    who.take(user->second.role);
    return who;
  }

  // Nobody guesses 256 bits: a wrong token costs no pause, and many of them only as many lines of
  // the log as wrong passwords would.
  Result<Principal> with_token(const Caller& caller, std::string_view authorization,
                               Principal who) {
    if (!caller.encrypted && !who.local)
      return fail(Errc::denied, "a token is taken only over TLS; use https or ipps");
    if (options_.tokens == nullptr) return fail(Errc::denied, "there are no tokens here");
    auto found = options_.tokens->find(bearer_of(authorization));
    if (!found) {
      const std::string key = "token address " + network_of(who.address);
      const std::int64_t now = options_.clock();
      if (slow_down_.wait_ms(key, now) == 0) log("warning", "a wrong token from " + who.address);
      slow_down_.wrong(key, now);
      return Failure(std::move(found).error());
    }
    who.name = found->user;
    who.scopes = found->scopes;
    who.take(found->role);
    return who;
  }

  // Where the file lies and what is wrong with it is the administrator's affair, not the caller's.
  Failure cannot_read(const Error& error) {
    {
      const std::lock_guard lock(told_mutex_);
      if (std::exchange(told_, error.what) != error.what)
        log("error", "nobody can log in: " + error.what);
    }
    return fail(Errc::io, "passwords cannot be checked at present; the server's log says why");
  }

  void log(std::string_view level, std::string_view text) const {
    if (options_.log) options_.log(level, text);
  }

  // One argon2id, or a refusal because there were too many wrong ones.
  Result<void> prove(const Credentials& given, const std::string& hash, bool exists,
                     const std::string& address, std::int64_t now) {
    const std::array<std::string, 2> keys{"address " + network_of(address), "name " + given.name};
    for (const std::string& key : keys)
      if (const std::int64_t wait = slow_down_.wait_ms(key, now); wait > 0)
        return fail(Errc::busy, "too many wrong passwords; try again in " +
                                    std::to_string((wait + 999) / 1000) + " s");
    const bool right = password_matches(hash, given.password) && exists;
    for (const std::string& key : keys)
      right ? slow_down_.right(key) : slow_down_.wrong(key, now);
    if (!right) {
      // A name that is nobody's may be a password typed into the wrong field.
      log("warning", "a wrong password from " + address + " for " +
                         (exists ? "the user " + given.name : "an unknown user"));
      return fail(Errc::denied, "the user name or the password is wrong");
    }
    proven_.remember(given, hash, now);
    return {};
  }

  Options options_;
  UsersFile users_;
  std::mutex told_mutex_;
  std::string told_; // why nobody can log in, as the log has it
  SlowDown slow_down_;
  Proven proven_;
};

} // namespace

Result<std::unique_ptr<Gate>> make_gate(Gate::Options options) {
  return std::unique_ptr<Gate>(std::make_unique<FileGate>(std::move(options)));
}

} // namespace platen::auth
