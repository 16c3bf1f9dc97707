#include "auth/accounts.h"

#include "auth/gate.h"
#include "auth/private_file.h"
#include "auth/users.h"
#include "base/file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <vector>

#include <sys/stat.h>

namespace platen::auth {

namespace {

constexpr std::uint64_t accounts_bytes = 16 << 20;
constexpr std::size_t longest_id = 7, shortest_pin = 4, longest_pin = 64, longest_name = 127;

bool is_plain(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != ':'; });
}

std::vector<std::string_view> split(std::string_view line, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = line.find(at);
    parts.push_back(line.substr(0, end));
    if (end == line.npos) return parts;
    line.remove_prefix(end + 1);
  }
}

Result<std::optional<Allowance>> allowance_in(std::string_view text) {
  if (text.empty()) return std::optional<Allowance>();
  return parse_allowance(text).map([](Allowance a) { return std::optional(a); });
}

std::string text_of(const std::optional<Allowance>& allowance) {
  return allowance ? to_string(*allowance) : "";
}

Result<void> parse_department(const std::vector<std::string_view>& parts, AccountBook& book) {
  TRY_VOID(check_department_id(parts[1]));
  TRY_VOID(check_department_name(parts[2]));
  TRY(auto allowance, allowance_in(parts[3]));
  if (!parts[4].empty() && !parts[4].starts_with("$argon2id$"))
    return fail(Errc::malformed, "it has no argon2id hash");
  const bool fresh =
      book.departments
          .emplace(parts[1], Department{std::string(parts[2]), allowance, std::string(parts[4])})
          .second;
  return fresh ? Result<void>() : fail(Errc::malformed, "it repeats a department");
}

Result<void> parse_user(const std::vector<std::string_view>& parts, AccountBook& book) {
  TRY_VOID(check_user_name(parts[1]));
  if (!parts[2].empty()) TRY_VOID(check_department_id(parts[2]));
  TRY(auto allowance, allowance_in(parts[3]));
  const bool fresh =
      book.users.emplace(parts[1], UserAccount{std::string(parts[2]), allowance}).second;
  return fresh ? Result<void>() : fail(Errc::malformed, "it repeats a user");
}

Result<void> parse_line(std::string_view line, AccountBook& book) {
  constexpr std::size_t of_department = 5, of_user = 4;
  const auto parts = split(line, ':');
  if (parts[0] == "department" && parts.size() == of_department)
    return parse_department(parts, book);
  if (parts[0] == "user" && parts.size() == of_user) return parse_user(parts, book);
  return fail(Errc::malformed, "it is neither department:ID:NAME:ALLOWANCE:HASH nor "
                               "user:NAME:DEPARTMENT:ALLOWANCE");
}

// What the PIN of no department is compared with, so that it takes as long.
const std::string& nobodys_hash() {
  static const std::string hash = hash_password("no department has this PIN").value_or("");
  return hash;
}

} // namespace

std::string_view to_string(Allowance::Count count) {
  return count == Allowance::Count::sheets ? "sheets" : "sides";
}

std::string_view to_string(Allowance::Period period) {
  constexpr std::array<std::string_view, 3> words{"day", "week", "month"};
  return words[static_cast<std::size_t>(period)];
}

std::string to_string(const Allowance& allowance) {
  return std::to_string(allowance.most) + "-" + std::string(to_string(allowance.count)) + "-" +
         std::string(to_string(allowance.period));
}

