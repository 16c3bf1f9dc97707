#pragma once

#include "setup/printer_work.h"
#include "setup/talk.h"

#include <optional>

namespace platen::setup {

// The test page, and the questions about it: each "no" leads to what can be done, and to the page
// printed again.
class TestPage {
public:
  TestPage(PrinterWork& work, Talk& talk, std::string printer)
      : work_(work), talk_(talk), printer_(std::move(printer)) {}
  Result<void> run();
  const std::optional<JobEnd>& last() const { return last_; }
  // The ids of the questions that were left at "no".
  const std::vector<std::string>& complaints() const { return complaints_; }

private:
  enum class Next : std::uint8_t { again, go_on };
  std::string way_out() const;
  Result<void> print();
  Result<void> follow(std::int64_t id);
  Result<bool> is_well(const Json& question);
  Result<Next> help(const Json& question);
  Result<bool> change_setting(const Json& question);
  Result<void> ask_doctor();

  PrinterWork& work_;
  Talk& talk_;
  std::string printer_;
  Options options_; // that were changed here: the page is printed with them
  std::optional<JobEnd> last_;
  std::vector<std::string> complaints_;
};

} // namespace platen::setup
