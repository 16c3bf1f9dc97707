#pragma once

#include "intake/api/ipp_desk.h"

#include <vector>

namespace platen::intake::api {

// What job_json() reads of a job.
std::vector<const char*> job_attributes();
// As "platen jobs --json", with "printer-name" and "can".
Json job_json(const platen::ipp::Record& job);

// The settings that a job was submitted with, as texts of a command line, of the Job Template
// attributes among those of `job`.
Json options_json(const platen::ipp::Record& job);

} // namespace platen::intake::api
