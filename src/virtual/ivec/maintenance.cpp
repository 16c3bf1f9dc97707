#include "virtual/ivec/check_page.h"
#include "virtual/ivec/job.h"

#include <algorithm>

namespace platen::twin::ivec {

namespace {

// docs/protocols/ivec.md section 12.
struct Function {
  std::string_view operation, type, name;
  int ink; // percent of every tank
  bool prints;
};
constexpr Function functions[] = {
    {"TestPrint", "nozzle_check", "nozzle-check", 0, true},
    {"TestPrint", "auto_registration", "alignment", 0, true},
    {"TestPrint", "regi_check", "alignment-values", 0, true},
    {"Cleaning", "regular", "cleaning", 1, false},
    {"Cleaning", "deep", "deep-cleaning", 3, false},
};

const Function* function_of(const Document& document) {
  const std::string type = document.text("type");
  const auto* const found = std::ranges::find_if(functions, [&](const Function& function) {
    return function.operation == document.operation && function.type == type;
  });
  return found == std::end(functions) ? nullptr : found;
}

void use_ink(SharedCondition& condition, int percent) {
  condition.change([&](Condition& now) {
    for (Condition::Supply& supply : now.supplies)
      supply.percent = std::max(0, supply.percent - percent);
  });
}

} // namespace

Machine::Outcome Machine::maintenance(const Document& document) {
  if (document.operation == "StartJob") {
    auto started = start_job(document);
    maintains_ = started.has_value();
    return started;
  }
  if (!maintains_ || phase_ != Phase::started) return wrong_moment(document);
  if (document.text("jobID") != job_id_)
    return refuse("IllegalJobID", document.operation + " names another job", document.offset);
  if (document.operation == "SetJobConfiguration") return set_job_configuration(document);
  if (document.operation == "TestPrint" || document.operation == "Cleaning") {
    const Function* const function = function_of(document);
    if (function == nullptr)
      return refuse("ParameterError",
                    document.operation + " has no type \"" + document.text("type") + "\"",
                    document.offset);
    if (document.operation == "Cleaning" && document.text("inkgroup") != "all")
      return refuse("ParameterError", "Cleaning needs the inkgroup all", document.offset);
    line_.tray.job().maintenance.emplace_back(function->name);
    if (line_.condition != nullptr) use_ink(*line_.condition, function->ink);
    if (function->prints)
      if (const auto drawn = draw_check_page(line_.tray, function->name, ++sheets_); !drawn)
        return refuse("ParameterError", drawn.error().what, document.offset);
    return {};
  }
  if (document.operation != "EndJob" && document.operation != "CancelJob")
    return refuse("NotSupportOperation", "the operation " + document.operation + " is unknown",
                  document.offset);
  maintains_ = false;
  phase_ = Phase::idle;
  const bool ended = document.operation == "EndJob";
  static_cast<void>(line_.tray.end_job(ended ? JobState::completed : JobState::cancelled,
                                       ended ? "" : "CancelJob"));
  return {};
}

} // namespace platen::twin::ivec
