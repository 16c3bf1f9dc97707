#pragma once

#include "wire/escl/scan_settings.h"
#include "wire/escl/words.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What a scanner says of its present state and of one job.
namespace platen::escl {

struct JobInfo {
  std::string uri;      // path
  std::string uuid;     // without "urn:uuid:"
  std::int64_t age = 0; // seconds since it was made
  std::int32_t images_completed = 0, images_to_transfer = 0;
  JobState state = JobState::pending;
  std::string reason; // "JobScanning", "JobCompletedSuccessfully", ...
};

// scan:ScannerStatus
struct ScannerStatus {
  ScannerState state = ScannerState::idle;
  std::optional<AdfState> adf; // nothing: there is no feeder
  std::vector<JobInfo> jobs;   // newest first
};
std::string to_xml(const ScannerStatus& status);

// The picture that a page is: pixels, and bytes of a row as if it were not compressed.
struct ImageSize {
  std::int32_t width = 0, height = 0;
  std::int64_t bytes_per_line = 0;
};
// scan:ScanImageInfo
std::string image_info_xml(const JobInfo& job, const ImageSize& size);
// scan:ScanBufferInfo, with the settings as they would be carried out.
std::string buffer_info_xml(const ScanSettings& settings, const ImageSize& size);

} // namespace platen::escl
