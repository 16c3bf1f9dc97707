#pragma once

#include "job/documents.h"
#include "job/store.h"

#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace platen::job::sqlite {

// What a transaction has done beyond the tables. It takes effect when the transaction is on disk
// and is dropped when it is not.
struct Effects {
  std::vector<Event> events;
  // An event without its job stands for many: the job is read again when the event is told.
  std::vector<JobId> jobs;                              // of each event; 0: of a printer
  std::map<PrinterId, JobCounts> counts;                // differences
  std::shared_ptr<const std::vector<Printer>> printers; // null: as before
  std::int64_t finished = 0, document_bytes = 0;        // differences
  std::vector<ArrivingDocument*> kept;                  // files that the tables refer to now
  std::vector<std::string> removed;                     // files that they no longer refer to

  void append(Effects&& later);
};

// The field of a state; null for the finished ones.
std::int32_t* count_of(JobCounts& counts, JobState state);

// What is kept in memory of the tables: the printers and some numbers, nothing for each job. Only
// the writer's thread changes it.
class State {
public:
  struct Totals {
    std::int64_t finished = 0, document_bytes = 0;
  };

  void start(std::vector<Printer> printers, std::map<PrinterId, JobCounts> counts, Totals totals);
  void apply(const Effects& effects);

  std::shared_ptr<const std::vector<Printer>> printers() const;
  JobCounts counts(PrinterId printer) const;
  Totals totals() const;

private:
  mutable std::mutex mutex_;
  std::shared_ptr<const std::vector<Printer>> printers_;
  std::map<PrinterId, JobCounts> counts_;
  Totals totals_;
};

} // namespace platen::job::sqlite
