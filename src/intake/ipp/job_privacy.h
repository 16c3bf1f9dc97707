#pragma once

#include "intake/ipp/operation.h"

#include <string>
#include <string_view>
#include <vector>

// job-privacy-attributes and job-privacy-scope (PWG "IPP Privacy Attributes", 2018): which
// attributes of a job are private, and who sees those all the same.
namespace platen::intake::ipp {

// What the caller does not see of a job: as the job's printer has it, or the server's policy where
// that says nothing. Administrators see everything.
class JobPrivacy {
public:
  JobPrivacy(const Call& call, const job::Job& job);
  // `group`: "job-description" or "job-template"; `names_people`: private unless somebody says
  // otherwise. What a client needs to follow a job at all (its id, URIs and state) is never hidden.
  bool hides(std::string_view name, std::string_view group, bool names_people) const;

private:
  bool hides_names_ = false; // those that name people
  std::vector<std::string> hidden_;
};

// True when a printer's own settings keep the names of its jobs from others, whoever looks: then
// neither notifications nor the account have them.
bool keeps_names(const job::Printer& printer);

// What is wrong with the values of job-privacy-attributes or job-privacy-scope; empty: nothing.
std::string privacy_fault(std::string_view attribute, const std::vector<std::string>& values);
const std::vector<std::string>& privacy_scopes();

} // namespace platen::intake::ipp
