#pragma once

#include "virtual/jam_place.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What can go wrong with a device, and when: the fault script of platen-faults(5) as values.
namespace platen::twin {

enum class FaultKind : std::uint8_t {
  // of the machine: it stops printing and says so where its language has words for it
  jam,
  paper_out,
  wrong_paper,
  cover_open,
  supply_empty,
  supply_low, // the one that does not stop it
  offline,    // takes no connection, and nothing more on an open one
  // of the connection
  refuse, // no connection; in the midst of a job the device does not want it any more
  stall,  // takes nothing and says nothing
  slow,
  drop, // the connection is reset
  // of what it answers
  lie_about_lengths,
  repeat_answers,
  reorder_answers,
  garbage_answers,
  // of who it says that it is
  wrong_id,        // another device id: of another model, garbage, or none
  wrong_serial,    // another serial number
  wrong_languages, // of a copier: others, by PJL's words; "none": it names none
};

// How far a job is. A sheet is one piece of paper, whatever its sides and copies.
enum class Moment : std::uint8_t {
  before,         // it has not begun
  first_byte,     // it has just begun
  mid_sheet,      // half of the sheet's first side is on paper
  between_sheets, // the sheet is out
  last_byte,      // all sheets are out, its end has arrived and is not answered yet
};

struct Fault {
  FaultKind kind = FaultKind::jam;
  // When; whatever is set must hold.
  std::int32_t job = 0; // counts from 1 since the device was made; 0: any
  std::optional<Moment> at{};
  std::int32_t sheet = 1;                           // of mid_sheet and between_sheets, from 1
  std::optional<std::uint64_t> bytes{};             // so many have come on one connection
  std::optional<std::chrono::milliseconds> after{}; // since the device was made
  // How long; nothing: until it is cleared by hand. Resetting takes no time.
  std::optional<std::chrono::milliseconds> clear{};
  std::int32_t times = 1;
  std::uint64_t bytes_per_second = 0; // of slow
  std::string detail{};               // of refuse: the word in the answer; empty: "Busy"
  Jam where{};                        // of jam
  bool operator==(const Fault&) const = default;
};

// How fast a machine is that takes its time, and what it holds.
struct EngineTerms {
  std::int32_t pages_per_minute = 24;
  std::chrono::milliseconds warm_up{0}; // before its first page
  std::uint64_t memory_bytes = 0;       // 0: without end
  bool page_protection = true; // a page takes the room of its whole raster, not of its data
  bool operator==(const EngineTerms&) const = default;
};

// What can go wrong with the scanner of a device. It has a feeder and connections of its own.
enum class ScannerFaultKind : std::uint8_t {
  jam,          // the sheet stays in the feeder and is scanned anew when that is over
  cover_open,   // the same
  feeder_empty, // it says so, whatever lies in it
  busy,         // no session begins
  stall,        // says nothing
  slow,
  lie_about_sizes, // a block is said to be larger than it is
  garbage_answers,
  repeat_answers,
  reorder_answers, // an answer comes before the receipt of its command
  // which take no time
  drop,        // the connection ends
  short_image, // the image ends early
  button,      // somebody presses one
};

struct ScannerFault {
  ScannerFaultKind kind = ScannerFaultKind::jam;
  // When; whatever is set must hold.
  std::int32_t sheet = 0;               // of the feeder, from 1 since it was made; 0: any
  std::optional<std::int32_t> row{};    // lines of the image that have been sent
  std::optional<std::uint64_t> bytes{}; // so many were sent on one connection
  std::optional<std::chrono::milliseconds> after{}; // since it was made
  std::optional<std::chrono::milliseconds> clear{}; // nothing: until it is cleared by hand
  std::int32_t times = 1;
  std::uint64_t bytes_per_second = 0; // of slow
  std::string detail{};               // of button: "color", "gray" or "time"
  bool operator==(const ScannerFault&) const = default;
};

struct FaultScript {
  bool answers = true; // false: nothing ever comes back from the device
  std::vector<Fault> faults{};
  std::optional<EngineTerms> engine{}; // nothing: it prints at once
  std::vector<ScannerFault> scanner{};
  bool operator==(const FaultScript&) const = default;
};

} // namespace platen::twin
