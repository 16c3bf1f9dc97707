#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::filter {

// What a filter writes to its standard error, line by line, as filter(7) has it: "ERROR: text",
// "STATE: +reason", "PAGE: 1 1". It comes from a program of which nothing is known: texts are made
// harmless and cut, only registered reasons about the machine are taken, sixteen at most.
class Messages {
public:
  // `said`: the reasons and words for people by now, when they change. `log`: each line that is for
  // the log, with its level ("debug", "info", "warning", "error"). Either may be empty.
  Messages(
      std::function<void(const std::vector<std::string>& reasons, const std::string& words)> said,
      std::function<void(std::string_view level, const std::string& line)> log)
      : said_(std::move(said)), log_(std::move(log)) {}

  void take(std::string_view bytes);
  void end(); // whatever is left of a line
  // The last ERROR, ALERT, CRIT or EMERG; else the last line that was no DEBUG: for the error that
  // ends the job. May be empty.
  const std::string& last_words() const { return error_.empty() ? other_ : error_; }

private:
  void take_line(std::string_view line);
  void change_reasons(std::string_view words);
  void say();

  const std::function<void(const std::vector<std::string>&, const std::string&)> said_;
  const std::function<void(std::string_view, const std::string&)> log_;
  std::string line_;
  std::string error_, other_, words_;
  std::vector<std::string> reasons_;
  int logged_ = 0;
};

} // namespace platen::filter
