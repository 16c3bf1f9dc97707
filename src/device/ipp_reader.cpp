#include "device/ipp_reader.h"

#include "base/device_limits.h"
#include "client/request.h"
#include "device/from_ipp.h"

namespace platen::device {

namespace {

class IppReader final : public StatusReader {
public:
  explicit IppReader(transport::IppAddress address) : address_(std::move(address)) {}

  std::string_view channel() const override { return "ipp"; }
  bool shares_print_path() const override { return true; }

  Result<Reading> read(const Cancel& cancel) override {
    client::ConnectOptions options;
    options.tls = address_.tls ? client::Tls::always : client::Tls::when_asked;
    options.connect = options.stall = limits::status_read / 2;
    options.whole = limits::status_read;
    options.cancel = &cancel;
    TRY(const auto connection, client::connect(address_.server, std::move(options)));
    ipp::Message request =
        client::make_request(IPP_OP_GET_PRINTER_ATTRIBUTES, "printer-uri", address_.uri, {});
    const auto names = status_attributes();
    client::request_attributes(request, {names.begin(), names.end()});
    TRY(const ipp::Message answer, connection->ask(request, address_.path));
    if (auto error = client::error_of(answer))
      return fail_within(address_.server.text(), *std::move(error));
    return from_ipp(answer);
  }

private:
  const transport::IppAddress address_;
};

} // namespace

std::unique_ptr<StatusReader> make_ipp_reader(transport::IppAddress address) {
  return std::make_unique<IppReader>(std::move(address));
}

} // namespace platen::device
