#pragma once

#include "install/facts.h"
#include "install/words.h"

#include <string>
#include <string_view>
#include <vector>

namespace platen::install {

// Who looks at the page, and what the server knows about itself.
struct Visit {
  Place place;                   // as the visitor reaches the server
  std::string others_reach;      // the page's address for other devices, for the QR code
  std::string system;            // of system.h
  std::string detected;          // what the visitor's own system seems to be
  bool near = false;             // in a network of the server's, where its announcements are heard
  bool announced = true;         // the server announces its printers
  bool local_only = false;       // it listens on this machine alone
  std::string fingerprint;       // of a certificate that it made itself; empty: it did not
  std::vector<Printer> printers; // shared ones, or the one that was asked for
  std::vector<Printer> all_printers; // to choose from
  std::string chosen;                // the one that was asked for; empty: all
  std::vector<Scanner> scanners;     // shared ones
  std::string server;                // UUID
};

// The instructions as data, which the app and the page without script draw alike
// (docs/protocols/rest.md):
// {"system", "systems", "printers", "ways": [{"id", "title", "steps": [STEP]}], "check", "trouble",
// "scan", "notes", "words"}. A STEP is {"text"}, {"command"} or {"file", "label"}. Its first way is
// the one right step.
Json guide(const Visit& visit, const Words& words);

// The ways of a system, the right one first.
std::vector<std::string> ways_of(const Visit& visit);

// The file that a way names: "script", "profile", "printers", "certificate"; with "?printer=" of
// the chosen one.
std::string file_of(const Visit& visit, std::string_view name);
// The command that a step names; empty: there is nothing to say.
std::string command_of(const Visit& visit, std::string_view name);

} // namespace platen::install
