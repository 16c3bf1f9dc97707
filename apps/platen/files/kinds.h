#pragma once

#include "base/bytes.h"
#include "remote/records.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// What "platen apply" and "platen export" know of a server's configuration (platen-files(5)).
namespace platen::app {

// What a member of an entry is, and with it what it is where nothing is said: empty, no, 0.
enum class Form : std::uint8_t { text, texts, no, yes, number, options, table };

struct Member {
  const char* name;
  Form form = Form::text;
  bool needed = false;
};

// One sort of entries. Both directions, the checks and the words for people follow from this.
struct Kind {
  std::string_view word;  // of its folder or file: "printers"
  std::string_view title; // of one entry: "printer"
  bool a_file_each = false;
  bool of_models = false; // names are unique for each model alone
  std::span<const Member> members;
  // A secret is never read back: a file of the entry's names one, and it is sent to a server that
  // has none.
  const char* secret_member = nullptr; // "password-file"
  const char* secret_sent = nullptr;   // as the server calls it
  const char* secret_known = nullptr;  // the member that says whether there is one: "has-secret"
  const char* extension = nullptr;     // of the file beside it that "file" names: "icc"
  // Another file of an entry in a table, and the folder in which an export puts it.
  const char* bytes_member = nullptr; // "profile-file"
  const char* bytes_folder = nullptr;
};

// The hashes of users' passwords, where an export was asked for them.
inline constexpr const char* hashes_file = "password-hashes.toml";

// In the order in which they are applied: what others need comes first.
std::span<const Kind> kinds();
const Kind* find_kind(std::string_view word);
const Member* find_member(const Kind& kind, std::string_view name);

struct Entry {
  std::string name;
  Json value = Json::object(); // what is as by itself is left out
  std::string place;           // "printers/office.toml:1:1"; empty: of the server
  std::map<std::string, std::string, std::less<>> places; // of members
  Buffer bytes;                                           // of a profile or letterhead
  std::optional<std::string> secret;
  std::optional<std::string> secret_hash; // of a user's password, in place of the secret
  std::string whole_uri;                  // a device-uri with the log-in that the value leaves out
  bool implied = false; // a setting that nobody has made: it is compared, and never exported
};

using Entries = std::map<std::string, Entry>; // by key_of()
using State = std::map<std::string_view, Entries>;

std::string key_of(const Kind& kind, const std::string& name, const Json& value);
// "printer office", "recipe Gallery (canon-pro-1000)".
std::string words_of(const Kind& kind, const Entry& entry);

// The members of the kind that are not as by themselves. Errc::malformed names one of another form;
// what the kind does not know is passed over.
Result<Json> normal(const Kind& kind, const Json& json);
// With the members of all objects in alphabetical order: equal values are written and compared
// alike.
Json sorted(const Json& json);
// The member with the digest of an entry's own file: no file has it, and no server gets it.
inline constexpr const char* digest_member = "sha256";
bool has_file(const Kind& kind);
Json usual(Form form); // the value that says nothing

} // namespace platen::app
