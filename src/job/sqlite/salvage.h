#pragma once

#include "job/job.h"
#include "job/sqlite/connection.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace platen::job::sqlite {

// What could be read of a damaged database.
struct Salvaged {
  // How far a table was read.
  enum class Extent : std::uint8_t { whole, partly, nothing };
  Extent printers = Extent::nothing, jobs = Extent::nothing, documents = Extent::nothing;
  Extent account = Extent::whole;
  std::int64_t printer_count = 0, job_count = 0, document_count = 0;
  struct LostJob {
    JobId id = 0;
    std::string user;
    JobState state = JobState::held;
  };
  std::vector<LostJob> lost; // those that an index still names

  // Whether a server may go on with it by itself: every printer, and some of the jobs.
  bool serves() const { return printers == Extent::whole && jobs != Extent::nothing; }
};

std::string in_words(const Salvaged& salvaged);                   // what was saved
std::vector<std::string> lost_in_words(const Salvaged& salvaged); // what was not; one line each

// Reads what can be read of `damaged`, which stays as it is, into the new database `fresh` (of the
// newest schema, without a log). Each row that the b-trees still lead to is found, also between
// damaged pages. An error is one of `fresh` (no room), or of a `damaged` that is no database of
// ours or that a newer platen wrote.
Result<Salvaged> salvage(const std::filesystem::path& damaged, const std::filesystem::path& fresh);

} // namespace platen::job::sqlite
