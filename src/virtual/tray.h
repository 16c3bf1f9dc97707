#pragma once

#include "virtual/decode.h"
#include "virtual/faults.h"
#include "virtual/sheet.h"

#include <optional>

namespace platen::twin {

// Where jobs end up: numbers them, draws their sides, writes their records. What goes wrong here (a
// full disk) is not the stream's fault; failure() keeps the two apart.
class OutputTray {
public:
  OutputTray(SheetOptions options, std::string language, std::string model);
  Result<void> open(); // makes the folder, finds the number of the first job
  // Tells of jobs and half-printed sides. What a fault breaks is not the tray's failure.
  void watch(Faults& faults) { faults_ = &faults; }

  bool listing() const { return static_cast<bool>(options_.listing); }
  void list(std::uint64_t offset, std::string_view line) const {
    if (options_.listing) options_.listing(offset, line);
  }

  void begin_job();
  bool job_open() const { return job_.has_value(); }
  JobRecord& job();            // the open one
  void warn(std::string text); // in the side if one is open, else in the job; equal ones once
  void warn_job(std::string text);
  Result<void> end_job(JobState state,
                       std::string reason = {}); // drops a side that is not finished

  // Rows come from the top down, shape.height of them, each shape.format.row_bytes(width) long; the
  // unused bits at the end of a 1-bit row are taken as 0.
  Result<void> begin_side(SideRecord side, PageShape shape);
  bool side_open() const { return side_.has_value(); }
  Result<void> row(std::span<std::byte> row);
  Result<void> end_side();

  const std::optional<Error>& failure() const { return failure_; }
  std::int32_t next_number() const { return next_number_; }
  JobRecords take_records() { return std::move(records_); }

private:
  struct Side {
    SideRecord record;
    PageShape shape;
    std::unique_ptr<Sheet> sheet;
    std::unique_ptr<RowSink> tap;
    std::int32_t rows = 0;
  };
  Failure broken(Error error);
  std::filesystem::path side_path(const SideRecord& side) const;

  SheetOptions options_;
  std::string language_, model_;
  std::int32_t next_number_ = 1;
  std::optional<JobRecord> job_;
  std::optional<Side> side_;
  std::optional<Error> failure_;
  Faults* faults_ = nullptr;
  JobRecords records_;
};

} // namespace platen::twin
