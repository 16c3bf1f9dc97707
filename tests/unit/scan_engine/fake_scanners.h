#pragma once

#include "scan/broker/scanners.h"
#include "scan/page/page_image.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <utility>

namespace platen::scan {

// One side that the scanner gives, and how its end is.
struct FakeSide {
  PageImage image;
  std::int32_t rows = -1;     // that it gives; -1: all
  std::optional<Error> error; // after those
};

// A page of one colour with a black bar at the left, so that turns and orders show.
inline PageImage plain_page(std::int32_t width, std::int32_t height, std::uint8_t value) {
  PageImage page({width, height, gray8}, Dpi{75});
  const Band band = page.band();
  for (std::int32_t y = 0; y < height; ++y)
    for (std::int32_t x = 0; x < width; ++x)
      band.samples<std::uint8_t>(y)[static_cast<std::size_t>(x)] = x < 8 ? 0 : value;
  return page;
}

// Scanners whose pages a test lays in; always one, "office".
class FakeScanners final : public Scanners {
public:
  std::mutex mutex;
  std::deque<FakeSide> feeder; // sides, in order
  std::optional<FakeSide> glass;
  std::optional<Error> at_start; // of the next pass
  std::vector<ScanRequest> requests;
  bool busy = false;

  static ScannerFacts usual_facts() {
    ScannerFacts facts;
    facts.make_and_model = "Fake 1";
    facts.platen =
        SourceOffer{16, 2'544, 16, 3'472, {75, 300}, {ColorMode::gray, ColorMode::color}};
    facts.adf = facts.platen;
    facts.adf_two_sided = true;
    facts.feeder_capacity = 50;
    return facts;
  }

  void put(ScannerEntry) override {}
  void remove(const std::string&) override {}
  std::vector<ScannerEntry> entries() const override {
    return {{"office", "", "fake:", "", "", ""}};
  }
  Result<ScannerFacts> facts(const std::string& name) override {
    if (name != "office") return fail(Errc::not_found, "there is no scanner " + name);
    return usual_facts();
  }
  Result<ScannerState> state(const std::string&) override { return now(); }
  Result<std::unique_ptr<Lease>> acquire(const std::string&, const std::string&,
                                         std::chrono::milliseconds, const Cancel&) override {
    if (busy) return fail(Errc::busy, "office is used by somebody else");
    return std::unique_ptr<Lease>(std::make_unique<FakeLease>(*this));
  }

private:
  ScannerState now() {
    const std::lock_guard lock(mutex);
    return {false, feeder.empty() ? FeederState::empty : FeederState::loaded, {}};
  }

  class FakeFeed final : public Feed {
  public:
    FakeFeed(FakeScanners& all, bool adf) : all_(all), adf_(adf) {}
    Result<std::optional<PageShape>> next_page() override {
      const std::lock_guard lock(all_.mutex);
      if (!adf_) {
        if (std::exchange(given_, true)) return std::optional<PageShape>();
        side_ = &*all_.glass;
      } else {
        if (all_.feeder.empty()) return std::optional<PageShape>();
        taken_ = std::move(all_.feeder.front());
        all_.feeder.pop_front();
        side_ = &taken_;
      }
      row_ = 0;
      return std::optional(side_->image.shape());
    }
    Result<std::int32_t> read(Band into) override {
      const std::int32_t have = side_->rows < 0 ? side_->image.height : side_->rows;
      const std::int32_t count = std::min(into.rows().count, have - row_);
      if (count == 0 && side_->error) return Failure(*side_->error);
      const ConstBand from = std::as_const(side_->image).band();
      for (std::int32_t y = 0; y < count; ++y)
        std::ranges::copy(from.row(row_ + y), into.row(into.rows().first + y).begin());
      row_ += count;
      return count;
    }
    PageEnd page_end() const override { return {row_, {}}; }

  private:
    FakeScanners& all_;
    const bool adf_;
    bool given_ = false;
    FakeSide taken_;
    FakeSide* side_ = nullptr;
    std::int32_t row_ = 0;
  };

  class FakeLease final : public Lease {
  public:
    explicit FakeLease(FakeScanners& all) : all_(all), facts_(usual_facts()) {}
    const ScannerFacts& facts() const override { return facts_; }
    Result<ScannerState> state() override { return all_.now(); }
    Result<std::unique_ptr<Feed>> start(const ScanRequest& request) override {
      const std::lock_guard lock(all_.mutex);
      if (all_.at_start) return Failure(*std::exchange(all_.at_start, std::nullopt));
      all_.requests.push_back(request);
      return std::unique_ptr<Feed>(std::make_unique<FakeFeed>(all_, request.adf));
    }

  private:
    FakeScanners& all_;
    const ScannerFacts facts_;
  };
};

} // namespace platen::scan
