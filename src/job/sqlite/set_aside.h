#pragma once

#include "job/sqlite/work.h"

#include <string>
#include <vector>

// A record that cannot be read must not stop what goes through all of them, nor be lost: it is kept
// in the table `damaged`, and one that says what is known takes its place.
namespace platen::job::sqlite {

// An unfinished job is aborted.
Result<void> set_aside_job(Work& work, JobId id);
// The record, or what took its place.
Result<Record> load_or_set_aside(Work& work, JobId id);
// Printers: paused, and accepting nothing, until they are set up again. Gives their names. Before
// the printers are loaded.
Result<std::vector<std::string>> set_aside_printers(Connection& connection, Time now);

} // namespace platen::job::sqlite
