#pragma once

#include "base/result.h"
#include "monitor/record/record.h"
#include "scan/deliver/deliver.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::monitor {

// From when to when nobody is to be woken, in minutes of the day of this machine's time zone; over
// midnight where `to` is before `from`.
struct Quiet {
  int from = 0, to = 0;
  bool operator==(const Quiet&) const = default;
};
// Whether a minute of the day lies in it; its last one is that before `to`.
bool is_quiet(const Quiet& quiet, int minute);
int minute_of_day(Time time); // in the local time zone

// Whom notices are sent to. Its secret (password, key of the signature) lies apart.
struct Target {
  std::string name;
  enum class Kind : std::uint8_t { mail, webhook };
  Kind kind = Kind::mail;
  std::string address;                  // "smtp://HOST[:587]", "smtps://HOST"; "https://HOST/PATH"
  std::string user, login, from, trust; // of a mail, as those of destinations
  std::vector<std::string> to;          // addresses; "owner": whoever's job it is about
  std::vector<std::string> events;      // kinds; empty: all
  std::vector<std::string> printers;    // empty: all
  std::optional<Quiet> quiet;
  bool wants(const Notice& notice) const;
  bool tells_owners() const;
};
std::string_view to_string(Target::Kind kind);

// Kinds of notices, in the order of docs/protocols/rest.md.
inline constexpr std::array<std::string_view, 9> notice_kinds{
    "supply-low", "supply-empty",  "media-empty", "jam",         "job-completed",
    "job-failed", "device-silent", "stopped",     "device-moved"};

// {"kind", "address", ...}; the name is not in it. Errc::invalid says which key is wrong.
Result<Target> target_from_json(const std::string& name, std::string_view json);
std::string to_json(const Target& target);

// What the courier takes. `hosts`: those that webhooks may have on this machine or its link.
// "owner" is not among its recipients: owner_of() says who that is.
scan::Destination destination_of(const Target& target, const Message& message,
                                 const std::vector<std::string>& hosts);
// The owner of the jobs that a mail is about; empty: there is none.
std::string owner_of(const Message& message);

// One message of these notices: a mail's subject and text, a webhook's JSON. Those of a target that
// tells owners are of one owner.
Message message_of(const std::string& id, const Target& target, const std::vector<Notice>& notices);
std::string json_of(const Notice& notice);

} // namespace platen::monitor
