#pragma once

#include "base/result.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace platen::device {

// What a machine says of itself that stays when its address changes: "serial:QLB01234",
// "mac:00:1e:8f:01:02:03", "uuid:...", each once and in one spelling, so that they compare as text
// (docs/adr/0032).
using Identity = std::vector<std::string>;

// Nothing for what does not tell machines apart: a placeholder ("0000000"), a hardware address of
// no unit, a UUID of zeros.
std::optional<std::string> serial_word(std::string_view serial);
std::optional<std::string> mac_word(std::string_view octets); // 6 of them, as SNMP has them
std::optional<std::string> uuid_word(std::string_view text);  // also behind "urn:uuid:"

// From the keys that makers give a serial number in a device id.
std::optional<std::string> serial_of_device_id(std::string_view device_id);

// At most limits::identity_words stay, each once.
void add_word(Identity& identity, std::optional<std::string> word);
void add_words(Identity& identity, std::span<const std::string> words);

// What a client sends as an identity. Errc::invalid says what is wrong.
Result<Identity> read_identity(std::span<const std::string> words);

// Kinds of which both have some are compared; one value in common makes a kind agree.
enum class Match : std::uint8_t {
  untold,    // they have no kind in common
  same,      // all kinds agree
  different, // none does
  unclear,   // some do, others do not: a part was changed, or one of them lies
};
Match compare(std::span<const std::string> known, std::span<const std::string> told);

// "serial QLB01234, mac 00:1e:8f:01:02:03", for people.
std::string in_words(std::span<const std::string> identity);

} // namespace platen::device
