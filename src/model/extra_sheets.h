#pragma once

#include <cstdint>
#include <string>

namespace platen::model {

// Sheets that a job has beside its pages. docs/howto/office.md tells of them.

// job-sheets (RFC 8011, PWG 5100.3): a sheet that says whose job it is; standard is one before it.
enum class JobSheets : std::uint8_t { none, standard, start, end, both };
// The first or last sheet of each document: an empty one beside it, or its own on other paper.
enum class Cover : std::uint8_t { none, blank, printed };

struct ExtraSheets {
  JobSheets job = JobSheets::none;
  bool slips = false; // an empty sheet between documents and between copies of all
  Cover front = Cover::none, back = Cover::none;
  std::string source;       // where job sheets and slips come from; empty: where the job does
  std::string cover_source; // likewise of covers

  bool before() const { return job != JobSheets::none && job != JobSheets::end; }
  bool after() const { return job == JobSheets::end || job == JobSheets::both; }
  bool any() const {
    return job != JobSheets::none || slips || front != Cover::none || back != Cover::none;
  }
};

} // namespace platen::model
