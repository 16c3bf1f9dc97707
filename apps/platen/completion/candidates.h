#pragma once

#include "command_line.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace platen::app::completion {

struct Candidate {
  std::string word;  // the whole word that it stands for
  std::string about; // one line for people; may be empty
};

// What may stand at the place of the cursor.
struct Candidates {
  std::vector<Candidate> words;
  bool files = false;   // and any file
  bool folders = false; // and any folder
  bool goes_on = false; // no space behind the word: a value follows
};

// What a word has to be chosen from, where the tables of the commands do not say it. `arguments`
// are those before the cursor. Nothing where it cannot be told at once.
struct Sources {
  std::function<std::vector<Candidate>(const Arguments& arguments)> models;
  // The names of a list of the server: "printers", "jobs", "scanners", "papers", ...
  std::function<std::vector<Candidate>(const Arguments& arguments, std::string_view list)> listed;
  // Settings as NAME=, or, once there is "NAME=", those with their values.
  std::function<std::vector<Candidate>(const Arguments& arguments, std::string_view begun)> options;
};

// `words` are those behind "platen", the last one that at the cursor (empty: a new one). Only what
// begins with it is given.
Candidates candidates(std::span<const Command> commands, std::span<const std::string> words,
                      const Sources& sources);

} // namespace platen::app::completion
