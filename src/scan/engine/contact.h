#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace platen::scan {

// An entry of the address book: a person, or with several addresses a group.
struct Contact {
  std::string name;
  std::vector<std::string> mail; // 1 to 200
  bool operator==(const Contact&) const = default;
};
// Errc::invalid: no address, one that is none, or an "@" in the name, which would make it one.
Result<void> check(const Contact& contact);

std::string to_json(const Contact& contact);
// "mail" may be one text or a list of them. Errc::malformed names the member that is wrong.
Result<Contact> contact_from_json(std::string_view json);

// How a list tells contacts from addresses.
enum class Naming : std::uint8_t {
  addresses_plain, // of a destination: "@NAME" is a contact
  contacts_plain,  // of a scan: what has no "@" is a contact, and "@NAME" is one as well
};
// The addresses that are meant, each once. Errc::invalid: a contact that there is not, no address,
// or more of them than a mail takes.
Result<std::vector<std::string>> recipients_of(const std::vector<std::string>& named,
                                               const std::vector<Contact>& contacts, Naming naming);

} // namespace platen::scan
