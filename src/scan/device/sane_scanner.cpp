#include "scan/device/sane_scanner.h"

#include "base/limits.h"

#include <algorithm>

namespace platen::scan {

namespace {

struct SaneCore {
  SaneProcess process;
  SanePatience patience;
  ScannerFacts facts;
  bool feeding = false;
};

// The largest side that a driver may give for a request: it rounds, by a few millimetres.
PageShape most_of(const ScanRequest& request) {
  constexpr std::int32_t rounding = 60; // 1/300 inch, 5 mm
  const auto pixels = [&](std::int32_t length) {
    const std::int64_t all = (std::int64_t{length} + rounding) * request.resolution.v / 300 + 16;
    return static_cast<std::int32_t>(
        std::min<std::int64_t>(all, std::int64_t{limits::picture_side_px}));
  };
  const PixelFormat format = request.color == ColorMode::bilevel ? mask1
                             : request.color == ColorMode::gray  ? gray8
                                                                 : rgb8;
  return {pixels(request.region.width), pixels(request.region.height), format};
}

class SaneFeed final : public Feed {
public:
  SaneFeed(SaneCore& core, const ScanRequest& request, const PageShape& first)
      : core_(core), most_(most_of(request)), first_(first) {
    core_.feeding = true;
  }
  ~SaneFeed() override {
    core_.process.hurry(true);
    core_.process.settle();
    static_cast<void>(core_.process.ask(sane::Request::stop, {}, core_.patience.last_words));
    core_.process.hurry(false);
    core_.feeding = false;
  }
  SaneFeed(const SaneFeed&) = delete;
  SaneFeed& operator=(const SaneFeed&) = delete;

  Result<std::optional<PageShape>> next_page() override {
    TRY_VOID(skip_rest());
    std::optional<PageShape> shape = std::exchange(first_, std::nullopt);
    if (!shape) {
      TRY(const Buffer answer, core_.process.ask(sane::Request::next, {}, core_.patience.rows));
      TRY(shape, sane::read_page(answer, most_));
    }
    in_side_ = shape.has_value();
    if (shape) shape_ = *shape;
    end_ = {};
    given_ = 0;
    return shape;
  }

  Result<std::int32_t> read(Band into) override {
    if (!in_side_) return 0;
    EXPECTS(into.width() == shape_.width && into.format() == shape_.format);
    const std::size_t row_bytes = shape_.format.row_bytes(shape_.width);
    const auto most = static_cast<std::int32_t>(
        std::clamp<std::size_t>(sane::most_answer / row_bytes, 1, 1'000'000));
    const std::int32_t wanted = std::min(into.rows().count, most);
    ByteWriter request;
    request.u32be(static_cast<std::uint32_t>(wanted));
    auto rows = core_.process.ask(sane::Request::rows, request.buffer, core_.patience.rows);
    if (!rows) in_side_ = rows.error().code == Errc::cancelled;
    if (!rows) return Failure(rows.error());
    if (rows->empty()) TRY_VOID(end_side());
    return put_rows(*rows, into, std::min(wanted, shape_.height - given_), row_bytes);
  }

  PageEnd page_end() const override { return end_; }

private:
  Result<void> skip_rest() {
    if (!in_side_) return {};
    RowBuffer scratch(shape_.width, 16, shape_.format);
    for (;;) {
      TRY(const std::int32_t rows, read(scratch.band({0, scratch.capacity()})));
      if (rows == 0) return {};
    }
  }

  Result<void> end_side() {
    in_side_ = false;
    TRY(const Buffer answer,
        core_.process.ask(sane::Request::page_end, {}, core_.patience.last_words));
    TRY(end_, sane::read_page_end(answer));
    end_.rows = given_; // ours, whatever it says
    return {};
  }

