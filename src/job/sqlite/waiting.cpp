#include "job/sqlite/waiting.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace platen::job::sqlite {
namespace {

bool contains(const std::vector<JobId>& ids, JobId id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

Result<std::optional<JobId>> first_but(Query& query, const std::vector<JobId>& skip) {
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return std::optional<JobId>();
    const auto id = static_cast<JobId>(query.number(0));
    if (!contains(skip, id)) return std::optional<JobId>(id);
  }
}

Result<std::vector<JobId>> all_ids(Query& query) {
  std::vector<JobId> ids;
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return ids;
    ids.push_back(static_cast<JobId>(query.number(0)));
  }
}

Result<std::optional<JobId>> oldest_of(Connection& connection, PrinterId printer,
                                       const Turns::Turn& turn, const std::vector<JobId>& skip) {
  Query query(connection,
              "SELECT id FROM job INDEXED BY job_turn WHERE printer = ?1 AND state = 3 "
              "AND incoming = 0 AND priority = ?2 AND user = ?3 ORDER BY id",
              std::int64_t{printer}, std::int64_t{turn.priority}, std::string_view(turn.user));
  return first_but(query, skip);
}

constexpr const char* by_age = "SELECT id FROM job INDEXED BY job_waiting "
                               "WHERE printer = ?1 AND state = 3 AND incoming = 0 "
                               "ORDER BY priority DESC, id";

// A job's place when users take turns: the how-manieth of its user's it is, and then the user's.
using Place = std::tuple<std::int32_t, std::int64_t, std::int64_t, JobId>;

Result<std::vector<Place>> fair_places(Connection& connection, PrinterId printer,
                                       const State& state) {
  std::map<std::pair<std::int32_t, std::string>, std::int64_t> places;
  for (Turns::Turn& turn : state.turns(printer))
    places.emplace(std::pair(turn.priority, std::move(turn.user)), turn.place);
  Query query(connection,
              "SELECT id, priority, user FROM job INDEXED BY job_turn "
              "WHERE printer = ?1 AND state = 3 AND incoming = 0 ORDER BY priority DESC, user, id",
              std::int64_t{printer});
  std::vector<Place> found;
  std::pair<std::int32_t, std::string> row_of;
  std::int64_t place = 0, number = 0;
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return found;
    const auto priority = static_cast<std::int32_t>(query.number(1));
    if (found.empty() || row_of.first != priority || row_of.second != query.text(2)) {
      row_of = {priority, std::string(query.text(2))};
      const auto known = places.find(row_of);
      // Who came this very moment stands behind the others.
      place = known == places.end() ? std::numeric_limits<std::int64_t>::max() : known->second;
      number = 0;
    }
    found.emplace_back(-priority, number++, place, static_cast<JobId>(query.number(0)));
  }
}

} // namespace

Result<std::optional<JobId>> next_waiting(Connection& connection, PrinterId printer,
                                          const std::vector<JobId>& skip, QueueOrder order,
                                          const State& state) {
  if (order == QueueOrder::fair)
    for (auto turn = state.turn_after(printer, std::nullopt); turn;
         turn = state.turn_after(printer, turn)) {
      TRY(const auto id, oldest_of(connection, printer, *turn, skip));
      if (id) return id;
    }
  // What the turns do not know yet, since its commit is just being told, waits all the same.
  Query query(connection, by_age, std::int64_t{printer});
  return first_but(query, skip);
}

Result<std::vector<JobId>> waiting_ids(Connection& connection, PrinterId printer, QueueOrder order,
                                       const State& state) {
  if (order == QueueOrder::fair) {
    std::vector<JobId> ids;
    TRY(std::vector<Place> places, fair_places(connection, printer, state));
    std::sort(places.begin(), places.end());
    ids.reserve(places.size());
    for (const Place& place : places)
      ids.push_back(std::get<3>(place));
    return ids;
  }
  Query query(connection, by_age, std::int64_t{printer});
  return all_ids(query);
}

Result<std::vector<JobId>> held_ids(Connection& connection, const JobQuery& query) {
  Query rows(connection,
             "SELECT id FROM job INDEXED BY job_held WHERE state = 4 AND id >= ?1 "
             "AND (?2 = 0 OR printer = ?3) AND (?4 = 0 OR user = ?5) "
             "ORDER BY priority DESC, id LIMIT ?6 OFFSET ?7",
             std::int64_t{query.first}, std::int64_t{query.printer ? 1 : 0},
             std::int64_t{query.printer.value_or(0)}, std::int64_t{query.user ? 1 : 0},
             query.user ? std::string_view(*query.user) : std::string_view(),
             std::int64_t{std::max(query.limit, 0)}, std::int64_t{std::max(query.skip, 0)});
  return all_ids(rows);
}

Result<Turns> load_turns(Connection& connection) {
  Turns turns;
  Query query(connection, "SELECT printer, priority, user, count(*), min(id) AS oldest "
                          "FROM job INDEXED BY job_turn WHERE state = 3 AND incoming = 0 "
                          "GROUP BY printer, priority, user ORDER BY oldest");
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return turns;
    turns.begin_with({Turns::Step::Kind::came, static_cast<PrinterId>(query.number(0)),
                      static_cast<std::int32_t>(query.number(1)), std::string(query.text(2))},
                     query.number(3));
  }
}

Result<std::map<std::string, Unfinished>> load_users(Connection& connection) {
  std::map<std::string, Unfinished> users;
  Query query(connection, "SELECT user, count(*), sum(document_bytes) FROM job INDEXED BY "
                          "job_by_state WHERE state IN (3, 4, 5, 6) GROUP BY user");
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return users;
    users[std::string(query.text(0))] = {query.number(1), query.number(2)};
  }
}

} // namespace platen::job::sqlite
