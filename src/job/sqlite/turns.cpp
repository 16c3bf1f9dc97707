#include "job/sqlite/turns.h"

namespace platen::job::sqlite {

void Turns::Row::put(const std::string& user, Member& member, std::int64_t place) {
  places.erase(member.place);
  member.place = place;
  places.emplace(place, user);
}

void Turns::Row::take_one(const std::string& user, bool begun) {
  const auto found = members.find(user);
  if (found == members.end()) return;
  if (--found->second.jobs == 0) {
    places.erase(found->second.place);
    members.erase(found);
  } else if (begun) {
    put(user, found->second, ++last);
  }
}

void Turns::begin_with(const Step& came, std::int64_t jobs) {
  apply(came);
  rows_[{came.printer, -came.priority}].members[came.user].jobs = jobs;
}

void Turns::apply(const Step& step) {
  const auto entry = rows_.try_emplace({step.printer, -step.priority}).first;
  Row& row = entry->second;
  switch (step.kind) {
  case Step::Kind::left:
  case Step::Kind::begun:
    row.take_one(step.user, step.kind == Step::Kind::begun);
    break;
  case Step::Kind::came:
  case Step::Kind::given_back:
    Member& member = row.members[step.user];
    const bool is_new = ++member.jobs == 1;
    if (step.kind == Step::Kind::given_back)
      row.put(step.user, member, --row.first);
    else if (is_new)
      row.put(step.user, member, ++row.last);
  }
  if (row.members.empty()) rows_.erase(entry);
}

std::optional<Turns::Turn> Turns::after(PrinterId printer, const std::optional<Turn>& last) const {
  auto row =
      last ? rows_.lower_bound({printer, -last->priority}) : rows_.lower_bound({printer, -100});
  if (last && row != rows_.end() && row->first == Key{printer, -last->priority}) {
    const auto next = row->second.places.upper_bound(last->place);
    if (next != row->second.places.end()) return Turn{last->priority, next->first, next->second};
    ++row;
  }
  if (row == rows_.end() || std::get<0>(row->first) != printer) return std::nullopt;
  const auto& [place, user] = *row->second.places.begin(); // no row is empty
  return Turn{-std::get<1>(row->first), place, user};
}

std::vector<Turns::Turn> Turns::all(PrinterId printer) const {
  std::vector<Turn> turns;
  for (auto turn = after(printer, std::nullopt); turn; turn = after(printer, turn))
    turns.push_back(*turn);
  return turns;
}

} // namespace platen::job::sqlite
