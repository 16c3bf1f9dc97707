#include "server/moves.h"

#include <sstream>

namespace platen::server {

namespace {

std::string key_of(const job::Printer& printer) {
  return "moved " + printer.uuid;
}

} // namespace

// "TIME FROM TO WHO": hosts have no spaces, and who it is comes last.
void keep_move(job::Store& store, const job::Printer& printer, const doctor::MoveFacts& move) {
  const std::string kept =
      std::to_string(move.at) + " " + move.from + " " + move.to + " " + move.who;
  static_cast<void>(job::wait<void>( // where it cannot be kept, it was moved all the same
      [&](auto done) { store.set_setting(key_of(printer), kept, std::move(done)); }));
}

std::optional<doctor::MoveFacts> kept_move(const job::Store& store, const job::Printer& printer) {
  const auto kept = store.setting(key_of(printer));
  if (!kept) return std::nullopt;
  std::istringstream words(*kept);
  doctor::MoveFacts move;
  words >> move.at >> move.from >> move.to >> std::ws;
  std::getline(words, move.who);
  return words ? std::optional(std::move(move)) : std::nullopt;
}

} // namespace platen::server
