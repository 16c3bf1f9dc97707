#include "scan/device/mp730_scanner.h"

#include "scan/device/mp730_feed.h"

namespace platen::scan {

namespace {

// Ends the session that was begun unless it was handed on.
class Session {
public:
  explicit Session(CommandLink& link) : link_(&link) {}
  ~Session() {
    if (link_ != nullptr) link_->end();
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  void hand_on() { link_ = nullptr; }

private:
  CommandLink* link_;
};

class Mp730Scanner final : public Scanner {
public:
  explicit Mp730Scanner(std::shared_ptr<Mp730Core> core) : core_(std::move(core)) {}

  const ScannerFacts& facts() const override { return core_->facts; }

  Result<ScannerState> state() override {
    ScannerState state;
    if (!core_->facts.adf) state.feeder = FeederState::none;
    state.busy = core_->feeding;
    if (state.busy) return state;
    const auto status = look();
    if (status) {
      if (core_->facts.adf)
        state.feeder = status->paper_in_feeder ? FeederState::loaded : FeederState::empty;
      return state;
    }
    if (status.error().code != Errc::busy) return Failure(status.error());
    state.busy = true;
    state.message = status.error().what;
    return state;
  }

  Result<std::unique_ptr<Feed>> start(const ScanRequest& request) override {
    if (core_->feeding) return fail(Errc::busy, "the scanner already scans");
    const auto& offer = request.adf ? core_->facts.adf : core_->facts.platen;
    if (!offer)
      return fail(Errc::unsupported,
                  request.adf ? "the scanner has no feeder" : "the scanner has no glass");
    if (request.two_sided && !(request.adf && core_->facts.adf_two_sided))
      return fail(Errc::unsupported, "the scanner does not scan both sides there");
    TRY(const Mp730Window window, window_of(request, *offer));
    Session session(*core_->link);
    TRY_VOID(core_->link->begin());
    TRY(const mp730::DeviceStatus status, core_->session.status());
    if (request.adf && !status.paper_in_feeder)
      return fail(Errc::not_found, "there is no paper in the feeder");
    session.hand_on();
    return make_mp730_feed(core_, request, window);
  }

  Result<std::optional<std::string>> pressed() override {
    if (core_->feeding) return std::optional<std::string>();
    TRY(const auto packet, core_->link->unasked());
    if (!packet) return std::optional<std::string>();
    TRY(const mp730::Interrupt said, mp730::read_interrupt(*packet));
    if (said.wants_time) TRY_VOID(tell_time());
    if (said.color_button) return std::optional<std::string>("color");
    if (said.gray_button) return std::optional<std::string>("gray");
    return std::optional<std::string>();
  }

private:
  Result<mp730::DeviceStatus> look() {
    const Session session(*core_->link);
    TRY_VOID(core_->link->begin());
    return core_->session.status();
  }
  Result<void> tell_time() {
    const Session session(*core_->link);
    TRY_VOID(core_->link->begin());
    return core_->session.tell_time();
  }

  const std::shared_ptr<Mp730Core> core_;
};

} // namespace

std::unique_ptr<Scanner> make_mp730_scanner(std::unique_ptr<CommandLink> link, ScannerFacts facts,
                                            const Mp730Patience& patience, const Cancel& cancel) {
  return std::make_unique<Mp730Scanner>(
      std::make_shared<Mp730Core>(std::move(link), std::move(facts), patience, cancel));
}

} // namespace platen::scan