  Result<std::int32_t> put_rows(Bytes rows, Band into, std::int32_t room, std::size_t row_bytes) {
    const std::size_t count = rows.size() / row_bytes;
    if (rows.size() % row_bytes != 0 || count > static_cast<std::size_t>(room))
      return fail(Errc::malformed, "the scanner's driver gives other rows than it was asked for");
    for (std::size_t y = 0; y < count; ++y)
      std::ranges::copy(rows.subspan(y * row_bytes, row_bytes),
                        into.row(into.rows().first + static_cast<std::int32_t>(y)).begin());
    given_ += static_cast<std::int32_t>(count);
    return static_cast<std::int32_t>(count);
  }

  SaneCore& core_;
  const PageShape most_;
  std::optional<PageShape> first_;
  PageShape shape_;
  bool in_side_ = false;
  std::int32_t given_ = 0;
  PageEnd end_;
};

class SaneScanner final : public Scanner {
public:
  explicit SaneScanner(SaneCore core) : core_(std::move(core)) {}

  const ScannerFacts& facts() const override { return core_.facts; }

  Result<ScannerState> state() override {
    if (core_.feeding) return ScannerState{true, FeederState::unknown, {}};
    TRY(const Buffer answer, core_.process.ask(sane::Request::state, {}, core_.patience.rows));
    return sane::read_state(answer);
  }

  Result<std::unique_ptr<Feed>> start(const ScanRequest& request) override {
    if (core_.feeding) return fail(Errc::busy, "the scanner already scans");
    const auto& offer = request.adf ? core_.facts.adf : core_.facts.platen;
    if (!offer)
      return fail(Errc::unsupported,
                  request.adf ? "the scanner has no feeder" : "the scanner has no glass");
    if (request.two_sided && !(request.adf && core_.facts.adf_two_sided))
      return fail(Errc::unsupported, "the scanner does not scan both sides there");
    const Region& region = request.region;
    if (region.x < 0 || region.y < 0 || region.width < 1 || region.height < 1 ||
        region.width > offer->most_width - region.x ||
        region.height > offer->most_height - region.y || request.resolution.v < 1)
      return fail(Errc::invalid, "the part that shall be scanned is not on the glass");
    auto shape = begin(request);
    if (shape) return std::make_unique<SaneFeed>(core_, request, *shape);
    core_.process.hurry(true);
    core_.process.settle();
    static_cast<void>(core_.process.ask(sane::Request::stop, {}, core_.patience.last_words));
    core_.process.hurry(false);
    return Failure(shape.error());
  }

private:
  Result<PageShape> begin(const ScanRequest& request) {
    TRY(const Buffer answer, core_.process.ask(sane::Request::start, sane::request_payload(request),
                                               core_.patience.rows));
    TRY(const auto shape, sane::read_page(answer, most_of(request)));
    if (!shape) return fail(Errc::malformed, "the scanner's driver starts without a side");
    return *shape;
  }

  SaneCore core_;
};

} // namespace

Result<std::unique_ptr<Scanner>> open_sane_scanner(const std::string& device,
                                                   const SaneProgram& program, const Cancel& cancel,
                                                   const std::string& title) {
  TRY(SaneProcess process, SaneProcess::start(program, cancel));
  TRY(const Buffer answer,
      process.ask(sane::Request::open, as_bytes(device), program.patience.open));
  TRY(ScannerFacts facts, sane::read_facts(answer));
  if (!title.empty()) facts.make_and_model = title;
  return std::make_unique<SaneScanner>(
      SaneCore{std::move(process), program.patience, std::move(facts), false});
}

Result<std::vector<FoundScanner>> find_sane_scanners(const SaneProgram& program,
                                                     const Cancel& cancel) {
  TRY(SaneProcess process, SaneProcess::start(program, cancel));
  TRY(const Buffer answer, process.ask(sane::Request::list, {}, program.patience.open));
  TRY(auto found, sane::read_devices(answer));
  for (FoundScanner& one : found)
    one.uri = std::string(sane_scheme) + one.uri;
  return found;
}

} // namespace platen::scan
