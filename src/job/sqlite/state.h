#pragma once

#include "job/documents.h"
#include "job/sqlite/turns.h"
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
  std::vector<JobId> jobs;               // of each event; 0: of a printer
  std::map<PrinterId, JobCounts> counts; // differences
  std::vector<Turns::Step> turns;
  std::map<std::string, Unfinished> users;              // differences
  std::shared_ptr<const std::vector<Printer>> printers; // null: as before
  std::int64_t finished = 0, document_bytes = 0;        // differences
  std::vector<ArrivingDocument*> kept;                  // files that the tables refer to now
  std::vector<std::string> removed;                     // files that they no longer refer to

  void append(Effects&& later);
};

// The field of a state; null for the finished ones.
std::int32_t* count_of(JobCounts& counts, JobState state);

// What is kept in memory of the tables: the printers, whose turn it is and some numbers, nothing
// for each job. Only the writer's thread changes it.
class State {
public:
  struct Totals {
    std::int64_t finished = 0, document_bytes = 0;
  };

  void start(std::vector<Printer> printers, std::map<PrinterId, JobCounts> counts, Totals totals);
  void begin_turns(Turns turns);
  void begin_users(std::map<std::string, Unfinished> users);
  void apply(const Effects& effects);

  std::shared_ptr<const std::vector<Printer>> printers() const;
  JobCounts counts(PrinterId printer) const;
  Totals totals() const;
  std::optional<Turns::Turn> turn_after(PrinterId printer,
                                        const std::optional<Turns::Turn>& last) const;
  std::vector<Turns::Turn> turns(PrinterId printer) const;
  Unfinished unfinished(const std::string& user) const;
  Unfinished unfinished() const;

  // Why the database could not be written; empty: what was written last, was.
  void note_trouble(std::string words);
  std::string trouble() const;

private:
  mutable std::mutex mutex_;
  std::shared_ptr<const std::vector<Printer>> printers_;
  std::map<PrinterId, JobCounts> counts_;
  Totals totals_;
  Turns turns_;
  std::map<std::string, Unfinished> users_; // those that have some
  Unfinished all_;
  std::string trouble_;
};

} // namespace platen::job::sqlite
