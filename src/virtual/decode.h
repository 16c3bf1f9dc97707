#pragma once

#include "base/bytes.h"
#include "image/image.h"
#include "virtual/record.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace platen::twin {

// pcl_xl: a printer that takes PJL, with PCL XL and PCL 5e in it; a job's record says which it was.
enum class Language : std::uint8_t { automatic, ivec, pcl_xl };

enum class Strictness : std::uint8_t {
  device, // refuse what the model's device would refuse
  report, // draw what can be drawn; what the device would refuse becomes a warning
};

// Called when a side's raster begins; may return nullptr. Gets every row of the raster at device
// resolution: rgb8 or gray8 (IVEC), mask1 or gray8 (PCL).
using RasterTap = std::function<std::unique_ptr<RowSink>(const SideRecord& side, PageShape shape)>;
// One line for each document, operator or payload, with its offset in the stream.
using Listing = std::function<void(std::uint64_t offset, std::string_view line)>;

struct SheetOptions {
  std::filesystem::path folder; // "" = draw nothing and write no records
  std::int32_t dpi = 100;       // of the PNGs; 0 = the device's own resolution
  std::int32_t first_job = 0;   // number of the next job; 0 = after the last one in the folder
  RasterTap tap;
  Listing listing;
  std::function<void()> on_begin;               // when a job begins
  std::function<void(const JobRecord&)> on_job; // after a job's record is written
};

struct DecodeOptions {
  Language language = Language::automatic; // by the first bytes
  std::string model;                       // "" = canon-pro-1000 or canon-ir1024, by language
  Strictness strictness = Strictness::report;
  SheetOptions sheets;
};

// Reads device bytes to their end, draws the sheets and gives a record for every job in them. A
// fault in the stream ends its job (JobState::aborted, with the reason); an Error is only: no bytes
// at all, a language nobody knows, a model that does not speak it, or sheets that cannot be
// written.
Result<JobRecords> decode_stream(ByteSource& in, const DecodeOptions& options);

// By the first bytes of a stream (up to 512): "<" = IVEC; UEL, "@PJL", a PCL XL header or an escape
// of PCL 5 = PCL XL.
Language detect_language(Bytes head);

} // namespace platen::twin
