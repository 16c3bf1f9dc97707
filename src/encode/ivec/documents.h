#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace platen::encode::ivec {

// The documents of one print job, one function each, in the order in which a job sends them
// (docs/protocols/ivec.md). Compact XML, as Canon's own driver writes it; namespaces are declared
// only where that driver declares them.

std::string get_capability();
std::string get_status(); // between the documents of a job too

struct JobNames {
  bool answers_wanted = false; // bidi: the device answers every document, not only with refusals
  std::string job, user, computer;
  std::string uuid;                            // goes into job_description
  std::optional<std::string> host_environment; // only for a device that lists the element
};
std::string start_job(const JobNames& names);

// `local_time` is YYYYMMDDhhmmss; empty: not said. `detect_mismatch`: the device compares the paper
// that lies in it with that of the job.
std::string set_job_configuration(std::string_view local_time, bool detect_mismatch);

// Element names without prefix, and their values, in the order of the document.
using Settings = std::vector<std::pair<std::string, std::string>>;
std::string set_configuration(const Settings& settings);

std::string set_page_configuration(bool another_page_follows);

// Exactly `payload_bytes` of payload must follow.
std::string send_data(std::string_view format, std::uint64_t payload_bytes);

std::string end_job();
// In place of any document after StartJob: ends the job at once.
std::string cancel_job();

} // namespace platen::encode::ivec
