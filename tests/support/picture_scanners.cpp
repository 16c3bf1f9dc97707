#include "support/picture_scanners.h"

#include <algorithm>
#include <thread>

namespace platen::test {

struct PictureScanners::Machine {
  explicit Machine(scan::ScannerEntry the_entry) : entry(std::move(the_entry)) {
    behaviour.facts = copier_facts();
  }
  scan::ScannerState state_locked() const {
    scan::ScannerState state;
    state.busy = !user.empty();
    state.feeder = !behaviour.facts.adf                              ? scan::FeederState::none
                   : behaviour.trouble != scan::FeederState::unknown ? behaviour.trouble
                   : !behaviour.tells_feeder                         ? scan::FeederState::unknown
                   : behaviour.sheets > 0                            ? scan::FeederState::loaded
                                                                     : scan::FeederState::empty;
    return state;
  }

  const scan::ScannerEntry entry;
  mutable std::mutex mutex;
  std::condition_variable freed;
  Behaviour behaviour;
  std::string user; // who has the lease
};

class PictureScanners::FeedOfOne final : public scan::Feed {
public:
  FeedOfOne(std::shared_ptr<Machine> machine, const scan::ScanRequest& request)
      : machine_(std::move(machine)), request_(request) {}
  ~FeedOfOne() override {
    const std::scoped_lock lock(machine_->mutex);
    if (!ended_) ++machine_->behaviour.cancelled;
  }
  FeedOfOne(const FeedOfOne&) = delete;
  FeedOfOne& operator=(const FeedOfOne&) = delete;

  Result<std::optional<PageShape>> next_page() override {
    const std::scoped_lock lock(machine_->mutex);
    Behaviour& behaviour = machine_->behaviour;
    if (behaviour.trouble != scan::FeederState::unknown)
      return fail(Errc::conflict, "paper is jammed in the feeder");
    const bool back = request_.two_sided && page_ % 2 == 0; // the front came before
    const bool sheet = request_.adf ? (back || behaviour.sheets > 0) : page_ < 0;
    if (!sheet) {
      ended_ = true;
      return std::optional<PageShape>();
    }
    if (request_.adf && !back) --behaviour.sheets;
    ++page_;
    ++behaviour.pages;
    const int dpi = request_.resolution.v;
    left_ = request_.region.x * dpi / 300;
    top_ = request_.region.y * dpi / 300;
    const int wide = (request_.region.width * dpi + 150) / 300, step = behaviour.width_step;
    height_ = (request_.region.height * dpi + 150) / 300;
    row_ = 0;
    const PixelFormat format = request_.color == scan::ColorMode::color ? rgb8 : gray8;
    return std::optional(PageShape{(wide + step - 1) / step * step, height_, format});
  }

  Result<std::int32_t> read(Band into) override {
    std::function<void(int, int)> before;
    std::chrono::milliseconds pause;
    int last = height_;
    {
      const std::scoped_lock lock(machine_->mutex);
      Behaviour& behaviour = machine_->behaviour;
      before = behaviour.before_rows;
      pause = behaviour.band_pause;
      if (behaviour.rows_given >= 0) last = std::min(last, behaviour.rows_given);
      if (page_ == behaviour.fault_page && row_ >= behaviour.fault_row) {
        behaviour.trouble = scan::FeederState::jam;
        return fail(Errc::conflict, "paper is jammed in the feeder");
      }
      if (page_ == behaviour.fault_page) last = std::min(last, behaviour.fault_row);
    }
    if (before) before(page_, row_);
    std::this_thread::sleep_for(pause);
    const std::int32_t count = std::min(into.rows().count, last - row_);
    for (std::int32_t i = 0; i < count; ++i)
      draw(into.samples<std::uint8_t>(into.rows().first + i), row_ + i, into.format().channels());
    row_ += count;
    if (row_ >= height_ && !request_.adf) ended_ = true;
    return count;
  }
  scan::PageEnd page_end() const override { return {row_, ""}; }

private:
  void draw(std::span<std::uint8_t> row, int y, int channels) const {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const int at = static_cast<int>(i);
      row[i] = picture_sample(page_, left_ + at / channels, top_ + y, at % channels);
    }
  }
  std::shared_ptr<Machine> machine_;
  scan::ScanRequest request_;
  int page_ = -1, row_ = 0, height_ = 0, left_ = 0, top_ = 0;
  bool ended_ = false;
};

