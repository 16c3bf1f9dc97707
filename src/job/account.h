#pragma once

#include "job/job.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

// What was printed: one entry for each job that ended, kept for longer than the job itself.
namespace platen::job {

struct AccountEntry {
  JobId job = 0;
  JobState result = JobState::completed; // canceled, aborted or completed
  Time ended = 0;
  std::string printer;     // its name, when the job ended
  std::string user;        // job-originating-user-name
  std::string department;  // job-account-id; empty: none was named
  std::string name;        // job-name; empty where it is confidential
  std::string media;       // PWG self-describing name of the job's paper; empty: not known
  bool color = false;      // printed in colours
  std::int32_t copies = 1; // that were asked for
  std::int64_t sheets = 0; // that the device took, in all tries: job-media-sheets-completed
  std::int64_t sides = 0;  // of them that were printed on
};

// Entries of what ended from `from` on and before `to`; of what ended at `from` itself those of jobs
// behind `after`, so that a reader goes on where it was.
struct AccountQuery {
  Time from = std::numeric_limits<Time>::min();
  Time to = std::numeric_limits<Time>::max();
  std::optional<std::string> user = {}, department = {}, printer = {};
  JobId after = 0;
};

// How much somebody may print in the present day, week or month.
struct Limit {
  enum class Of : std::uint8_t { user, department };
  enum class Count : std::uint8_t { sheets, sides };
  Of of = Of::user;
  std::string name; // of the user, or the department's number
  Count count = Count::sheets;
  std::int64_t most = 0;
  Time since = 0;     // when the present period began
  std::string period; // "day", "week", "month": for what people read
};

// The job's entry, if it ended now; its printer's name is left to the store.
AccountEntry entry_of(const Job& job);

// Why a job that needs so much does not fit in a limit of which `used` counts already: for people.
std::string beyond(const Limit& limit, std::int64_t used, std::int64_t needs);

} // namespace platen::job
