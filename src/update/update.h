#pragma once

#include "update/in_force.h"
#include "update/source.h"
#include "update/trust.h"

namespace platen::update {

// Where the models of one installation lie.
struct Place {
  std::filesystem::path bundled; // the program's data folder
  std::filesystem::path folder;  // STATE/models
  std::string version;           // the program's
};

// How a model of the index is to the one that is in force.
enum class Standing : std::uint8_t { current, available, pinned, older, needs_program };
std::string_view to_string(Standing standing);
Standing standing_of(const OfferedModel& offer, const Versions& here, const std::string& program);

struct Wish {
  std::vector<std::string> models; // ids
  bool all = false;                // whatever is available
  bool dry_run = false;            // says what would be done; nothing is written
};

struct Step { // one model that is (or would be) installed
  std::string id, title;
  std::int64_t from = 0, to = 0; // from 0: it is new
  std::vector<std::string> changes;
};

struct Outcome {
  Index index;
  std::vector<Step> steps;
  std::vector<std::string> notes; // what was left as it is, and why
};

// Gets the index and takes it; gets the models that are wished for, looks at each (size, digest,
// what it says of itself, that it is a model and goes together with the others), and installs all
// of them or none. An error leaves what is there; it is remembered for whoever asks how updates
// are, unless this is a dry run.
Result<Outcome> update(const Place& place, Source& source, const Settings& settings,
                       const Wish& wish, Time now);

// The last index that was taken, if there is one and it still counts with the present keys.
std::optional<Index> known_index(const Record& record, const Settings& settings);

} // namespace platen::update
