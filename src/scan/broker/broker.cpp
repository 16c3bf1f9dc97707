#include "scan/broker/broker.h"

#include "base/thread.h"

#include <map>

namespace platen::scan {

namespace {

// Pages of a lease, whose errors say whether the device is still good.
class LeasedFeed final : public Feed {
public:
  LeasedFeed(std::shared_ptr<Machine> machine, std::shared_ptr<OpenedScanner> opened,
             std::unique_ptr<Feed> feed)
      : machine_(std::move(machine)), opened_(std::move(opened)), feed_(std::move(feed)) {}

  Result<std::optional<PageShape>> next_page() override { return noted(feed_->next_page()); }
  Result<std::int32_t> read(Band into) override { return noted(feed_->read(into)); }
  PageEnd page_end() const override { return feed_->page_end(); }

private:
  template<class T> Result<T> noted(Result<T> result) {
    if (!result) machine_->failed(result.error());
    return result;
  }
  const std::shared_ptr<Machine> machine_;
  const std::shared_ptr<OpenedScanner> opened_;
  const std::unique_ptr<Feed> feed_; // the last member: it ends first
};

class BrokerLease final : public Scanners::Lease {
public:
  BrokerLease(std::shared_ptr<Machine> machine, std::shared_ptr<OpenedScanner> opened)
      : machine_(std::move(machine)), opened_(std::move(opened)) {}
  ~BrokerLease() override { machine_->give_back(); }
  BrokerLease(const BrokerLease&) = delete;
  BrokerLease& operator=(const BrokerLease&) = delete;

  const ScannerFacts& facts() const override { return opened_->scanner->facts(); }
  Result<ScannerState> state() override {
    auto state = opened_->scanner->state();
    machine_->saw(state);
    return state;
  }
  Result<std::unique_ptr<Feed>> start(const ScanRequest& request) override {
    auto feed = opened_->scanner->start(request);
    if (!feed) machine_->failed(feed.error());
    if (!feed) return Failure(feed.error());
    return std::make_unique<LeasedFeed>(machine_, opened_, *std::move(feed));
  }

private:
  const std::shared_ptr<Machine> machine_;
  const std::shared_ptr<OpenedScanner> opened_;
};

class Broker final : public Scanners {
public:
  Broker(Options options, const BrokerPace& pace)
      : options_(std::make_shared<const Options>(std::move(options))), pace_(pace) {}
  ~Broker() override { end_machines(); }
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;

  Result<void> start() {
    TRY(watch_, start_thread<std::jthread>([this](const std::stop_token& stop) {
          each_while(stop, [](Machine& machine) { machine.follow_cancel(); });
        }));
    TRY(attend_, start_thread<std::jthread>([this](const std::stop_token& stop) {
          each_while(stop, [this](Machine& machine) { attend(machine); });
        }));
    return {};
  }

  void put(ScannerEntry entry) override {
    const std::lock_guard lock(mutex_);
    const auto found = machines_.find(entry.name);
    if (found != machines_.end()) return found->second->change(std::move(entry));
    const std::string name = entry.name;
    machines_.emplace(name, std::make_shared<Machine>(options_, pace_, std::move(entry)));
  }
  void remove(const std::string& name) override {
    const std::lock_guard lock(mutex_);
    const auto found = machines_.find(name);
    if (found == machines_.end()) return;
    retired_.push_back(std::move(found->second));
    machines_.erase(found);
  }
  std::vector<ScannerEntry> entries() const override {
    std::vector<ScannerEntry> all;
    const std::lock_guard lock(mutex_);
    for (const auto& [name, machine] : machines_)
      all.push_back(machine->entry());
    return all;
  }
  Result<ScannerFacts> facts(const std::string& name) override {
    TRY(const auto machine, find(name));
    return machine->facts();
  }
  Result<ScannerState> state(const std::string& name) override {
    TRY(const auto machine, find(name));
    return machine->state();
  }
  Result<std::unique_ptr<Lease>> acquire(const std::string& name, const std::string& who,
                                         std::chrono::milliseconds patience,
                                         const Cancel& cancel) override {
    TRY(auto machine, find(name));
    TRY(auto opened, machine->take_turn(who, patience, &cancel));
    return std::make_unique<BrokerLease>(std::move(machine), std::move(opened));
  }
  void end() override { end_machines(); }

private:
  void end_machines() {
    for (const auto& machine : machines())
      machine->end();
  }
  // Also those that are removed, as long as somebody has a lease.
  std::vector<std::shared_ptr<Machine>> machines() {
    std::vector<std::shared_ptr<Machine>> all;
    const std::lock_guard lock(mutex_);
    std::erase_if(retired_, [](const auto& machine) { return machine.use_count() == 1; });
    all = retired_;
    for (const auto& [name, machine] : machines_)
      all.push_back(machine);
    return all;
  }
  Result<std::shared_ptr<Machine>> find(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = machines_.find(name);
    if (found == machines_.end())
      return fail(Errc::not_found, "there is no scanner \"" + name + "\"");
    return found->second;
  }
  template<class Visit> void each_while(const std::stop_token& stop, Visit visit) {
    while (!stop.stop_requested()) {
      for (const auto& machine : machines()) {
        if (stop.stop_requested()) return;
        visit(*machine);
      }
      std::unique_lock lock(pause_mutex_);
      pause_.wait_for(lock, stop, pace_.look, [] { return false; });
    }
  }
  void attend(Machine& machine) {
    machine.close_if_idle();
    const auto button = machine.ask_for_buttons();
    if (button) options_->pressed(machine.entry(), *button);
  }

  const std::shared_ptr<const Options> options_;
  const BrokerPace pace_;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Machine>> machines_;
  std::vector<std::shared_ptr<Machine>> retired_;
  std::mutex pause_mutex_;
  std::condition_variable_any pause_;
  std::jthread watch_, attend_; // the last members: they end first
};

} // namespace

Result<std::unique_ptr<Scanners>> make_scanners(Scanners::Options options, const BrokerPace& pace) {
  if (!options.open)
    options.open = [](const ScannerEntry& entry, const Cancel& cancel) {
      return open_scanner(entry.uri, entry.model, cancel);
    };
  auto broker = std::make_unique<Broker>(std::move(options), pace);
  TRY_VOID(broker->start());
  return broker;
}

Result<std::unique_ptr<Scanners>> make_scanners(Scanners::Options options) {
  return make_scanners(std::move(options), BrokerPace{});
}

} // namespace platen::scan
