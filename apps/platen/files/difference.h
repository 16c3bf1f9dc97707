#pragma once

#include "files/kinds.h"

namespace platen::app {

// One thing that is to be done so that the server is as the files say.
struct Change {
  enum class Act : std::uint8_t { add, change, remove };
  const Kind* kind = nullptr;
  Act act = Act::add;
  Entry wanted; // of a removal: as it is
  Json before;  // of a change: its value now
};

// In the order in which they are made. `prune`: what no file names is removed.
// Errc::invalid: a new entry that lacks what no server could do without.
Result<std::vector<Change>> difference(const State& wanted, const State& present, bool prune);

// A secret that the files know to be there, and that neither they nor the server have. An entry
// works without it once it is given; until then it is made without.
struct MissingSecret {
  const Kind* kind = nullptr;
  std::string name, place, how; // how to give it
};
std::vector<MissingSecret> missing_secrets(const State& wanted, const State& present);
std::string in_words(const std::vector<MissingSecret>& missing);
Json in_json(const std::vector<MissingSecret>& missing);

std::string in_words(const std::vector<Change>& changes); // for people
Json in_json(const std::vector<Change>& changes);

} // namespace platen::app
