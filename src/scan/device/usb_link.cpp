#include "scan/device/usb_link.h"

#include "transport/connect.h"
#include "transport/usb_address.h"

#include <algorithm>

namespace platen::scan {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A read must have room for whole packets of the bus, which have at most 1024 octets.
constexpr std::size_t inbox_bytes = 64 * 1024;
constexpr std::size_t most_drained = std::size_t{1} << 20;
// docs/protocols/mp730.md section 5; a packet of the bus must have room, whatever it is.
constexpr std::size_t interrupt_bytes = 16, interrupt_room = 1'024;

class UsbLink final : public CommandLink {
public:
  UsbLink(std::unique_ptr<transport::UsbBus> bus, transport::UsbAddress address,
          const LinkPatience& patience, const Cancel& cancel)
      : bus_(std::move(bus)), address_(std::move(address)), patience_(patience), cancel_(cancel) {}

  Result<void> begin() override {
    if (device_) return {};
    TRY(const auto all, bus_->scanners());
    TRY(known_, transport::find_scanner(all, address_));
    TRY(device_, bus_->open(*known_));
    said_.clear();
    return {};
  }
  void end() override { device_.reset(); }

  Result<void> send(Bytes command) override {
    if (!said_.empty()) return fail(Errc::malformed, "the scanner said more than it was asked for");
    const auto until = Clock::now() + patience();
    while (!command.empty()) {
      TRY_VOID(check());
      const auto put = device_->write(command, transport::cancel_interval);
      if (put)
        command = command.subspan(*put);
      else if (put.error().code != Errc::timeout)
        return Failure(put.error());
      if (!command.empty() && Clock::now() >= until) return silent("takes no command");
    }
    return {};
  }

  Result<std::size_t> receive(std::span<std::byte> into) override {
    const auto until = Clock::now() + patience();
    while (said_.empty()) {
      TRY_VOID(check());
      TRY_VOID(hear(transport::cancel_interval));
      if (said_.empty() && Clock::now() >= until) return silent("does not answer");
    }
    const std::size_t count = std::min(into.size(), said_.size());
    std::copy_n(said_.begin(), count, into.begin());
    said_.erase(said_.begin(), said_.begin() + static_cast<std::ptrdiff_t>(count));
    return count;
  }

  // Until it is silent once.
  void drain() override {
    const auto until = Clock::now() + patience_.last_words;
    for (std::size_t drained = 0; device_ && drained < most_drained && Clock::now() < until;) {
      said_.clear();
      if (!hear(transport::cancel_interval) || said_.empty()) break;
      drained += said_.size();
    }
    said_.clear();
  }
  void hurry(bool on) override { hurried_ = on; }

  // The interface is had for the moment alone, so that other programs can have it. Whoever has it
  // now hears the buttons.
  Result<std::optional<Buffer>> unasked() override {
    if (device_ || deaf_) return std::optional<Buffer>();
    if (const auto begun = begin_listening(); !begun) {
      if (begun.error().code == Errc::busy) return std::optional<Buffer>();
      known_.reset();
      return Failure(begun.error());
    }
    Buffer packet(interrupt_room);
    const auto got = device_->read_interrupt(packet, transport::cancel_interval);
    end();
    if (got && *got >= interrupt_bytes) {
      packet.resize(interrupt_bytes);
      return std::optional(std::move(packet));
    }
    if (!got && got.error().code != Errc::timeout && got.error().code != Errc::unsupported)
      return Failure(got.error());
    deaf_ = !got && got.error().code == Errc::unsupported;
    return std::optional<Buffer>();
  }

private:
  // Where it was last: looking for it asks every printer of the bus for its name.
  Result<void> begin_listening() {
    if (!known_) return begin();
    TRY(device_, bus_->open(*known_));
    return {};
  }
  milliseconds patience() const { return hurried_ ? patience_.last_words : patience_.answer; }
  Result<void> check() const {
    if (!device_) return fail(Errc::io, "the scanner is gone; scan again");
    if (!hurried_ && cancel_.requested()) return fail(Errc::cancelled, "cancelled");
    return {};
  }
  Result<void> hear(milliseconds patience) {
    said_.resize(inbox_bytes);
    const auto got = device_->read(said_, patience);
    said_.resize(got ? std::min(*got, inbox_bytes) : 0);
    if (!got && got.error().code != Errc::timeout) return Failure(got.error());
    return {};
  }
  Failure silent(const std::string& what) const {
    return fail(Errc::timeout, "the scanner " + address_.maker + " " + address_.model + " " + what +
                                   "; see what it shows, then scan again");
  }

  const std::unique_ptr<transport::UsbBus> bus_;
  const transport::UsbAddress address_;
  const LinkPatience patience_;
  const Cancel& cancel_;
  std::optional<transport::UsbInterface> known_; // where it was last
  std::unique_ptr<transport::UsbPrinter> device_;
  Buffer said_; // not read yet
  bool hurried_ = false;
  bool deaf_ = false; // there is no interrupt endpoint
};

} // namespace

Result<std::unique_ptr<CommandLink>> open_usb_link(std::unique_ptr<transport::UsbBus> bus,
                                                   const std::string& uri,
                                                   const LinkPatience& patience,
                                                   const Cancel& cancel) {
  TRY(auto address, transport::parse_usb_uri(uri));
  auto link = std::make_unique<UsbLink>(std::move(bus), std::move(address), patience, cancel);
  TRY_VOID(link->begin()); // that it is there
  link->end();
  return link;
}

} // namespace platen::scan
