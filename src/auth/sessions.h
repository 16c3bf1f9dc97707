#pragma once

#include "auth/gate.h"
#include "auth/users.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::auth {

// Browsers in which somebody has logged in. The browser has a secret of 256 random bits, made anew
// at each log-in; here is only its digest. A session ends when it is not used for half a day, after
// a month, when it is ended, and when its user's role or password changes or the user goes. They
// survive a restart, in a file of mode 0600. Bounded in number: the longest unused go first.
// Thread-safe.
class Sessions {
public:
  static constexpr std::int64_t idle_seconds = 12 * 3600;
  static constexpr std::int64_t longest_seconds = 30 * 86'400;
  static constexpr std::size_t most = 1'000, most_of_a_user = 50;

  struct Options {
    std::filesystem::path file, users;
    std::function<std::int64_t()> clock; // seconds since 1970
    Gate::Log log;                       // from any thread; may be empty. Never gets a secret
  };
  struct Session {
    std::string id; // for people who end it; not the secret
    std::string user;
    std::string address; // from where it was begun
    std::int64_t created = 0, used = 0;
    std::int64_t expires() const;
  };
  struct Found : Session {
    Role role = Role::user; // as it is now
    std::string csrf;       // what a request that changes something must bring as well
  };
  struct Begun {
    std::string secret;
    Found session;
  };

  // A file that cannot be read is an end of all sessions, told to the log: people log in again.
  explicit Sessions(Options options);

  // Errc::not_found: there is no such user.
  Result<Begun> begin(const std::string& user, const std::string& address);
  // Uses it. Nothing: there is none, or it has ended.
  std::optional<Found> find(std::string_view secret);
  // The role of whoever has it; does not use it. Nothing: it has ended.
  std::optional<Role> role_in(const std::string& id);
  void end(std::string_view secret);
  Result<void> end_by_id(const std::string& id); // Errc::not_found
  std::vector<Session> all();                    // the last used first

  void tick(); // about once a second: ends what is over, keeps what has changed

private:
  struct Kept : Session {
    std::string mark; // of the user's line (users.h)
  };
  using Book = std::map<std::string, Kept>; // by the digest of the secret

  void load();
  std::optional<User> user_of(const std::string& name);
  bool is_over(const Kept& kept, std::int64_t now);
  void make_room(const std::string& user);
  std::string text() const;
  void save();

  const Options options_;
  UsersFile users_;  // what is wrong with it the gate tells
  std::mutex mutex_; // of what follows
  Book book_;
  bool changed_ = false;
  std::int64_t saved_ = 0; // when
  std::mutex writing_;     // one writes at a time; taken before the other
  bool failed_ = false;    // the last time
};

} // namespace platen::auth
