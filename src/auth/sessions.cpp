#include "auth/sessions.h"

#include "auth/private_file.h"
#include "auth/secret_word.h"
#include "base/file.h"
#include "json/fields.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace platen::auth {

namespace {

using Json = nlohmann::json;
using json::number_in;
using json::text_in;

constexpr std::uint64_t file_bytes = 4 << 20;
constexpr std::int64_t between_saves = 60; // seconds, where a session was only used

// Nobody learns the secret from it, and without the secret nobody has it.
std::string csrf_of(std::string_view secret) {
  return digest_of("csrf " + std::string(secret)).substr(0, 40);
}

std::string id_of(const std::string& digest) {
  return digest.substr(0, 16);
}

} // namespace

std::int64_t Sessions::Session::expires() const {
  return std::min(used + idle_seconds, created + longest_seconds);
}

Sessions::Sessions(Options options)
    : options_(std::move(options)), users_(options_.users, read_users, {}) {
  load();
}

void Sessions::load() {
  std::error_code error;
  if (!std::filesystem::exists(options_.file, error)) return;
  const auto bytes = read_file(options_.file, file_bytes);
  const Json json = bytes ? Json::parse(as_text(*bytes), nullptr, false) : Json();
  if (!json.is_array()) {
    if (options_.log)
      options_.log("warning",
                   options_.file.string() + " cannot be read: whoever was logged in logs in again");
    return;
  }
  for (const Json& entry : json) {
    if (!entry.is_object() || book_.size() >= most) continue;
    const std::string digest = text_in(entry, "digest");
    Kept kept;
    kept.id = id_of(digest);
    kept.user = text_in(entry, "user");
    kept.address = text_in(entry, "address");
    kept.mark = text_in(entry, "mark");
    kept.created = number_in(entry, "created");
    kept.used = number_in(entry, "used");
    if (digest.size() == 64) book_.insert_or_assign(digest, std::move(kept));
  }
}

std::optional<User> Sessions::user_of(const std::string& name) {
  const auto users = users_.current();
  if (!users) return std::nullopt;
  const auto found = (*users)->find(name);
  return found == (*users)->end() ? std::nullopt : std::optional(found->second);
}

bool Sessions::is_over(const Kept& kept, std::int64_t now) {
  if (kept.expires() <= now) return true;
  const auto user = user_of(kept.user);
  return !user || mark_of(*user) != kept.mark;
}

// For one more.
void Sessions::make_room(const std::string& user) {
  const auto drop_oldest = [this](const std::string* of) {
    auto oldest = book_.end();
    for (auto at = book_.begin(); at != book_.end(); ++at)
      if ((of == nullptr || at->second.user == *of) &&
          (oldest == book_.end() || at->second.used < oldest->second.used))
        oldest = at;
    if (oldest != book_.end()) book_.erase(oldest);
  };
  const auto of_user =
      std::ranges::count_if(book_, [&](const auto& entry) { return entry.second.user == user; });
  if (static_cast<std::size_t>(of_user) >= most_of_a_user) drop_oldest(&user);
  if (book_.size() >= most) drop_oldest(nullptr);
}

Result<Sessions::Begun> Sessions::begin(const std::string& user, const std::string& address) {
  const auto known = user_of(user);
  if (!known) return fail(Errc::not_found, "there is no user " + user);
  TRY(const std::string secret, random_word());
  const std::string digest = digest_of(secret);
  Kept kept;
  kept.id = id_of(digest);
  kept.user = user;
  kept.address = address;
  kept.created = kept.used = options_.clock();
  kept.mark = mark_of(*known);
  {
    const std::lock_guard lock(mutex_);
    make_room(user);
    book_.insert_or_assign(digest, kept);
  }
  save();
  return Begun{secret, {kept, known->role, csrf_of(secret)}};
}

std::optional<Sessions::Found> Sessions::find(std::string_view secret) {
  const std::string digest = digest_of(secret);
  const std::int64_t now = options_.clock();
  const std::lock_guard lock(mutex_);
  const auto found = book_.find(digest);
  if (found == book_.end()) return std::nullopt;
  Kept& kept = found->second;
  const auto user = user_of(kept.user);
  if (kept.expires() <= now || !user || mark_of(*user) != kept.mark) {
    book_.erase(found);
    changed_ = true;
    return std::nullopt;
  }
  kept.used = std::max(kept.used, now);
  changed_ = true;
  return Found{kept, user->role, csrf_of(secret)};
}

std::optional<Role> Sessions::role_in(const std::string& id) {
  const std::int64_t now = options_.clock();
  const std::lock_guard lock(mutex_);
  const auto found =
      std::ranges::find_if(book_, [&](const auto& entry) { return entry.second.id == id; });
  if (found == book_.end() || is_over(found->second, now)) return std::nullopt;
  const auto user = user_of(found->second.user);
  return user ? std::optional(user->role) : std::nullopt;
}

void Sessions::end(std::string_view secret) {
  const std::string digest = digest_of(secret);
  {
    const std::lock_guard lock(mutex_);
    if (book_.erase(digest) == 0) return;
  }
  save();
}

Result<void> Sessions::end_by_id(const std::string& id) {
  {
    const std::lock_guard lock(mutex_);
    const auto found =
        std::ranges::find_if(book_, [&](const auto& entry) { return entry.second.id == id; });
    if (found == book_.end()) return fail(Errc::not_found, "there is no session " + id);
    book_.erase(found);
  }
  save();
  return {};
}

std::vector<Sessions::Session> Sessions::all() {
  const std::int64_t now = options_.clock();
  std::vector<Session> sessions;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [digest, kept] : book_)
      if (!is_over(kept, now)) sessions.push_back(kept);
  }
  std::ranges::sort(sessions, std::ranges::greater{}, &Session::used);
  return sessions;
}

void Sessions::tick() {
  const std::int64_t now = options_.clock();
  bool due = false;
  {
    const std::lock_guard lock(mutex_);
    const auto over =
        std::erase_if(book_, [&](const auto& entry) { return is_over(entry.second, now); });
    due = over > 0 || (changed_ && now - saved_ >= between_saves);
  }
  if (due) save();
}

std::string Sessions::text() const {
  Json json = Json::array();
  for (const auto& [digest, kept] : book_)
    json.push_back({{"digest", digest},
                    {"user", kept.user},
                    {"address", kept.address},
                    {"mark", kept.mark},
                    {"created", kept.created},
                    {"used", kept.used}});
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// On a full disk people log in all the same, since that is how room is made: it is tried again.
void Sessions::save() {
  const std::lock_guard writing(writing_);
  std::string whole;
  {
    const std::lock_guard lock(mutex_);
    whole = text();
    changed_ = false;
    saved_ = options_.clock();
  }
  const auto written = replace_private_file(options_.file, whole);
  if (!written && !failed_ && options_.log)
    options_.log("error", "who is logged in is not kept over a restart: " + written.error().what);
  failed_ = !written;
  if (written) return;
  const std::lock_guard lock(mutex_);
  changed_ = true;
}

} // namespace platen::auth
