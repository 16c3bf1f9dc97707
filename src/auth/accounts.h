#pragma once

#include "auth/kept_file.h"
#include "auth/pin_tries.h"
#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Departments, and how much people may print.
namespace platen::auth {

// How many sheets, or sides, in each day, week (from Monday) or month of the calendar.
struct Allowance {
  enum class Count : std::uint8_t { sheets, sides };
  enum class Period : std::uint8_t { day, week, month };
  std::int64_t most = 0;
  Count count = Count::sheets;
  Period period = Period::month;
  bool operator==(const Allowance&) const = default;
};
inline constexpr std::int64_t most_allowed = 1'000'000'000;
// "500-sheets-month". Errc::invalid.
std::string to_string(const Allowance& allowance);
Result<Allowance> parse_allowance(std::string_view text);
std::string_view to_string(Allowance::Count count);   // "sheets", "sides"
std::string_view to_string(Allowance::Period period); // "day", "week", "month"

struct Department {
  std::string name; // for people; may be empty
  std::optional<Allowance> allowance;
  std::string hash; // of its PIN, "$argon2id$..."; empty: it has none
};
struct UserAccount {
  std::string department; // that jobs count for which name none; empty: none
  std::optional<Allowance> allowance;
};
struct AccountBook {
  std::map<std::string, Department, std::less<>> departments; // by id
  std::map<std::string, UserAccount, std::less<>> users;
  // Of the name, else that of everybody_else, else null.
  const UserAccount* user(std::string_view name) const;
};
inline constexpr std::string_view everybody_else = "*";

// 1 to 7 digits, as the machines have them. Errc::invalid.
Result<void> check_department_id(std::string_view id);
// 4 to 64 characters without ":" or control characters. Errc::invalid.
Result<void> check_department_pin(std::string_view pin);
// What people call it: up to 127 characters without ":" or control characters. Errc::invalid.
Result<void> check_department_name(std::string_view name);

// The lines "department:ID:NAME:ALLOWANCE:HASH" and "user:NAME:DEPARTMENT:ALLOWANCE"; what is empty
// is not given; empty lines and lines that begin with # are passed over. Errc::malformed names the
// line.
Result<AccountBook> parse_accounts(std::string_view text, const std::string& file);
// An empty book where the file does not exist. Errc::denied when others may read or write it.
Result<AccountBook> read_accounts(const std::filesystem::path& file);
Result<void> write_accounts(const std::filesystem::path& file, const AccountBook& book);

// The accounts of a file, read again when it changed, and the PINs of its departments. Thread-safe.
class Accounts {
public:
  // Levels: "error", "warning", "info"; from any thread; may be empty. Never gets a PIN.
  using Log = KeptFile<AccountBook>::Log;
  explicit Accounts(std::filesystem::path file, Log log = {});
  // As it was last when it could be read; an error: it never could. A file that became unreadable
  // is logged once, and that it is read again.
  Result<std::shared_ptr<const AccountBook>> current() { return book_.current(); }

  // Whether a PIN is that of the department. Errc::denied: it is not, or there is no such
  // department, which takes as long, and is logged; Errc::busy: too many were wrong (PinTries).
  // `now_ms`: monotonic. May take the time of one argon2id (tens of ms).
  Result<void> prove(std::string_view department, std::string_view pin, const Guesser& who,
                     std::int64_t now_ms);

private:
  const Log log_;
  KeptFile<AccountBook> book_;
  PinTries tries_{SlowDown::free_tries};
};

} // namespace platen::auth
