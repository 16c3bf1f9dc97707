#include "device/ipp_question.h"

#include "base/device_limits.h"
#include "client/request.h"

namespace platen::device {

Result<ipp::Message> ask_printer(const transport::IppAddress& address,
                                 const std::vector<const char*>& attributes, const Cancel& cancel) {
  client::ConnectOptions options;
  options.tls = address.tls ? client::Tls::always : client::Tls::when_asked;
  options.connect = options.stall = limits::status_read / 2;
  options.whole = limits::status_read;
  options.cancel = &cancel;
  TRY(const auto connection, client::connect(address.server, std::move(options)));
  ipp::Message request =
      client::make_request(IPP_OP_GET_PRINTER_ATTRIBUTES, "printer-uri", address.uri, {});
  client::request_attributes(request, attributes);
  TRY(ipp::Message answer, connection->ask(request, address.path));
  if (auto error = client::error_of(answer))
    return fail_within(address.server.text(), *std::move(error));
  return answer;
}

} // namespace platen::device