class PictureScanners::LeaseOfOne final : public Lease {
public:
  explicit LeaseOfOne(std::shared_ptr<Machine> machine) : machine_(std::move(machine)) {
    facts_ = machine_->behaviour.facts;
  }
  ~LeaseOfOne() override {
    const std::scoped_lock lock(machine_->mutex);
    machine_->user.clear();
    machine_->freed.notify_all();
  }
  LeaseOfOne(const LeaseOfOne&) = delete;
  LeaseOfOne& operator=(const LeaseOfOne&) = delete;
  const scan::ScannerFacts& facts() const override { return facts_; }
  Result<scan::ScannerState> state() override {
    const std::scoped_lock lock(machine_->mutex);
    return machine_->state_locked();
  }
  Result<std::unique_ptr<scan::Feed>> start(const scan::ScanRequest& request) override {
    const std::scoped_lock lock(machine_->mutex);
    ++machine_->behaviour.starts;
    if (machine_->behaviour.dies_at_start)
      return fail(Errc::unreachable, "the scanner does not answer");
    return std::make_unique<FeedOfOne>(machine_, request);
  }

private:
  std::shared_ptr<Machine> machine_;
  scan::ScannerFacts facts_;
};

scan::ScannerFacts copier_facts() {
  scan::ScannerFacts facts;
  facts.make_and_model = "Canon iR1020";
  facts.serial = "TEST0001";
  const scan::SourceOffer offer{
      30, 2544, 30, 3472, {75, 150, 300, 600}, {scan::ColorMode::gray, scan::ColorMode::color}};
  facts.platen = facts.adf = offer;
  facts.adf_two_sided = true;
  facts.feeder_capacity = 50;
  facts.evidence = "made up for tests";
  return facts;
}

std::shared_ptr<PictureScanners::Machine> PictureScanners::machine(const std::string& name) const {
  const std::scoped_lock lock(mutex_);
  const auto found = machines_.find(name);
  return found == machines_.end() ? nullptr : found->second;
}

void PictureScanners::put(scan::ScannerEntry entry) {
  const std::scoped_lock lock(mutex_);
  const std::string name = entry.name;
  machines_[name] = std::make_shared<Machine>(std::move(entry));
}

void PictureScanners::remove(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  machines_.erase(name);
}

std::vector<scan::ScannerEntry> PictureScanners::entries() const {
  const std::scoped_lock lock(mutex_);
  std::vector<scan::ScannerEntry> list;
  for (const auto& [name, one] : machines_)
    list.push_back(one->entry);
  return list;
}

Result<scan::ScannerFacts> PictureScanners::facts(const std::string& name) {
  const auto one = machine(name);
  if (!one) return fail(Errc::not_found, "there is no scanner " + name);
  const std::scoped_lock lock(one->mutex);
  if (one->behaviour.off) return fail(Errc::unreachable, "the scanner does not answer");
  return one->behaviour.facts;
}

Result<scan::ScannerState> PictureScanners::state(const std::string& name) {
  const auto one = machine(name);
  if (!one) return fail(Errc::not_found, "there is no scanner " + name);
  const std::scoped_lock lock(one->mutex);
  if (one->behaviour.off) return fail(Errc::unreachable, "the scanner does not answer");
  return one->state_locked();
}

Result<std::unique_ptr<scan::Scanners::Lease>>
PictureScanners::acquire(const std::string& name, const std::string& who,
                         std::chrono::milliseconds patience, const Cancel&) {
  const auto one = machine(name);
  if (!one) return fail(Errc::not_found, "there is no scanner " + name);
  std::unique_lock lock(one->mutex);
  if (!one->freed.wait_for(lock, patience, [&] { return one->user.empty(); }))
    return fail(Errc::busy, "the scanner is used by " + one->user);
  one->user = who;
  return std::make_unique<LeaseOfOne>(one);
}

void PictureScanners::change(const std::string& name, const std::function<void(Behaviour&)>& how) {
  const auto one = machine(name);
  const std::scoped_lock lock(one->mutex);
  how(one->behaviour);
}

Behaviour PictureScanners::look(const std::string& name) const {
  const auto one = machine(name);
  const std::scoped_lock lock(one->mutex);
  return one->behaviour;
}

} // namespace platen::test
