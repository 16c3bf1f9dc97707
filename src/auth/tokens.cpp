#include "auth/tokens.h"

#include "auth/private_file.h"
#include "auth/secret_word.h"
#include "base/file.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace platen::auth {

namespace {

using Json = nlohmann::json;

constexpr std::string_view front = "platen_";
constexpr std::uint64_t file_bytes = 8 << 20;
constexpr std::int64_t between_saves = 60; // seconds, where a token was only used
constexpr std::size_t longest_name = 127, longest_secret = 100;

Failure malformed(const std::filesystem::path& file) {
  return fail(Errc::malformed, file.string() + " is no file of tokens");
}

Result<Scopes> scopes_of(const Json& words) {
  Scopes scopes = 0;
  for (const Json& word : words) {
    const auto scope = word.is_string() ? parse_scope(word.get<std::string>()) : std::nullopt;
    if (!scope) return fail(Errc::malformed, "unknown scope");
    scopes = static_cast<Scopes>(scopes | bit(*scope));
  }
  return scopes;
}

Result<Tokens::Book> parse_book(std::string_view text, const std::filesystem::path& file) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_array()) return malformed(file);
  Tokens::Book book;
  for (const Json& entry : json) {
    const auto has = [&](const char* name, Json::value_t type) {
      return entry.is_object() && entry.contains(name) && entry[name].type() == type;
    };
    const auto number = [&](const char* name) {
      return entry.contains(name) && entry[name].is_number_integer()
                 ? entry[name].get<std::int64_t>()
                 : 0;
    };
    for (const char* name : {"digest", "id", "name", "user"})
      if (!has(name, Json::value_t::string)) return malformed(file);
    if (!has("scopes", Json::value_t::array)) return malformed(file);
    Token token;
    token.id = entry["id"];
    token.name = entry["name"];
    token.user = entry["user"];
    TRY(token.scopes, scopes_of(entry["scopes"]));
    token.created = number("created");
    token.expires = number("expires");
    token.used = number("used");
    book.insert_or_assign(entry["digest"].get<std::string>(), std::move(token));
  }
  return book;
}

Result<Tokens::Book> read_book(const std::filesystem::path& file) {
  struct stat about {};
  if (::stat(file.c_str(), &about) != 0) {
    if (errno == ENOENT) return Tokens::Book{};
    return fail(Errc::io, file.string() + ": " + errno_text(errno));
  }
  if ((about.st_mode & 0077) != 0)
    return fail(Errc::denied, file.string() + " may be read by others; \"chmod 600 " +
                                  file.string() + "\" mends that");
  TRY(const Buffer bytes, read_file(file, file_bytes));
  return parse_book(as_text(bytes), file);
}

Result<void> write_book(const std::filesystem::path& file, const Tokens::Book& book) {
  Json json = Json::array();
  for (const auto& [digest, token] : book)
    json.push_back({{"digest", digest},
                    {"id", token.id},
                    {"name", token.name},
                    {"user", token.user},
                    {"scopes", words_of(token.scopes)},
                    {"created", token.created},
                    {"expires", token.expires},
                    {"used", token.used}});
  return replace_private_file(file,
                              json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

Result<void> check_wish(const Tokens::Wish& wish, std::int64_t now) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (wish.name.empty() || wish.name.size() > longest_name ||
      std::ranges::any_of(wish.name, control))
    return fail(Errc::invalid, "a token's name has 1 to 127 characters and no control character");
  if (wish.scopes == 0)
    return fail(Errc::invalid,
                "a token has one scope at least: read, print, scan, operate, administer");
  if (wish.expires != 0 && wish.expires <= now)
    return fail(Errc::invalid, "a token does not expire in the past");
  return {};
}

Failure unknown() {
  return fail(Errc::denied, "the token is unknown here, or has expired");
}

} // namespace

Tokens::Tokens(Options options)
    : options_(std::move(options)), users_(options_.users, read_users, {}),
      book_(options_.file, read_book, options_.log) {}

bool Tokens::is_over(const Token& token, const Users& users, std::int64_t now) const {
  return (token.expires != 0 && token.expires <= now) || !users.contains(token.user);
}

Result<void> Tokens::change(const std::function<Result<void>(Book&)>& edit) {
  const FolderHold hold(options_.file);
  TRY(Book book, read_book(options_.file));
  TRY_VOID(edit(book));
  return write_book(options_.file, book);
}

