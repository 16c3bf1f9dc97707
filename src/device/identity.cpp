#include "device/identity.h"

#include "base/device_limits.h"
#include "wire/ieee1284/device_id.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace platen::device {

namespace {

constexpr std::array<std::string_view, 3> kinds{"serial:", "mac:", "uuid:"};
constexpr std::size_t shortest_serial = 4, longest_serial = 64;

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool is_hexadecimal(char c) {
  return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

// One letter or digit all over, or a word that says that there is none.
bool is_placeholder(const std::string& serial) {
  std::string plain;
  for (const char c : serial)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) plain += lower(c);
  constexpr std::array<std::string_view, 7> words{"none",  "unknown", "null",      "notavailable",
                                                  "empty", "serial",  "1234567890"};
  return plain.size() < shortest_serial || plain.find_first_not_of(plain[0]) == plain.npos ||
         std::ranges::find(words, plain) != words.end();
}

bool is_mac(std::string_view text) {
  if (text.size() != 17) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i % 3 == 2 ? text[i] != ':' : !is_hexadecimal(text[i])) return false;
  return true;
}

std::vector<std::string_view> values_of(std::span<const std::string> identity,
                                        std::string_view kind) {
  std::vector<std::string_view> values;
  for (const std::string_view word : identity)
    if (word.starts_with(kind)) values.push_back(word.substr(kind.size()));
  return values;
}

std::optional<std::string> checked_word(std::string_view word) {
  if (word.starts_with("serial:")) return serial_word(word.substr(7));
  if (word.starts_with("uuid:")) return uuid_word(word.substr(5));
  if (!word.starts_with("mac:") || !is_mac(word.substr(4))) return std::nullopt;
  std::string octets;
  for (std::size_t at = 4; at < word.size(); at += 3)
    octets += static_cast<char>(std::stoi(std::string(word.substr(at, 2)), nullptr, 16));
  return mac_word(octets);
}

} // namespace

std::optional<std::string> serial_word(std::string_view serial) {
  std::string word;
  for (const char c : serial)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 ||
        std::string_view("-_./").find(c) != std::string_view::npos)
      word += c;
  if (word.size() > longest_serial || is_placeholder(word)) return std::nullopt;
  return "serial:" + word;
}

// The first octet's lowest bit makes it the address of a group.
std::optional<std::string> mac_word(std::string_view octets) {
  if (octets.size() != 6 || (static_cast<unsigned char>(octets[0]) & 1) != 0) return std::nullopt;
  if (octets.find_first_not_of('\0') == octets.npos) return std::nullopt;
  constexpr std::string_view digits = "0123456789abcdef";
  std::string word = "mac";
  for (const char octet : octets) {
    const auto value = static_cast<unsigned char>(octet);
    word += ':';
    word += digits[value >> 4];
    word += digits[value & 15];
  }
  return word;
}

std::optional<std::string> uuid_word(std::string_view text) {
  constexpr std::string_view scheme = "urn:uuid:";
  if (text.starts_with(scheme)) text.remove_prefix(scheme.size());
  if (text.size() != 36) return std::nullopt;
  std::string word = "uuid:";
  bool any = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hexadecimal(text[i])) return std::nullopt;
    any = any || (!dash && text[i] != '0');
    word += lower(text[i]);
  }
  if (!any) return std::nullopt;
  return word;
}

std::optional<std::string> serial_of_device_id(std::string_view device_id) {
  for (const std::string_view key : {"SN", "SERN", "SERIALNUMBER"})
    if (auto word = serial_word(ieee1284::value(device_id, key))) return word;
  return std::nullopt;
}

void add_word(Identity& identity, std::optional<std::string> word) {
  if (word && identity.size() < limits::identity_words &&
      std::ranges::find(identity, *word) == identity.end())
    identity.push_back(*std::move(word));
}

void add_words(Identity& identity, std::span<const std::string> words) {
  for (const std::string& word : words)
    add_word(identity, word);
}

Result<Identity> read_identity(std::span<const std::string> words) {
  Identity identity;
  if (words.size() > limits::identity_words)
    return fail(Errc::invalid,
                "an identity has at most " + std::to_string(limits::identity_words) + " words");
  for (const std::string& word : words) {
    auto checked = checked_word(word);
    if (!checked)
      return fail(Errc::invalid, "this tells no machine from others: use serial:NUMBER, "
                                 "mac:00:1e:8f:01:02:03 or uuid:UUID, as \"platen devices\" "
                                 "shows them");
    add_word(identity, std::move(checked));
  }
  return identity;
}

Match compare(std::span<const std::string> known, std::span<const std::string> told) {
  int agree = 0, differ = 0;
  for (const std::string_view kind : kinds) {
    const auto ours = values_of(known, kind), theirs = values_of(told, kind);
    if (ours.empty() || theirs.empty()) continue;
    const bool common = std::ranges::any_of(theirs, [&](std::string_view value) {
      return std::ranges::find(ours, value) != ours.end();
    });
    ++(common ? agree : differ);
  }
  if (agree > 0) return differ > 0 ? Match::unclear : Match::same;
  return differ > 0 ? Match::different : Match::untold;
}

std::string in_words(std::span<const std::string> identity) {
  std::string text;
  for (const std::string& word : identity) {
    const std::size_t colon = word.find(':');
    text += (text.empty() ? "" : ", ") + word.substr(0, colon) + " " + word.substr(colon + 1);
  }
  return text;
}

} // namespace platen::device
