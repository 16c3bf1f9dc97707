#pragma once

#include "intake/ipp/job_template.h"

#include <string>
#include <vector>

namespace platen::intake::ipp {

// What people would see on the paper of a job that is not as its client asked for: another medium,
// one side in place of two, no staple. In words, each as a line of job-detailed-status-messages
// (schedule/wording.h). Who asked for more than that gets it in the answer's unsupported group.
std::vector<std::string> not_as_asked(const model::Model& model, const model::Options& defaults,
                                      const model::Options& asked, const Settled& settled,
                                      const std::vector<NotTaken>& refused);

// Of a job that moves: what its `attributes` (job::Job::attributes) asked for and the other printer
// does not have counts as refused.
std::vector<std::string> not_as_before(const model::Model& model, const model::Options& defaults,
                                       const model::Options& asked, const Settled& settled,
                                       const std::string& attributes);

// Of papers among what is refused, the sizes that there are, in words; or nothing.
std::string sizes_instead(const model::Model& model, const std::vector<NotTaken>& refused);

} // namespace platen::intake::ipp
