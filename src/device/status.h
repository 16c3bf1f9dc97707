#pragma once

#include "units/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a device says about itself, in one form whatever it said it through. Keywords are those of
// IPP (RFC 8011 section 5.4.12, PWG 5100.9); what a device does not tell stays unknown.
namespace platen::device {

using Time = std::int64_t; // seconds since 1970-01-01 00:00:00 UTC

enum class State : std::uint8_t { unknown, idle, processing, stopped };
enum class Severity : std::uint8_t { report, warning, error };

// One of printer-state-reasons.
struct Reason {
  std::string keyword; // without its severity: "media-empty"
  Severity severity = Severity::report;
  std::string text;       // in the device's own words; may be empty
  Time since = 0;         // when it was first read here; 0 within a Reading
  std::string place = {}; // of a jam, for people: "at the fixing unit"; empty: not told
  bool operator==(const Reason&) const = default;
};
// As printer-state-reasons has it: "media-empty-error".
std::string keyword_of(const Reason& reason);
// Adds a reason, or makes the one that is there as severe.
void add_reason(std::vector<Reason>& reasons, std::string keyword, Severity severity,
                const std::string& text = {}, const std::string& place = {});

// A keyword of printer-state-reasons without "-report", "-warning" or "-error".
std::string_view without_severity(std::string_view reason);

// True for two keywords of one trouble: what one channel calls a cover, another calls a door.
bool same_trouble(std::string_view a, std::string_view b);

// How much is left: of ink, of paper, of the room in a container for waste.
struct Level {
  enum class Known : std::uint8_t { unknown, some, percent };
  Known known = Known::unknown;
  int percent = 0; // 0..100 where known == percent
  static Level of_percent(std::int64_t percent);
  // As the Printer MIB counts: -2 unknown, -3 some; `capacity` <= 0 is unknown.
  static Level of_amount(std::int64_t level, std::int64_t capacity);
  bool operator==(const Level&) const = default;
};

struct Supply {
  std::string type;      // as model::Supply has it: "toner", "ink-cartridge", "waste-ink"
  std::string colorant;  // lower-case English; empty: none or unknown
  std::string label;     // for people
  std::string code;      // the device's own name: "PGY"; empty: none
  bool collects = false; // waste
  Level level;
  bool operator==(const Supply&) const = default;
};

struct LoadedMedia {
  std::string source;      // keyword of the model's media-source, or the device's name of it
  std::string size;        // PWG self-describing name; empty: unknown
  std::string type;        // keyword of the model's media-type, or the device's name; may be empty
  Hmm width{0}, height{0}; // as fed; 0: unknown
  Level level;
  bool operator==(const LoadedMedia&) const = default;
};

// What one channel said at one time. A group that it does not speak of is absent.
struct Condition {
  State state = State::unknown;
  std::vector<Reason> reasons;
  std::string message; // in the device's own words; may be empty
  bool operator==(const Condition&) const = default;
};
// Adds the reasons to what a printer's session told already, as printer-state-reasons has them; one
// that it told, with whatever severity or other word, is not told again.
void add_reasons(std::vector<std::string>& told, const Condition& condition);

struct Reading {
  std::optional<Condition> condition;
  std::optional<std::vector<Supply>> supplies;
  std::optional<std::vector<LoadedMedia>> media;
  std::optional<std::int64_t> impressions; // in the device's whole life
};

// The device as far as it is known now. Immutable once given out.
struct Status {
  Condition condition;
  std::vector<Supply> supplies;
  std::vector<LoadedMedia> media;
  std::optional<std::int64_t> impressions;
  std::vector<std::string>
      channels;  // those that told it, the most trusted first; empty: nothing is known
  Time read = 0; // when the last of them answered
};

// Equal but for the time of the reading.
bool same(const Status& a, const Status& b);

} // namespace platen::device
