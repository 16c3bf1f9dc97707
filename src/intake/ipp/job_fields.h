#pragma once

#include "intake/ipp/operation.h"

#include <span>
#include <string_view>

namespace platen::intake::ipp {

// What is written about one job.
struct JobView {
  const Call& call;
  const job::Job& job;
  std::int32_t intervening; // -1: not known
};

// One attribute that follows from the record.
struct JobField {
  const char* name;
  bool names_people; // hidden from those who may not see names
  bool only_by_name; // costs more than "all" should
  void (*write)(const JobView& view, ipp_t* out, const char* name);
};
std::span<const JobField> job_fields();         // Job Description and Job Status
std::span<const JobField> job_setting_fields(); // Job Template: those of job_settings.h

// job-state-reasons as clients see them: with what follows from the printer and the kept documents.
std::vector<std::string> shown_reasons(const Call& call, const job::Job& job);

} // namespace platen::intake::ipp
