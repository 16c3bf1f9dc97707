#pragma once

#include "base/result.h"
#include "units/units.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace platen::twin {

// Paper edge to raster; negative where the raster goes beyond the edge.
struct Frame {
  Hmm top, left, bottom, right;
};

// What one side of one sheet was told to be, and what came of it.
struct SideRecord {
  std::int32_t sheet = 1; // counts from 1 within the job
  bool back = false;
  std::string sides = "one-sided"; // IPP keyword
  std::string medium;              // PWG or device name of the size
  Hmm width, height;               // the paper, portrait
  Frame margins;
  std::string media_type; // as the stream names it; "" = left to the device
  std::string tray;
  std::int32_t copies = 1;
  Dpi resolution;
  std::string quality, intent, color_mode; // in the device's words; "" = not said
  std::string clear_coat;                  // likewise
  std::string color_space;                 // of a PWG raster page: "sRGB", "AdobeRGB"
  bool borderless = false;
  std::string payload;                              // "PWGRaster", "JPEGPAGE", "PCL XL", "PCL 5e"
  std::int32_t raster_width = 0, raster_height = 0; // pixels
  std::string pixel_format;                         // to_string(PixelFormat)
  std::uint64_t raster_hash = 0;                    // FNV-1a 64 over the rows, top down
  std::filesystem::path png;                        // empty when no sheets are drawn
  std::vector<std::string> warnings;
};

enum class JobState : std::uint8_t { completed, cancelled, aborted };
std::string_view to_string(JobState state);

struct JobRecord {
  std::int32_t number = 1; // in the names of its files
  std::string language;    // "ivec", "pcl-xl", "pcl-5e"
  std::string model;       // "canon-pro-1000", ...
  std::string id;          // the stream's own job id
  std::string name, user, host;
  bool compares_paper = false; // it was told to compare its paper with the job's
  JobState state = JobState::aborted;
  std::string reason;                   // why it was aborted, with the offset in the stream
  std::vector<std::string> maintenance; // what it was told to do to itself: "nozzle-check", ...
  std::vector<SideRecord> sides;        // in the order in which they came
  std::vector<std::string> warnings;
};
using JobRecords = std::vector<JobRecord>;

// Adds a warning once, and no more than a hundred: a hostile stream could make millions.
void add_warning(std::vector<std::string>& warnings, std::string text);

// The record as JSON (UTF-8, indented, ends with a newline); text that is not UTF-8 is repaired.
std::string to_json(const JobRecord& job);

} // namespace platen::twin
