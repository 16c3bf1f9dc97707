#pragma once

#include "doctor/facts.h"
#include "job/store.h"

#include <optional>

// The last move of each printer with its machine, over restarts, for whoever is told of it.
namespace platen::server {

void keep_move(job::Store& store, const job::Printer& printer, const doctor::MoveFacts& move);
std::optional<doctor::MoveFacts> kept_move(const job::Store& store, const job::Printer& printer);

} // namespace platen::server
