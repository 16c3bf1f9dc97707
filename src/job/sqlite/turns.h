#pragma once

#include "job/store.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace platen::job::sqlite {

// Whose turn it is (docs/adr/0011): the users with waiting jobs of one priority at one printer
// stand in a row. Who comes stands at its end, who has a job begun goes there, and whose job was
// given back by its device stands at its head. Memory: an entry for each user who waits, nothing
// for a job. It is forgotten when the server stops: then users stand as their oldest jobs do.
class Turns {
public:
  struct Step {
    enum class Kind : std::uint8_t { came, left, begun, given_back };
    Kind kind = Kind::came; // what happened to one waiting job
    PrinterId printer = 0;
    std::int32_t priority = 0;
    std::string user;
  };
  // A user's place in the order: by falling priorities, then by places.
  struct Turn {
    std::int32_t priority = 0;
    std::int64_t place = 0;
    std::string user;
  };

  // So many jobs of a user wait; at the start, by the age of the users' oldest jobs.
  void begin_with(const Step& came, std::int64_t jobs);
  void apply(const Step& step);

  // The first turn at a printer, or the one after another; nothing: there is none.
  std::optional<Turn> after(PrinterId printer, const std::optional<Turn>& last) const;
  std::vector<Turn> all(PrinterId printer) const;

private:
  struct Member {
    std::int64_t place = 0, jobs = 0;
  };
  struct Row {
    std::map<std::int64_t, std::string> places;
    std::map<std::string, Member, std::less<>> members;
    std::int64_t first = 0, last = 0; // places that were given out
    void put(const std::string& user, Member& member, std::int64_t place);
    void take_one(const std::string& user, bool begun);
  };
  using Key = std::tuple<PrinterId, std::int32_t>; // the printer, and its priority negated
  std::map<Key, Row> rows_;
};

} // namespace platen::job::sqlite
