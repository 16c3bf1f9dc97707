#include "device/usb_readers.h"

#include "device/pjl_reader.h"
#include "transport/usb_transport.h"

namespace platen::device {

namespace {

class UsbPortReader final : public StatusReader {
public:
  UsbPortReader(std::string uri, transport::OpenBus open)
      : uri_(std::move(uri)), open_(std::move(open)) {}

  std::string_view channel() const override { return "usb"; }
  bool shares_print_path() const override { return true; } // one at a time has the interface

  Result<Reading> read(const Cancel&) override {
    TRY(const transport::FoundUsb found, transport::find_usb(uri_, open_));
    TRY(const auto printer, found.bus->open_often(found.interface));
    TRY(const std::uint8_t status, printer->port_status());
    return from_usb_port(status);
  }

private:
  const std::string uri_;
  const transport::OpenBus open_;
};

} // namespace

std::unique_ptr<StatusReader> make_usb_pjl_reader(std::string usb_uri, transport::OpenBus open) {
  return make_pjl_reader(
      [uri = std::move(usb_uri), open = std::move(open)](
          const transport::Deadlines& deadlines,
          const Cancel& cancel) -> Result<std::unique_ptr<transport::Transport>> {
        TRY(auto found, transport::find_usb(uri, open));
        if (!transport::takes_pjl(found))
          return fail(Errc::unsupported, "the device id of the USB printer names no PJL");
        return transport::open_for_questions(std::move(found), transport::UsbUse::often, uri,
                                             deadlines, cancel);
      });
}

std::unique_ptr<StatusReader> make_usb_port_reader(std::string usb_uri, transport::OpenBus open) {
  return std::make_unique<UsbPortReader>(std::move(usb_uri), std::move(open));
}

// A device that knows nothing of itself says that all is well (USB printer class 1.1, section
// 4.2.2): that counts for nothing. Nor does one bit without the other, as Linux' own driver has it.
Reading from_usb_port(std::uint8_t status) {
  constexpr unsigned paper_empty = 0x20, selected = 0x10, no_error = 0x08;
  Condition condition;
  const auto add = [&](const char* keyword, const char* words) {
    condition.state = State::stopped;
    add_reason(condition.reasons, keyword, Severity::error, words);
  };
  if ((status & no_error) == 0) {
    if ((status & paper_empty) != 0) add("media-empty", "");
    if ((status & selected) == 0) add("offline", "");
    if (condition.reasons.empty()) add("other", "The printer reports an error");
  }
  Reading reading;
  reading.condition = std::move(condition);
  return reading;
}

} // namespace platen::device
