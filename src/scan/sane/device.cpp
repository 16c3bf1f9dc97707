#include "scan/sane/device.h"

#include "scan/sane/options.h"
#include "scan/sane/own_address.h"
#include "scan/sane/protocol.h"
#include "scan/sane/samples.h"
#include "scan/sane/setup.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

namespace platen::scan::sane {

namespace {

constexpr std::size_t most_line_bytes = std::size_t{4} << 20; // of a driver's row

std::int32_t pixels(std::int32_t length, Dpi dpi) {
  return static_cast<std::int32_t>((std::int64_t{length} * dpi.v + 150) / 300);
}

struct Line {
  PixelFormat format;
  std::size_t bytes = 0; // of the driver's row
  int bits = 8;
};

// Errc::unsupported: what platen does not read.
Result<Line> line_of(const SANE_Parameters& about) {
  if (about.format != SANE_FRAME_GRAY && about.format != SANE_FRAME_RGB)
    return fail(Errc::unsupported, "the scanner gives its colours one after the other (three "
                                   "passes), which platen does not read");
  Line line;
  const bool color = about.format == SANE_FRAME_RGB;
  line.bits = about.depth;
  line.format = color ? rgb8 : about.depth == 1 ? mask1 : gray8;
  if ((about.depth != 8 && about.depth != 16 && about.depth != 1) || (color && about.depth == 1))
    return fail(Errc::unsupported, "the scanner gives samples of " + std::to_string(about.depth) +
                                       " bits in this mode, which platen does not read");
  if (about.pixels_per_line < 1 || about.bytes_per_line < 1)
    return fail(Errc::malformed, "the scanner's driver gives a side without a width");
  line.bytes = static_cast<std::size_t>(about.bytes_per_line);
  const std::size_t needed =
      line.format.row_bytes(about.pixels_per_line) * (about.depth == 16 ? 2 : 1);
  if (line.bytes < needed || line.bytes > most_line_bytes)
    return fail(Errc::malformed, "the scanner's driver gives rows of another length than its "
                                 "sides are wide");
  return line;
}

class SaneDevice final : public Device {
public:
  SaneDevice(SANE_Handle handle, ScannerFacts facts)
      : handle_(handle), options_(handle), facts_(std::move(facts)) {}
  ~SaneDevice() override {
    stop();
    ::sane_close(handle_);
  }
  SaneDevice(const SaneDevice&) = delete;
  SaneDevice& operator=(const SaneDevice&) = delete;

  const ScannerFacts& facts() const override { return facts_; }
  ScannerState state() override { return state_of(options_, facts_.adf.has_value()); }
  void cancel() override { ::sane_cancel(handle_); }

  Result<PageShape> start(const ScanRequest& request) override {
    stop();
    request_ = request;
    TRY_VOID(set_up(options_, request));
    return begin_side();
  }

  Result<std::optional<PageShape>> next() override {
    if (!scanning_ || !request_.adf) {
      stop();
      return std::optional<PageShape>();
    }
    auto shape = begin_side();
    if (shape) return std::optional<PageShape>(*shape);
    if (shape.error().code == Errc::not_found) return std::optional<PageShape>();
    return Failure(shape.error());
  }

  Result<Buffer> rows(std::int32_t most) override {
    const std::size_t row_bytes = shape_.format.row_bytes(shape_.width);
    const std::int32_t room =
        std::clamp(most, 1, static_cast<std::int32_t>(most_answer / row_bytes));
    if (end_.rows == shape_.height) TRY_VOID(look_for_more());
    if (ended_) return Buffer{};
    TRY_VOID(fill(static_cast<std::size_t>(std::min(room, shape_.height - end_.rows))));
    const auto count = static_cast<std::int32_t>(held_.size() / line_.bytes);
    if (count == 0) return at_end();
    Buffer out(row_bytes * static_cast<std::size_t>(count));
    for (std::size_t y = 0; y < static_cast<std::size_t>(count); ++y)
      convert_row(Bytes(held_).subspan(y * line_.bytes, line_.bytes), line_.bits, shape_.width,
                  shape_.format, std::span(out).subspan(y * row_bytes, row_bytes));
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(
                                                   static_cast<std::size_t>(count) * line_.bytes));
    end_.rows += count;
    return out;
  }

  PageEnd page_end() const override { return end_; }

  void stop() override {
    if (scanning_) ::sane_cancel(handle_);
    scanning_ = false;
    ended_ = true;
    held_.clear();
  }

private:
  Result<PageShape> begin_side() {
    scanning_ = true;
    ended_ = at_device_end_ = false;
    end_ = {};
    held_.clear();
    if (const SANE_Status status = ::sane_start(handle_); status != SANE_STATUS_GOOD) {
      stop();
      return Failure(error_of(status, "starting"));
    }
    auto shape = read_parameters();
    if (!shape) stop();
    return shape;
  }

