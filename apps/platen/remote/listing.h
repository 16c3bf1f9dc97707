#pragma once

#include "base/result.h"

#include <ctime>
#include <string>
#include <vector>

namespace platen::app {

// Columns as wide as their longest entry, two spaces apart; the last one is as it is. Nothing that
// a server says can move the cursor or end a line.
class Table {
public:
  explicit Table(std::vector<std::string> headings) : rows_{std::move(headings)} {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.size() == 1; }
  std::string text() const; // with headings; one line a row

private:
  std::vector<std::vector<std::string>> rows_;
};

// Text of a server made harmless for a terminal: control characters become "?".
std::string harmless(const std::string& text);

// A moment as a person here would say it: "14:05", "yesterday 14:05", "12 Mar 14:05", "2025-03-12".
std::string when(std::time_t moment, std::time_t now);

// printer-state-reasons and job-state-reasons in words: "out of paper"; unknown ones as they are.
std::string reason_words(const std::vector<std::string>& reasons);

// To standard output; a closed pipe or a full disk is an error.
Result<void> print_text(const std::string& text);
// The table, or what to say when it has no row.
Result<void> print(const Table& table, const std::string& nothing);

} // namespace platen::app
