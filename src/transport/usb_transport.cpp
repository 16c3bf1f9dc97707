#include "transport/usb_transport.h"

#include "base/device_limits.h"
#include "transport/connect.h"
#include "wire/ieee1284/device_id.h"

#include <algorithm>
#include <array>
#include <thread>

namespace platen::transport {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t piece =
    16'384; // what a device takes at a time, so that a cancelled job ends soon

class UsbTransport final : public Transport {
public:
  UsbTransport(std::unique_ptr<UsbBus> bus, std::unique_ptr<UsbPrinter> printer, std::string uri,
               const Deadlines& deadlines, const Cancel& cancel)
      : bus_(std::move(bus)), printer_(std::move(printer)), uri_(std::move(uri)),
        deadlines_(deadlines), cancel_(cancel) {}

  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    auto progress = Clock::now();
    while (!bytes.empty()) {
      if (cancel_.requested()) return failure(Errc::cancelled, "cancelled");
      const auto put = printer_->write(bytes.first(std::min(piece, bytes.size())), cancel_interval);
      if (put && *put > 0) {
        bytes = bytes.subspan(*put);
        delivered_ += *put;
        progress = Clock::now();
        continue;
      }
      if (!put && put.error().code != Errc::timeout)
        return failure(put.error().code, put.error().what);
      if (Clock::now() - progress >= deadlines_.stall)
        return failure(Errc::timeout, "the printer takes nothing: see whether it wants paper or "
                                      "shows an error");
    }
    return {};
  }

  Result<std::size_t> read(std::span<std::byte> into, milliseconds patience) override {
    const auto until = Clock::now() + patience;
    for (;;) {
      if (cancel_.requested()) return failure(Errc::cancelled, "cancelled");
      const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
      auto got = printer_->read(into, std::clamp(left, milliseconds{0}, cancel_interval));
      // An empty packet is no end: USB has none.
      const bool silent = got ? *got == 0 && !into.empty() : got.error().code == Errc::timeout;
      if (!silent) return got;
      if (Clock::now() >= until) return fail(Errc::timeout, uri_ + " does not answer");
    }
  }

  std::uint64_t bytes_delivered() const override { return delivered_; }
  Result<void> finish() override { return {}; } // what was written is in the device
  void abandon() override { static_cast<void>(printer_->reset()); }

private:
  Failure failure(Errc code, const std::string& what) const {
    return fail(code,
                uri_ + ": " + what + "; " + std::to_string(delivered_) + " bytes were delivered");
  }

  const std::unique_ptr<UsbBus> bus_; // null: the caller's
  const std::unique_ptr<UsbPrinter> printer_;
  const std::string uri_;
  const Deadlines deadlines_;
  const Cancel& cancel_;
  std::uint64_t delivered_ = 0;
};

Result<UsbInterface> find_on(UsbBus& bus, const UsbAddress& address) {
  TRY(const auto all, bus.printers());
  return find_printer(all, address);
}

Result<std::unique_ptr<UsbPrinter>> claim(UsbBus& bus, const std::string& uri,
                                          milliseconds patience, const Cancel& cancel) {
  TRY(const UsbAddress address, parse_usb_uri(uri));
  TRY(const UsbInterface found, find_on(bus, address));
  return open_when_free(bus, found, patience, cancel);
}

// Bounded: a device that never stops talking answers nothing.
Result<void> drop_what_was_said(UsbPrinter& printer) {
  constexpr milliseconds silence{20};
  std::array<std::byte, 2048> block{};
  for (std::size_t in_all = 0; in_all < limits::pjl_answer_bytes;) {
    const auto got = printer.read(block, silence);
    if (!got && got.error().code == Errc::timeout) return {};
    if (!got) return Failure(got.error());
    if (*got == 0) return {};
    in_all += *got;
  }
  return fail(Errc::limit, "the USB printer talks without end");
}

} // namespace

Result<std::unique_ptr<UsbPrinter>> open_when_free(UsbBus& bus, const UsbInterface& interface,
                                                   milliseconds patience, const Cancel& cancel) {
  for (const auto until = Clock::now() + patience;;) {
    auto printer = bus.open(interface);
    const bool held = !printer && printer.error().code == Errc::busy;
    if (!held || Clock::now() >= until) return printer;
    if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
    std::this_thread::sleep_for(cancel_interval);
  }
}

Result<std::unique_ptr<Transport>> open_usb(UsbBus& bus, const std::string& uri,
                                            const Deadlines& deadlines, const Cancel& cancel) {
  TRY(auto printer, claim(bus, uri, deadlines.connect, cancel));
  return std::make_unique<UsbTransport>(nullptr, std::move(printer), uri, deadlines, cancel);
}

Result<std::unique_ptr<Transport>> open_usb(const std::string& uri, const Deadlines& deadlines,
                                            const Cancel& cancel) {
  TRY_VOID(parse_usb_uri(uri)); // a wrong URI is told as such, also where there is no USB
  TRY(auto bus, open_usb_bus());
  TRY(auto printer, claim(*bus, uri, deadlines.connect, cancel));
  return std::make_unique<UsbTransport>(std::move(bus), std::move(printer), uri, deadlines, cancel);
}

Result<FoundUsb> find_usb(const std::string& uri, const OpenBus& open) {
  FoundUsb found;
  TRY(found.address, parse_usb_uri(uri));
  TRY(found.bus, open());
  TRY(found.interface, find_on(*found.bus, found.address));
  return found;
}

bool takes_pjl(const FoundUsb& found) {
  return found.address.pjl.value_or(ieee1284::names(found.interface.device_id, "PJL"));
}

Result<std::unique_ptr<Transport>> open_for_questions(FoundUsb found, UsbUse use,
                                                      const std::string& uri,
                                                      const Deadlines& deadlines,
                                                      const Cancel& cancel) {
  TRY(auto printer, use == UsbUse::often ? found.bus->open_often(found.interface)
                                         : found.bus->open(found.interface));
  TRY_VOID(drop_what_was_said(*printer));
  return std::make_unique<UsbTransport>(std::move(found.bus), std::move(printer), uri, deadlines,
                                        cancel);
}

} // namespace platen::transport