  Result<PageShape> read_parameters() {
    SANE_Parameters about{};
    if (const SANE_Status status = ::sane_get_parameters(handle_, &about);
        status != SANE_STATUS_GOOD)
      return Failure(error_of(status, "asking for the size of the side"));
    TRY(line_, line_of(about));
    // A hand scanner does not know its height: it ends when it ends, or where enough was scanned.
    const std::int32_t wanted = std::max(pixels(request_.region.height, request_.resolution), 1);
    shape_ = {about.pixels_per_line, about.lines < 1 ? wanted : about.lines, line_.format};
    return shape_;
  }

  // Blocks until there is a row, or the side's end.
  Result<void> fill(std::size_t rows) {
    std::array<SANE_Byte, 65'536> block;
    while (!at_device_end_ && held_.size() < line_.bytes) {
      const std::size_t wanted = std::min(block.size(), rows * line_.bytes - held_.size());
      TRY_VOID(read_some(std::span(block).first(wanted)));
    }
    return {};
  }

  Result<void> read_some(std::span<SANE_Byte> block) {
    SANE_Int got = 0;
    const SANE_Status status =
        ::sane_read(handle_, block.data(), static_cast<SANE_Int>(block.size()), &got);
    if (status == SANE_STATUS_EOF) {
      at_device_end_ = true;
      return {};
    }
    if (status != SANE_STATUS_GOOD) {
      stop();
      Error error = error_of(status, "reading");
      // Paper that ends in mid side is a fault there, not the end of the stack.
      if (error.code == Errc::not_found) error.code = Errc::conflict;
      return Failure(std::move(error));
    }
    const auto count =
        static_cast<std::size_t>(std::clamp<SANE_Int>(got, 0, static_cast<SANE_Int>(block.size())));
    if (count == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const Bytes bytes = std::as_bytes(block.first(count));
    held_.insert(held_.end(), bytes.begin(), bytes.end());
    return {};
  }

  Result<Buffer> at_end() {
    ended_ = true;
    if (end_.rows < shape_.height)
      end_.warning = "the scanner ended the side after " + std::to_string(end_.rows) + " of " +
                     std::to_string(shape_.height) + " rows";
    return Buffer{};
  }

  // All rows are there; what comes now nobody has asked for.
  Result<void> look_for_more() {
    if (ended_) return {};
    ended_ = true;
    std::array<SANE_Byte, 4'096> block;
    while (!at_device_end_ && held_.empty())
      TRY_VOID(read_some(block));
    if (held_.empty()) return {};
    end_.warning = "the scanner sent more than it was asked for; that was not taken";
    stop();
    return {};
  }

  const SANE_Handle handle_;
  Options options_;
  const ScannerFacts facts_;
  ScanRequest request_;
  bool scanning_ = false;      // sane_cancel() is owed
  bool ended_ = true;          // the side
  bool at_device_end_ = false; // and what the driver has of it
  Line line_;
  PageShape shape_;
  Buffer held_; // the driver's bytes, not given yet
  PageEnd end_;
};

} // namespace

Result<Library> Library::begin() {
  SANE_Int version = 0;
  const SANE_Status status = ::sane_init(&version, nullptr);
  if (status != SANE_STATUS_GOOD) return Failure(error_of(status, "starting libsane"));
  return Library();
}

Library::~Library() {
  if (begun_) ::sane_exit();
}

Result<std::unique_ptr<Device>> Library::open(const std::string& name) {
  SANE_Handle handle = nullptr;
  const SANE_Status status = ::sane_open(name.c_str(), &handle);
  if (status != SANE_STATUS_GOOD) return Failure(error_of(status, "opening \"" + name + "\""));
  Options options(handle);
  auto facts = facts_of(options);
  if (!facts) {
    ::sane_close(handle);
    return Failure(facts.error());
  }
  facts->make_and_model = name;
  return std::make_unique<SaneDevice>(handle, *std::move(facts));
}

Result<std::vector<FoundScanner>> Library::devices() {
  const SANE_Device** list = nullptr;
  const SANE_Status status = ::sane_get_devices(&list, SANE_FALSE);
  if (status != SANE_STATUS_GOOD) return Failure(error_of(status, "looking for scanners"));
  const auto own = own_addresses();
  std::vector<FoundScanner> all;
  for (; *list != nullptr; ++list) {
    const auto text = [](SANE_String_Const part) {
      return part == nullptr ? std::string() : std::string(part);
    };
    const SANE_Device& device = **list;
    if (!is_served_here(text(device.name), text(device.model) + " " + text(device.type), own))
      all.push_back({text(device.name), text(device.vendor) + " " + text(device.model)});
  }
  return all;
}

} // namespace platen::scan::sane