Result<Allowance> parse_allowance(std::string_view text) {
  const auto wrong = [&] {
    return fail(Errc::invalid, "\"" + std::string(text.substr(0, 60)) +
                                   "\" is no allowance: it is like 500-sheets-month, of sheets or "
                                   "sides in a day, week or month");
  };
  const auto parts = split(text, '-');
  if (parts.size() != 3) return wrong();
  Allowance allowance;
  const char* const end = parts[0].data() + parts[0].size();
  const auto read = std::from_chars(parts[0].data(), end, allowance.most);
  if (read.ec != std::errc() || read.ptr != end || allowance.most < 0 ||
      allowance.most > most_allowed)
    return wrong();
  if (parts[1] != "sheets" && parts[1] != "sides") return wrong();
  if (parts[1] == "sides") allowance.count = Allowance::Count::sides;
  for (const auto period :
       {Allowance::Period::day, Allowance::Period::week, Allowance::Period::month}) {
    allowance.period = period;
    if (parts[2] == to_string(period)) return allowance;
  }
  return wrong();
}

const UserAccount* AccountBook::user(std::string_view name) const {
  auto found = users.find(name);
  if (found == users.end()) found = users.find(everybody_else);
  return found == users.end() ? nullptr : &found->second;
}

Result<void> check_department_id(std::string_view id) {
  const bool good = !id.empty() && id.size() <= longest_id &&
                    std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
  return good ? Result<void>() : fail(Errc::invalid, "a department's number has 1 to 7 digits");
}

Result<void> check_department_pin(std::string_view pin) {
  if (pin.size() >= shortest_pin && pin.size() <= longest_pin && is_plain(pin)) return {};
  return fail(Errc::invalid,
              "a department's PIN has 4 to 64 characters, no colon and no control character");
}

Result<void> check_department_name(std::string_view name) {
  if (name.size() <= longest_name && is_plain(name)) return {};
  return fail(Errc::invalid, "a department's name has at most 127 characters, no colon and no "
                             "control character");
}

Result<AccountBook> parse_accounts(std::string_view text, const std::string& file) {
  AccountBook book;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    if (auto parsed = parse_line(line, book); !parsed)
      return fail(Errc::malformed,
                  file + ":" + std::to_string(number) + ": " + parsed.error().what);
  }
  return book;
}

Result<AccountBook> read_accounts(const std::filesystem::path& file) {
  struct stat about {};
  if (::stat(file.c_str(), &about) != 0) {
    if (errno == ENOENT) return AccountBook{};
    return fail(Errc::io, file.string() + ": " + errno_text(errno));
  }
  if ((about.st_mode & 0077) != 0)
    return fail(Errc::denied, file.string() + " may be read by others; \"chmod 600 " +
                                  file.string() + "\" mends that");
  TRY(const Buffer bytes, read_file(file, accounts_bytes));
  return parse_accounts(as_text(bytes), file.string());
}

Result<void> write_accounts(const std::filesystem::path& file, const AccountBook& book) {
  std::string text;
  for (const auto& [id, department] : book.departments)
    text += "department:" + id + ":" + department.name + ":" + text_of(department.allowance) + ":" +
            department.hash + "\n";
  for (const auto& [name, user] : book.users)
    text += "user:" + name + ":" + user.department + ":" + text_of(user.allowance) + "\n";
  return replace_private_file(file, text);
}

Accounts::Accounts(std::filesystem::path file, Log log)
    : log_(std::move(log)), book_(std::move(file), read_accounts, log_) {}

Result<void> Accounts::prove(std::string_view department, std::string_view pin, const Guesser& who,
                             std::int64_t now_ms) {
  TRY(const auto book, current());
  const std::string thing = "department " + std::string(department);
  TRY_VOID(tries_.may_try(thing, who, now_ms));
  const auto found = book->departments.find(department);
  const bool known = found != book->departments.end();
  const bool right = password_matches(known ? found->second.hash : nobodys_hash(), pin) && known;
  if (right) {
    tries_.right(thing, who, now_ms);
    return {};
  }
  tries_.wrong(thing, who, now_ms);
  // A number that is no department's may be a PIN in the wrong field.
  if (log_)
    log_("warning",
         "a wrong PIN for " + (known ? thing : "an unknown department") + " from " + who.address);
  return fail(Errc::denied, "the department's number or PIN is wrong");
}

} // namespace platen::auth