Result<Tokens::Made> Tokens::make(const Wish& wish) {
  const std::int64_t now = options_.clock();
  TRY_VOID(check_wish(wish, now));
  TRY(const auto users, users_.current());
  if (!users->contains(wish.user))
    return fail(Errc::not_found, "tokens are of users who can log in; there is no user \"" +
                                     wish.user + "\" (\"platen user set\" adds one)");
  TRY(const std::string word, random_word());
  Made made{std::string(front) + word, {}};
  const std::string digest = digest_of(made.secret);
  made.token = {digest.substr(0, 16), wish.name, wish.user, wish.scopes, now, wish.expires, 0};
  TRY_VOID(change([&](Book& book) -> Result<void> {
    std::erase_if(book, [&](const auto& entry) { return is_over(entry.second, *users, now); });
    const auto own = std::ranges::count_if(
        book, [&](const auto& entry) { return entry.second.user == wish.user; });
    if (static_cast<std::size_t>(own) >= most_of_a_user || book.size() >= most)
      return fail(Errc::conflict, "there are too many tokens: remove one first");
    book.insert_or_assign(digest, made.token);
    return {};
  }));
  return made;
}

Result<Tokens::Found> Tokens::find(std::string_view secret) {
  if (!secret.starts_with(front) || secret.size() > longest_secret) return unknown();
  const std::string digest = digest_of(secret);
  const auto book = book_.current();
  const auto users = users_.current();
  if (!book || !users)
    return fail(Errc::io, "tokens cannot be checked at present; the server's log says why");
  const auto found = (*book)->find(digest);
  const std::int64_t now = options_.clock();
  if (found == (*book)->end() || is_over(found->second, **users, now)) return unknown();
  const Token& token = found->second;
  {
    const std::lock_guard lock(mutex_);
    used_[digest] = now;
  }
  return Found{token.user, (*users)->at(token.user).role, token.scopes};
}

std::vector<Token> Tokens::all() {
  std::vector<Token> tokens;
  const auto book = book_.current();
  const auto users = users_.current();
  if (!book || !users) return tokens;
  const std::int64_t now = options_.clock();
  const std::lock_guard lock(mutex_);
  for (const auto& [digest, kept] : **book) {
    if (is_over(kept, **users, now)) continue;
    Token token = kept;
    if (const auto used = used_.find(digest); used != used_.end()) token.used = used->second;
    tokens.push_back(std::move(token));
  }
  std::ranges::sort(tokens, std::ranges::greater{}, &Token::created);
  return tokens;
}

Result<void> Tokens::remove(const std::string& id, const std::optional<std::string>& user) {
  return change([&](Book& book) -> Result<void> {
    const auto gone = std::erase_if(book, [&](const auto& entry) {
      return entry.second.id == id && (!user || entry.second.user == *user);
    });
    if (gone == 0) return fail(Errc::not_found, "there is no token " + id);
    return {};
  });
}

void Tokens::tick() {
  const auto book = book_.current();
  const auto users = users_.current();
  if (!book || !users) return;
  const std::int64_t now = options_.clock();
  const bool over = std::ranges::any_of(
      **book, [&](const auto& entry) { return is_over(entry.second, **users, now); });
  std::map<std::string, std::int64_t> used;
  {
    const std::lock_guard lock(mutex_);
    if (!over && (used_.empty() || now - saved_ < between_saves)) return;
    saved_ = now;
    used.swap(used_);
  }
  const auto written = change([&](Book& fresh) -> Result<void> {
    std::erase_if(fresh, [&](const auto& entry) { return is_over(entry.second, **users, now); });
    for (const auto& [digest, when] : used)
      if (const auto token = fresh.find(digest); token != fresh.end())
        token->second.used = std::max(token->second.used, when);
    return {};
  });
  const std::lock_guard lock(mutex_);
  if (!written) used_.merge(used); // what was used meanwhile is the later
  const std::string trouble = written ? std::string() : written.error().what;
  if (std::exchange(told_, trouble) != trouble && !written && options_.log)
    options_.log("error", "the tokens cannot be written: " + trouble);
}

Result<void> remove_tokens_of(const std::filesystem::path& file, const std::string& user) {
  const FolderHold hold(file);
  TRY(Tokens::Book book, read_book(file));
  const auto gone =
      std::erase_if(book, [&](const auto& entry) { return entry.second.user == user; });
  return gone == 0 ? Result<void>() : write_book(file, book);
}

} // namespace platen::auth
