#include "virtual/tray.h"

#include <algorithm>
#include <charconv>

namespace platen::twin {

namespace {

// "job-" and 7 in 4 digits: "job-0007".
std::string numbered(std::string_view prefix, std::size_t digits, std::int32_t number) {
  const std::string text = std::to_string(number);
  return std::string(prefix) + std::string(digits - std::min(digits, text.size()), '0') + text;
}

// The number in "job-NNNN.json" and "job-NNNN-...", or 0.
std::int32_t job_number_of(const std::string& file_name) {
  constexpr std::string_view prefix = "job-";
  if (!file_name.starts_with(prefix)) return 0;
  std::int32_t number = 0;
  std::from_chars(file_name.data() + prefix.size(), file_name.data() + file_name.size(), number);
  return number;
}

std::uint64_t fnv1a(std::uint64_t hash, Bytes bytes) {
  for (const std::byte b : bytes)
    hash = (hash ^ std::to_integer<std::uint64_t>(b)) * 0x100000001b3u;
  return hash;
}

} // namespace

OutputTray::OutputTray(SheetOptions options, std::string language, std::string model)
    : options_(std::move(options)), language_(std::move(language)), model_(std::move(model)) {}

Failure OutputTray::broken(Error error) {
  if (!failure_) failure_ = error;
  return Failure(std::move(error));
}

Result<void> OutputTray::open() {
  next_number_ = std::max(options_.first_job, 1);
  if (options_.folder.empty()) return {};
  std::error_code error;
  std::filesystem::create_directories(options_.folder, error);
  std::filesystem::directory_iterator files(options_.folder, error);
  if (error)
    return broken(Error{Errc::io, "cannot use the folder " + options_.folder.string() +
                                      " for sheets: " + error.message()});
  if (options_.first_job > 0) return {};
  for (const auto& file : files)
    next_number_ = std::max(next_number_, job_number_of(file.path().filename().string()) + 1);
  return {};
}

void OutputTray::begin_job() {
  EXPECTS(!job_);
  job_.emplace();
  job_->number = next_number_++;
  job_->language = language_;
  job_->model = model_;
  if (faults_ != nullptr) faults_->job_begins();
  if (options_.on_begin) options_.on_begin();
}

JobRecord& OutputTray::job() {
  EXPECTS(job_.has_value());
  return *job_;
}

void OutputTray::warn(std::string text) {
  if (side_)
    add_warning(side_->record.warnings, std::move(text));
  else
    warn_job(std::move(text));
}

void OutputTray::warn_job(std::string text) {
  if (job_) add_warning(job_->warnings, std::move(text));
}

std::filesystem::path OutputTray::side_path(const SideRecord& side) const {
  return options_.folder / (numbered("job-", 4, job_->number) + numbered("-sheet-", 3, side.sheet) +
                            (side.back ? "-back.png" : "-front.png"));
}

Result<void> OutputTray::begin_side(SideRecord side, PageShape shape) {
  EXPECTS(job_ && !side_);
  side.raster_width = shape.width;
  side.raster_height = shape.height;
  side.pixel_format = to_string(shape.format);
  side.raster_hash = 0xcbf29ce484222325u;
  Side open{std::move(side), shape, nullptr, nullptr};
  if (!options_.folder.empty()) {
    open.record.png = side_path(open.record);
    auto sheet = Sheet::create(open.record.png, open.record, shape, options_.dpi);
    if (!sheet) return broken(std::move(sheet).error());
    open.sheet = std::move(*sheet);
  }
  if (options_.tap) open.tap = options_.tap(open.record, shape);
  side_.emplace(std::move(open));
  return {};
}

Result<void> OutputTray::row(std::span<std::byte> row) {
  EXPECTS(side_ && side_->rows < side_->shape.height);
  EXPECTS(row.size() == side_->shape.format.row_bytes(side_->shape.width));
  if (side_->shape.format.depth == Depth::bits1 && side_->shape.width % 8 != 0)
    row.back() &= static_cast<std::byte>(0xff << (8 - side_->shape.width % 8));
  side_->record.raster_hash = fnv1a(side_->record.raster_hash, row);
  if (side_->sheet)
    if (auto drawn = side_->sheet->row(row); !drawn) return broken(std::move(drawn).error());
  if (side_->tap) {
    const ConstBand band(row.data(), row.size(), side_->shape.width, side_->shape.format,
                         {side_->rows, 1});
    if (auto taken = side_->tap->write(band); !taken) return broken(std::move(taken).error());
  }
  ++side_->rows;
  const bool half = side_->rows == (side_->shape.height + 1) / 2 && !side_->record.back;
  if (half && faults_ != nullptr)
    TRY_VOID(faults_->reached(Moment::mid_sheet, side_->record.sheet));
  return {};
}

Result<void> OutputTray::end_side() {
  EXPECTS(side_ && side_->rows == side_->shape.height);
  if (side_->sheet)
    if (auto drawn = side_->sheet->finish(); !drawn) return broken(std::move(drawn).error());
  job_->sides.push_back(std::move(side_->record));
  side_.reset();
  return {};
}

Result<void> OutputTray::end_job(JobState state, std::string reason) {
  EXPECTS(job_.has_value());
  side_.reset(); // its PNG was never given its name
  if (faults_ != nullptr) faults_->job_ends();
  job_->state = state;
  job_->reason = std::move(reason);
  if (!options_.folder.empty()) {
    const auto path = options_.folder / (numbered("job-", 4, job_->number) + ".json");
    if (auto written = write_file(path, as_bytes(to_json(*job_))); !written)
      return broken(std::move(written).error());
  }
  if (options_.on_job) options_.on_job(*job_);
  records_.push_back(std::move(*job_));
  job_.reset();
  return {};
}

} // namespace platen::twin
