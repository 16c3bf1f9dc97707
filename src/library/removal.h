#pragma once

#include "library/library.h"

namespace platen::library {

// An entry of a library that is to go, as settings of jobs and printers name it.
struct Removal {
  Kind kind = Kind::paper;
  std::string model; // empty for a letterhead, which all have
  std::string name;
  // Of a profile or letterhead that the model then has under no other name; else empty.
  std::string sha256;
};

// `model` as without() takes it; the entry is there.
Removal removal_of(const Library& library, Kind kind, const std::string& model,
                   const std::string& name);

// Whether these settings, of a printer or job of its model, would mean nothing without it.
bool is_named(const Removal& removal, const model::Options& options);

} // namespace platen::library
