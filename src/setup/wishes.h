#pragma once

#include "setup/workshop.h"

namespace platen::setup {

// What the command line says of a set-up.
struct Wishes {
  std::string host, uri;   // where the device is; empty: it is looked for
  std::string model, name; // empty: the one that fits; one is proposed
  std::string paper;       // the default of the place
  Options options;         // defaults of the printer's jobs
  bool test_page = true;
  bool make_default = false;
  bool scanner = true;
  std::chrono::seconds patience{180}; // for the test page, where nobody is asked
};

// What came of it.
struct Outcome {
  Device device;
  std::string printer, model;
  bool made = false;       // false: the device was a printer of the server already
  bool is_default = false; // of the server
  bool scanner = false;    // under the same name
  std::string paper, message, notes;
  std::optional<JobEnd> test_page;
  std::vector<std::string> complaints; // ids of questions that were answered "no"
};
Json to_json(const Outcome& outcome);

// The usual paper, where the printer has it and its default is another one.
Result<std::string> choose_paper(Workshop& workshop, const std::string& printer,
                                 const std::string& paper);

} // namespace platen::setup
