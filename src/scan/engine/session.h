#pragma once

#include "image/image.h"
#include "scan/clean/clean.h"
#include "scan/pack/pack.h"
#include "scan/settings.h"

#include <cstdint>
#include <string>
#include <vector>

namespace platen::scan {

using SessionId = std::int64_t;

enum class Stage : std::uint8_t {
  scanning,   // waits for the scanner, or pages come
  waiting,    // for a person: to look at the pages, to turn the stack, to clear a jam
  making,     // the files are made
  delivering, // they are on their way
  done,
  failed,
  canceled,
};

// One side that was scanned. Its number never changes, and is never another's.
struct ScanPage {
  std::int32_t number = 0; // from 1 on
  std::int32_t pass = 1;   // of the stack (flip-stack has two)
  PageShape shape;         // as it is shown now
  Dpi resolution;
  bool back = false;        // the second side of its sheet
  bool cleaned = false;     // else what is kept is what the scanner gave
  std::int32_t turn = 0;    // by a person: 0, 90, 180, 270, clockwise
  bool left_out = false;    // not in the files; can be taken back
  std::string why_left_out; // "blank", "removed"
  std::string warning;      // of the scanner or of the clean-up; empty: all is well
  double skew_degrees = 0;  // that was found
  std::int32_t edition = 0; // changes with the picture
};

// What became of one delivery, as people see it.
struct SessionDelivery {
  std::string id, destination;
};

// From a stack of paper to its files in their place.
struct Session {
  SessionId id = 0;
  std::string scanner, user, recipe; // recipe: empty where none was named
  Settings settings;
  Stage stage = Stage::scanning;
  std::string message;                 // for people: what it does, or waits for, or why it ended
  std::int64_t created = 0, ended = 0; // seconds of the epoch
  std::int64_t counter = 0;            // {counter} of its names
  std::int32_t passes = 0;             // of a stack that is turned (flip-stack), that have ended
  std::int32_t next_number = 1;
  std::vector<ScanPage> pages; // in the order of the files
  std::vector<PackedFile> files;
  std::vector<SessionDelivery> deliveries;

  NameFields name_fields() const { return {created, recipe, user, scanner, counter}; }
  bool ended_by_now() const {
    return stage == Stage::done || stage == Stage::failed || stage == Stage::canceled;
  }
};

std::string_view word(Stage stage); // "scanning"

// As the store has it. Errc::malformed: it is not that.
std::string to_json(const Session& session);
Result<Session> session_from_json(std::string_view json);

} // namespace platen::scan
